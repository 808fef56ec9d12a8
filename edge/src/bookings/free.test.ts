import { addMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { booking, noon, openDay, room } from '../../../test/support/box-store.ts';
import { extendableTo, freeNow } from './free.ts';

const after = (minutes: number) => addMs(noon, minutes * minuteMs);
const calendar = (...bookings: ReturnType<typeof booking>[]) => ({
  bookings,
  days: [openDay(), openDay(1)],
  horizonAt: addMs(noon, 36 * hourMs),
});
const minutesOf = (span: ReturnType<typeof freeNow>) =>
  span && [(span.startsAt - noon) / minuteMs, (span.endsAt - noon) / minuteMs];

describe('whoever stands before a free room', () => {
  test('has it from the step under way until the next booking with its preparation', () => {
    expect(minutesOf(freeNow(room(), after(7), calendar(booking(1, 90, 60))))).toEqual([0, 90]);
    const prepared = booking(1, 90, 60, { holdsFrom: after(80) });
    expect(minutesOf(freeNow({ ...room(), afterMs: 5 * minuteMs }, after(7), calendar(prepared)))).toEqual([
      0, 75,
    ]);
  });

  test('has it no longer than the longest booking, the opening hours and the horizon', () => {
    expect(minutesOf(freeNow(room(), noon, calendar()))).toEqual([0, 240]);
    const closing = { ...openDay(), open: [{ startsAt: openDay().startsAt, endsAt: after(50) }] };
    expect(minutesOf(freeNow(room(), noon, { ...calendar(), days: [closing] }))).toEqual([0, 45]);
    expect(minutesOf(freeNow(room(), noon, { ...calendar(), horizonAt: after(100) }))).toEqual([0, 90]);
    expect(freeNow(room(), noon, { ...calendar(), days: [] })).toBeUndefined();
    expect(freeNow(room(), noon, { ...calendar(), horizonAt: after(10) })).toBeUndefined();
  });

  test('has it over midnight where the site stays open', () => {
    expect(minutesOf(freeNow(room(), after(11 * 60), calendar()))).toEqual([11 * 60, 15 * 60]);
  });

  test('has it from the next step when somebody has just left early', () => {
    const left = booking(1, -30, 37, { state: 'ended' });
    expect(minutesOf(freeNow(room(), after(8), calendar(left)))).toEqual([15, 255]);
    expect(freeNow(room(), after(6), calendar(left))).toBeUndefined();
    expect(freeNow(room(), after(8), calendar(left, booking(2, 20, 60)))).toBeUndefined();
  });

  test('is never offered what somebody holds', () => {
    const anyBookings = fc.array(
      fc.tuple(fc.integer({ min: -20, max: 30 }), fc.integer({ min: 1, max: 8 })),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(anyBookings, fc.nat(120), fc.nat(20), (shapes, minutes, afterMin) => {
        const held = shapes.map(([start, length], n) => booking(n, start * 15, length * 15));
        const resource = { ...room(), afterMs: afterMin * minuteMs };
        const free = freeNow(resource, after(minutes), calendar(...held));
        if (!free) return;
        const until = addMs(free.endsAt, resource.afterMs);
        expect(held.some((one) => one.holdsFrom < until && free.startsAt < one.holdsUntil)).toBe(false);
        expect(free.endsAt - free.startsAt).toBeGreaterThanOrEqual(resource.lengthMinMs);
      }),
    );
  });
});

test('a booking that runs can be extended to the next one, and not at all when that follows at once', () => {
  const runs = booking(1, -15, 45);
  expect(extendableTo(room(), runs, calendar(runs, booking(2, 60, 60)))).toBe(after(60));
  expect(extendableTo(room(), runs, calendar(runs, booking(2, 30, 60)))).toBe(runs.endsAt);
  expect(extendableTo(room(), runs, calendar(runs))).toBe(after(225));
});
