import { describe, expect, it } from 'vitest';
import { byRow, draftOf, newDate, newHours, readDraft } from './draft.ts';

const opening = {
  weekly: [
    { weekday: 1, opensMin: 480, closesMin: 1200 },
    { weekday: 6, opensMin: 0, closesMin: 1440 },
  ],
  exceptions: [{ date: '2027-12-25', note: 'Christmas', hours: [] }],
};
const emptyWeek = [[], [], [], [], [], [], []];

describe('the opening hours somebody edits', () => {
  it('are the same when nothing was touched, the end of a day too', () => {
    const draft = draftOf(opening);
    expect(draft.week[5]?.[0]).toMatchObject({ opens: '00:00', closes: '00:00' });
    expect(readDraft(draft)).toEqual({ kind: 'whole', opening });
  });

  it('name the row that closes before it opens, and the one with no time', () => {
    const [backwards, empty] = [newHours('18:00', '09:00'), newHours('', '12:00')];
    const read = readDraft({ week: [[backwards], [empty], [], [], [], [], []], dates: [] });
    if (read.kind === 'whole') throw new Error('it was taken');
    expect(read.errors.get(backwards.key)).toMatch(/^It closes before it opens/);
    expect(read.errors.get(empty.key)).toMatch(/^Give both times/);
  });

  it('name the row that overlaps another of its day, and the date that is there twice', () => {
    const [morning, noon] = [newHours('08:00', '12:00'), newHours('11:00', '14:00')];
    const overlapping = readDraft({ week: [[], [morning, noon], [], [], [], [], []], dates: [] });
    expect(overlapping).toEqual({
      kind: 'wrong',
      errors: new Map([[noon.key, 'Overlaps other hours of Tuesday.']]),
    });
    const [first, again] = [newDate('2027-12-25'), newDate('2027-12-25')];
    const twice = readDraft({ week: emptyWeek, dates: [first, again] });
    expect(twice).toEqual({
      kind: 'wrong',
      errors: new Map([[again.key, 'Is there twice: 2027-12-25.']]),
    });
  });

  it('have what the server finds wrong at the row it stands in', () => {
    const hours = newHours();
    const date = { ...newDate('2027-12-24'), hours: [hours] };
    const draft = { week: emptyWeek, dates: [date] };
    const errors = byRow(draft, new Map([['exceptions.0.hours.0.closesMin', 'Must be after opensMin.']]));
    expect(errors.get(hours.key)).toBe('Must be after opensMin.');
  });
});
