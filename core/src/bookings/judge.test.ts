import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMs, epochMs, hourMs, minuteMs, overlaps } from '../time.ts';
import { alternatives, nextFree } from './alternatives.ts';
import type { Booking, BookingPlan, Resource } from './booking.ts';
import { type BookingWish, heldOf, judge, upgradeFor } from './judge.ts';
import { noCharge } from './price.ts';
import { isOverridable, refusalSentence } from './refusal.ts';

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
  rank: 1,
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
/** One's own booking, as the limits of a plan count it. */
const mine = (id: string, startMin: number, lengthMin: number, kind = 'room', state = 'confirmed') =>
  ({ id, kind, state, ...span(startMin, lengthMin) }) as never;
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

  test('preparation before and after is kept free of others, and theirs of mine', () => {
    const resource = { ...room('A'), beforeMs: 15 * minuteMs, afterMs: 30 * minuteMs };
    const meeting = held('x', 120, 60, {
      holdsFrom: span(105, 0).startsAt,
      holdsUntil: span(210, 0).startsAt,
    });
    const at = (startMin: number) => kinds(wish(startMin, 60, { resource, others: [meeting] }));
    expect(at(15)).toEqual([]);
    expect(at(30)).toEqual(['taken']);
    expect(at(210)).toEqual(['taken']);
    expect(at(225)).toEqual([]);
  });

  test('the site is closed outside its hours, with the name of the holiday, save for whoever may come at any hour', () => {
    const days = [{ ...day, date: '2027-03-01', open: [span(-60, 120)], note: 'Labour Day' }];
    const refused = judge(wish(30, 60, { days })).refusals;
    expect(refused).toEqual([{ kind: 'closed', note: 'Labour Day' }]);
    expect(kinds(wish(0, 60, { days }))).toEqual([]);
    expect(kinds(wish(30, 60, { days, booker: { kind: 'staff' } }))).toEqual(['closed']);
    expect(kinds(wish(30, 60, { days, booker: { ...member, plan: { ...plan, anyHour: true } } }))).toEqual(
      [],
    );
    expect(kinds(wish(30, 60, { days: [] }))).toEqual(['closed']);
  });

  test('a block is bound by what others hold and by nothing of the house', () => {
    const block = { purpose: 'block', booker: { kind: 'staff' }, days: [] } as const;
    expect(kinds(wish(7, 11 * 60, block))).toEqual([]);
    expect(kinds(wish(7, 11 * 60, { ...block, others: [held('x', 60, 60)] }))).toEqual(['taken']);
  });

  test('nobody books backwards, for no time, or centuries away, and the calendar is not asked', () => {
    expect(kinds(wish(60, 0))).toEqual(['ends_before_start']);
    expect(kinds(wish(3 * 366 * 24 * 60, 60))).toEqual(['too_far_away']);
    const forever = { startsAt: noon, endsAt: epochMs(253_402_300_799_999) };
    expect(kinds(wish(0, 60, { span: forever }))).toEqual(['too_far_away']);
  });

  test('a room holds so many people, and a plan brings so many guests', () => {
    expect(kinds(wish(0, 60, { people: 5 }))).toEqual(['too_many_people']);
    const limited = { ...member, plan: { ...plan, guestsMost: 1 } };
    expect(kinds(wish(0, 60, { people: 3, booker: limited }))).toEqual(['too_many_guests']);
    expect(kinds(wish(0, 60, { people: 2, booker: limited }))).toEqual([]);
  });

  test('the hours of a day, the rooms at once and the bookings to come are counted, desks only among those to come', () => {
    const own = [
      mine('a', -120, 60),
      mine('b', 60, 60),
      mine('c', 60, 60, 'desk'),
      mine('d', 0, 240, 'room', 'cancelled'),
    ];
    const limited = (more: object, self?: string) =>
      judge(wish(60, 60, { booker: { ...member, own, plan: { ...plan, ...more } }, self: self as never }))
        .refusals;
    expect(limited({ dailyMostMs: 2 * hourMs })).toMatchObject([
      { kind: 'daily_limit', usedMin: 120, mostMin: 120 },
    ]);
    expect(limited({ dailyMostMs: 3 * hourMs })).toEqual([]);
    expect(limited({ dailyMostMs: 2 * hourMs }, 'b')).toEqual([]);
    expect(limited({ concurrentMost: 1 })).toMatchObject([{ kind: 'too_many_at_once', most: 1 }]);
    expect(limited({ concurrentMost: 2 })).toEqual([]);
    expect(limited({ openMost: 2 })).toMatchObject([{ kind: 'too_many_open', most: 2 }]);
    expect(limited({ openMost: 3 })).toEqual([]);
  });

  test('what the month does not hold is charged, or refused when the plan says so', () => {
    const resource = { ...room('A'), pricePerHour: 2_000 };
    expect(judge(wish(0, 90, { resource }))).toEqual({
      refusals: [],
      charge: { includedMs: 0, creditCents: 0, amount: 3_000 },
    });
    const strict = { ...plan, overage: 'refuse' as const };
    expect(kinds(wish(0, 90, { resource, booker: { ...member, plan: strict } }))).toEqual([
      'allowance_spent',
    ]);
    for (const more of [{ booker: { kind: 'staff' } }, { purpose: 'hold' }] as const)
      expect(judge(wish(0, 90, { resource, ...more })).charge).toEqual(noCharge);
    expect(judge(wish(0, 90, { resource, booker: { kind: 'guest' } })).charge.amount).toBe(3_000);
  });

  test('the smallest plan that would allow it is offered, and none when something else is in the way', () => {
    const office = { resource: { ...room('A'), kind: 'office' as const } };
    const other = (id: string, rank: number, more: object) =>
      ({ ...plan, id, name: id, rank, ...more }) as unknown as BookingPlan;
    const plans = [
      other('all', 3, { excludedKinds: [] }),
      other('small', 0, { excludedKinds: [] }),
      other('team', 2, { excludedKinds: [] }),
    ];
    expect(upgradeFor(wish(0, 60, office), plans)).toEqual({ planId: 'team', planName: 'team' });
    expect(upgradeFor(wish(0, 60, { ...office, people: 9 }), plans)).toBeUndefined();
    expect(upgradeFor(wish(0, 60), plans)).toBeUndefined();
    expect(upgradeFor(wish(0, 60, { ...office, booker: { kind: 'staff' } }), plans)).toBeUndefined();
  });

  test('whatever else is against it, what another holds is always said', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -40, max: 40 }),
        fc.integer({ min: 1, max: 30 }),
        fc.nat(3),
        fc.nat(3),
        (start, length, before, after) => {
          const resource = { ...room('A'), beforeMs: before * 15 * minuteMs, afterMs: after * 15 * minuteMs };
          const one = held('x', 0, 60);
          const wanted = heldOf(resource, span(start * 15, length * 15));
          const isTaken = kinds(wish(start * 15, length * 15, { resource, others: [one] })).includes('taken');
          expect(isTaken).toBe(overlaps({ startsAt: one.holdsFrom, endsAt: one.holdsUntil }, wanted));
        },
      ),
    );
  });

  test('staff may lift what is a rule of the house or a plan, and never what is not theirs to lift', () => {
    const never = [
      'taken',
      'ends_before_start',
      'in_the_past',
      'too_far_away',
      'beyond_horizon',
      'quarantined',
    ];
    for (const kind of never) expect([kind, isOverridable({ kind } as never)]).toEqual([kind, false]);
    for (const kind of [
      'closed',
      'too_long',
      'off_step',
      'suspended',
      'kind_excluded',
      'allowance_spent',
      'too_many_people',
    ])
      expect([kind, isOverridable({ kind } as never)]).toEqual([kind, true]);
  });

  test('every refusal is a sentence', () => {
    const refusals = [
      { kind: 'taken', until: noon, bookingIds: [] },
      { kind: 'ends_before_start' },
      { kind: 'in_the_past' },
      { kind: 'off_step', stepMin: 15 },
      { kind: 'too_far_away', years: 2 },
      { kind: 'too_many_people', most: 1 },
      { kind: 'closed', note: '' },
      { kind: 'closed', note: 'Labour Day' },
      { kind: 'daily_limit', planName: 'P', mostMin: 150, usedMin: 45 },
      { kind: 'too_many_at_once', planName: 'P', most: 1 },
      { kind: 'too_many_guests', planName: 'P', most: 2 },
      { kind: 'too_many_open', most: 100 },
      { kind: 'allowance_spent', planName: 'P' },
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
