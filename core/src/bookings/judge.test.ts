import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMs, epochMs, hourMs, minuteMs, overlaps } from '../time.ts';
import { alternatives, nextFree } from './alternatives.ts';
import type { Booking, BookingPlan, Resource } from './booking.ts';
import { type BookingWish, judge } from './judge.ts';
import { noCharge } from './price.ts';
import { refusalSentence } from './refusal.ts';

const noon = epochMs(Date.parse('2027-03-01T12:00:00Z'));
const room = (name: string, capacity = 4) =>
  ({
    id: name,
    name,
    kind: 'room',
    capacity,
    doorIds: [],
    stepMs: 15 * minuteMs,
    lengthMinMs: 15 * minuteMs,
    lengthMaxMs: 4 * hourMs,
    beforeMs: 0,
    afterMs: 0,
    pricePerHour: 0,
    creditCentsPerHour: 0,
  }) as unknown as Resource;
const span = (startMin: number, lengthMin: number) => ({
  startsAt: addMs(noon, startMin * minuteMs),
  endsAt: addMs(noon, (startMin + lengthMin) * minuteMs),
});
const held = (id: string, startMin: number, lengthMin: number, more: Partial<Booking> = {}) =>
  ({
    id,
    resourceId: 'A',
    state: 'confirmed',
    ...span(startMin, lengthMin),
    holdsFrom: span(startMin, lengthMin).startsAt,
    holdsUntil: span(startMin, lengthMin).endsAt,
    ...more,
  }) as unknown as Booking;
const plan = {
  id: 'p',
  name: 'Hot desk',
  advanceMs: 24 * hourMs,
  excludedKinds: ['office'],
  includedKinds: [],
  openMost: 100,
} as unknown as BookingPlan;
const member = { kind: 'member', suspended: false, balance: noCharge, own: [] } as const;
const day = { startsAt: addMs(noon, -48 * hourMs), endsAt: addMs(noon, 96 * hourMs) };
const days = [{ ...day, date: '2027-03-01', open: [day], note: '' }];
const wish = (startMin: number, lengthMin: number, more: Partial<BookingWish> = {}): BookingWish => ({
  span: span(startMin, lengthMin),
  resource: room('A'),
  booker: { ...member, plan },
  at: noon,
  others: [],
  purpose: 'use',
  people: 0,
  days,
  ...more,
});
const kinds = (wanted: BookingWish) => judge(wanted).refusals.map((refusal) => refusal.kind);

describe('judging a booking', () => {
  test('an honest wish has nothing against it', () => {
    expect(kinds(wish(15, 60))).toEqual([]);
  });

  test('ten to eleven and eleven to twelve do not touch', () => {
    expect(kinds(wish(60, 60, { others: [held('x', 0, 60), held('y', 120, 60)] }))).toEqual([]);
    expect(kinds(wish(60, 60, { others: [held('x', 0, 61)] }))).toEqual(['taken']);
  });

  test('every reason is told at once', () => {
    const wanted = wish(-30, 7, {
      booker: { ...member, plan, suspended: true },
      others: [held('x', -60, 60)],
    });
    expect(kinds(wanted)).toEqual(['off_step', 'in_the_past', 'too_short', 'suspended', 'taken']);
  });

  test('what ends before it starts is only that', () => {
    expect(kinds(wish(60, -60))).toContain('ends_before_start');
  });

  test('a booking may begin in the step under way, not in one before', () => {
    const at = addMs(noon, 7 * minuteMs);
    expect(kinds(wish(0, 30, { at }))).toEqual([]);
    expect(kinds(wish(-15, 45, { at }))).toEqual(['in_the_past']);
  });

  test('the plan binds a member, and neither staff nor a walk-in', () => {
    const far = { resource: { ...room('A'), kind: 'office' as const } };
    expect(kinds(wish(25 * 60, 60, far))).toEqual(['kind_excluded', 'too_far_ahead']);
    expect(kinds(wish(0, 60, { booker: { ...member, plan: undefined } }))).toEqual(['no_membership']);
    expect(kinds(wish(25 * 60, 60, { ...far, booker: { kind: 'staff' } }))).toEqual([]);
    expect(kinds(wish(0, 60, { booker: { kind: 'walk_in' } }))).toEqual([]);
  });

  test("a booking that is moved does not stand in its own way, and a cancelled one in nobody's", () => {
    expect(kinds(wish(0, 60, { others: [held('me', 0, 60)], self: 'me' as never }))).toEqual([]);
    expect(kinds(wish(0, 60, { others: [held('x', 0, 60, { state: 'cancelled' })] }))).toEqual([]);
  });

  test('every refusal is a sentence', () => {
    const refusals = [
      { kind: 'taken', until: noon, bookingIds: [] },
      { kind: 'ends_before_start' },
      { kind: 'in_the_past' },
      { kind: 'off_step', stepMin: 15 },
      { kind: 'too_short', minimumMin: 15 },
      { kind: 'too_long', maximumMin: 240 },
      { kind: 'too_far_ahead', planName: 'P', advanceHours: 24 },
      { kind: 'kind_excluded', planName: 'P', resourceKind: 'office' },
      { kind: 'no_membership' },
      { kind: 'suspended' },
      { kind: 'beyond_horizon', until: noon },
      { kind: 'quarantined' },
      { kind: 'quarantined', until: noon },
    ] as const;
    for (const refusal of refusals)
      expect(refusalSentence(refusal, () => '12:00')).toMatch(/^[A-Z].{10,}\.$/);
  });
});

describe('what is free instead', () => {
  const rooms = [room('A'), room('B', 12), room('C', 5)];

  test('the closest in size first, then later in the wanted room', () => {
    const bookings = [held('x', 0, 60)];
    const found = alternatives(
      { span: span(0, 60), resource: rooms[0] as Resource },
      { resources: rooms, bookings, days },
      { most: 4, until: addMs(noon, 8 * hourMs) },
    );
    expect(found.map((one) => [one.resourceName, (one.startsAt - noon) / minuteMs])).toEqual([
      ['C', 0],
      ['B', 0],
      ['A', 60],
    ]);
  });

  test('is free, whatever is booked', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 })), { maxLength: 12 }),
        fc.nat(30),
        (shapes, start) => {
          const bookings = shapes.map(([at, length], n) => held(`b${n}`, at * 15, length * 15));
          const found = nextFree(
            room('A'),
            span(start * 15, 30),
            { bookings, days },
            addMs(noon, 20 * hourMs),
          );
          if (!found) throw new Error('there is always room after the last booking');
          expect(bookings.some((other) => overlaps(other, found))).toBe(false);
          expect(found.startsAt).toBeGreaterThanOrEqual(span(start * 15, 30).startsAt);
        },
      ),
    );
  });
});
