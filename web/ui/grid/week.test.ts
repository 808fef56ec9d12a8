import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { describe, expect, it } from 'vitest';
import { barsPath, busySpans, freeOf, mondayOf, sumMs } from './week.ts';

const midnight = epochMs(Date.UTC(2027, 5, 7));
const at = (hour: number) => addMs(midnight, hour * hourMs);
const day = {
  date: '2027-06-07',
  startsAt: midnight,
  endsAt: at(24),
  open: [{ startsAt: at(8), endsAt: at(18) }],
  note: '',
};
const room = { stepMin: 30, lengthMinMin: 60 };

describe('a week out of pairs of minutes', () => {
  it('counts each pair from the end of the one before', () => {
    expect(busySpans([540, 60, 120, 90], midnight)).toEqual([
      { startsAt: at(9), endsAt: at(10) },
      { startsAt: at(12), endsAt: at(13.5) },
    ]);
  });

  it('is free in opening hours, from now on, where the shortest booking fits', () => {
    const busy = busySpans([540, 60, 30, 60], midnight);
    expect(freeOf(room, busy, day, midnight)).toEqual([
      { startsAt: at(8), endsAt: at(9) },
      { startsAt: at(11.5), endsAt: at(18) },
    ]);
    expect(sumMs(freeOf(room, [], day, at(16)))).toBe(2 * hourMs);
    expect(freeOf(room, [], { ...day, open: [] }, midnight)).toEqual([]);
  });

  it('draws what lies within the day and cuts what lies over its end', () => {
    const over = [{ startsAt: at(23), endsAt: at(30) }];
    expect(barsPath(over, day, { fromMin: 0, toMin: 1440 })).toBe('M95.83 0H100.00V10H95.83z');
    expect(barsPath(over, day, { fromMin: 480, toMin: 1080 })).toBe('');
  });

  it('begins on its Monday, over the end of a year too', () => {
    expect(['2027-01-03', '2027-06-07', '2027-06-13'].map(mondayOf)).toEqual([
      '2026-12-28',
      '2027-06-07',
      '2027-06-07',
    ]);
  });
});
