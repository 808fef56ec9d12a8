import { expect, test } from 'vitest';
import type { SeriesRule } from './series.ts';
import { ruleSentence } from './series-sentence.ts';

const rule: SeriesRule = {
  repeats: { kind: 'weekly', weekdays: [3, 1], everyWeeks: 1 },
  startMin: 540,
  endMin: 1020,
  fromDate: '2027-03-01',
};

test.each<[Partial<SeriesRule>, string]>([
  [{}, 'Every Monday and Wednesday, 09:00 to 17:00, from 1 March 2027'],
  [
    { repeats: { kind: 'weekly', weekdays: [1, 2, 5], everyWeeks: 2 }, untilDate: '2027-12-31' },
    'Every 2 weeks on Monday, Tuesday and Friday, 09:00 to 17:00, from 1 March 2027 until 31 December 2027',
  ],
  [
    {
      repeats: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5, 6, 7], everyWeeks: 1 },
      startMin: 1320,
      endMin: 1800,
    },
    'Every day, 22:00 to 06:00 the next day, from 1 March 2027',
  ],
  [
    { repeats: { kind: 'monthly', weekday: 5, nth: 'last' }, endMin: 1440, count: 12 },
    'The last Friday of every month, 09:00 to 24:00, from 1 March 2027, 12 times',
  ],
])('a rule reads as a sentence: %#', (changed, expected) => {
  expect(ruleSentence({ ...rule, ...changed })).toBe(expected);
});
