import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ResourceId } from '../ids.ts';
import { id } from '../ids.ts';
import {
  type DateRange,
  dayAfter,
  dayBefore,
  inRange,
  isSamePlace,
  placeOn,
  type SeriesPart,
  type SeriesPlace,
  withChange,
} from './series-parts.ts';

const desk = (n: number) => id<ResourceId>(`00000000-0000-4000-8000-00000000000${n}`);
const place = (changed: Partial<SeriesPlace> = {}): SeriesPlace => ({
  resourceId: desk(1),
  startMin: 540,
  endMin: 1020,
  title: 'Desk day',
  people: 1,
  ...changed,
});
const parts: readonly SeriesPart[] = [{ ...place(), fromDate: '2027-03-01' }];

describe('the parts of a series', () => {
  test('one date in another room leaves the day before and the day after where they were', () => {
    const changed = withChange(parts, { from: '2027-03-08', until: '2027-03-08' }, { resourceId: desk(2) });
    expect(
      ['2027-03-07', '2027-03-08', '2027-03-09'].map((date) => placeOn(changed, date).resourceId),
    ).toEqual([desk(1), desk(2), desk(1)]);
  });

  test('this and following later is later for ever, in the rooms that were chosen before', () => {
    const moved = withChange(parts, { from: '2027-04-05', until: '2027-04-11' }, { resourceId: desk(2) });
    const later = withChange(moved, { from: '2027-03-15' }, { startMin: 600, endMin: 1080 });
    expect(placeOn(later, '2027-03-14')).toEqual(place());
    expect(placeOn(later, '2027-04-06')).toEqual(place({ resourceId: desk(2), startMin: 600, endMin: 1080 }));
    expect(placeOn(later, '2029-01-01')).toEqual(place({ startMin: 600, endMin: 1080 }));
  });

  test('put back as they were are one part again', () => {
    const range = { from: '2027-03-08', until: '2027-03-10' };
    const there = withChange(parts, range, { title: 'Visitors' });
    expect(there).toHaveLength(3);
    expect(withChange(there, range, { title: 'Desk day' })).toEqual(parts);
  });

  test('a date before the first has no place', () => {
    expect(() => placeOn(parts, '2027-02-28')).toThrow(RangeError);
  });

  test('after any changes every date holds what the last change that covers it says', () => {
    const day = fc
      .integer({ min: 0, max: 40 })
      .map((days) => Temporal.PlainDate.from('2027-03-01').add({ days }).toString());
    const range = fc
      .tuple(day, fc.option(day, { nil: undefined }))
      .filter(([from, until]) => until === undefined || from <= until)
      .map(([from, until]): DateRange => ({ from, until }));
    const changes = fc.array(fc.tuple(range, fc.integer({ min: 1, max: 5 })), { maxLength: 8 });
    fc.assert(
      fc.property(changes, day, (all, date) => {
        let now = parts;
        let expected = place();
        for (const [where, n] of all) {
          now = withChange(now, where, { resourceId: desk(n) });
          if (inRange(where, date)) expected = place({ resourceId: desk(n) });
        }
        expect(isSamePlace(placeOn(now, date), expected)).toBe(true);
        expect(now.map(({ fromDate }) => fromDate)).toEqual([...now.map(({ fromDate }) => fromDate)].sort());
        expect(new Set(now.map(({ fromDate }) => fromDate)).size).toBe(now.length);
      }),
    );
  });

  test('the day after the day before is the day', () => {
    expect(dayAfter(dayBefore('2028-03-01'))).toBe('2028-03-01');
  });
});
