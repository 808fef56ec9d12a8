import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Booking, BookingPlan, Resource } from '../bookings/booking.ts';
import { heldSpan } from '../bookings/booking.ts';
import { type Booker, heldOf } from '../bookings/judge.ts';
import { type OpeningHours, siteDays } from '../sites/opening.ts';
import { addMs, epochMs, hourMs, minuteMs, overlaps } from '../time.ts';
import { freeAt, nearbyMs, nearest, type Place } from './nearest.ts';

const noon = epochMs(Date.parse('2027-03-10T12:00:00Z'));
const at = addMs(noon, -2 * hourMs);
const open: OpeningHours = {
  weekly: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMin: 8 * 60, closesMin: 20 * 60 })),
  exceptions: [],
};
const plan: BookingPlan = {
  id: 'p' as BookingPlan['id'],
  name: 'Hot desk',
  rank: 1,
  advanceMs: 30 * 24 * hourMs,
  excludedKinds: ['office'],
  anyHour: false,
  openMost: 100,
  includedKinds: ['room'],
  includedMs: 2 * hourMs,
  creditCents: 0,
  overage: 'charge',
  cancelFreeMs: 0,
  lateRefundPercent: 0,
  noShowRefundPercent: 0,
};
const booker: Booker = {
  kind: 'member',
  plan,
  suspended: false,
  balance: { includedMs: hourMs, creditCents: 0 },
  own: [],
};
const room = (name: string, more: Partial<Resource> = {}): Resource => ({
  id: name as Resource['id'],
  name,
  kind: 'room',
  capacity: 4,
  floor: '1',
  equipment: [],
  doorIds: [],
  checkInDoorIds: [],
  stepMs: 15 * minuteMs,
  lengthMinMs: 15 * minuteMs,
  lengthMaxMs: 4 * hourMs,
  beforeMs: 0,
  afterMs: 0,
  creditCentsPerHour: 0,
  pricePerHour: 1000,
  ...more,
});
const span = (startMin: number, lengthMin: number) => ({
  startsAt: addMs(noon, startMin * minuteMs),
  endsAt: addMs(noon, (startMin + lengthMin) * minuteMs),
});
const held = (resource: Resource, startMin: number, lengthMin: number): Booking => {
  const during = span(startMin, lengthMin);
  const { startsAt, endsAt } = heldOf(resource, during);
  return {
    id: `${resource.name}${startMin}` as Booking['id'],
    resourceId: resource.id,
    title: '',
    purpose: 'use',
    people: 0,
    ...during,
    holdsFrom: startsAt,
    holdsUntil: endsAt,
    state: 'confirmed',
    version: 1,
    source: 'portal',
    bookedAt: at,
    charge: { includedMs: 0, creditCents: 0, amount: 0 },
  };
};
const place = (
  resource: Resource,
  bookings: readonly (readonly [number, number])[] = [],
  more: Partial<Place> = {},
): Place => ({
  resource,
  away: 'here',
  booker,
  others: bookings.map(([start, length]) => held(resource, start, length)),
  days: siteDays('Europe/London', open, {
    startsAt: addMs(noon, -nearbyMs),
    endsAt: addMs(noon, nearbyMs + hourMs),
  }),
  ...more,
});
const wanted = { span: span(0, 60), people: 3, at };
const told = (found: ReturnType<typeof nearest>) =>
  found.map((one) => [one.place.resource.name, (one.span.startsAt - noon) / minuteMs]);

describe('what is free as wanted', () => {
  test('comes with its price, the included hour first', () => {
    expect(freeAt(place(room('A')), wanted)?.charge).toEqual({
      includedMs: hourMs,
      creditCents: 0,
      amount: 0,
    });
    expect(freeAt(place(room('A')), { ...wanted, span: span(0, 120) })?.charge.amount).toBe(1000);
  });

  test('is nothing when any rule is against it', () => {
    expect(freeAt(place(room('A'), [[30, 60]]), wanted)).toBeUndefined();
    expect(freeAt(place(room('A', { kind: 'office' })), wanted)).toBeUndefined();
    expect(freeAt(place(room('A', { capacity: 2 })), wanted)).toBeUndefined();
    expect(freeAt(place(room('A'), [], { days: [] }), wanted)).toBeUndefined();
  });
});

describe('the nearest instead', () => {
  test('is a little later in the same room before another floor, and that before another site', () => {
    const found = nearest(
      wanted,
      [
        place(room('Far'), [], { away: 'other_site' }),
        place(room('Up'), [], { away: 'other_floor' }),
        place(room('Here'), [[-15, 20]]),
      ],
      3,
    );
    expect(told(found)).toEqual([
      ['Here', 15],
      ['Up', 0],
      ['Far', 0],
    ]);
  });

  test('may be earlier too, and leaves the preparation of both', () => {
    const prepared = room('A', { beforeMs: 15 * minuteMs, afterMs: 15 * minuteMs });
    expect(told(nearest(wanted, [place(prepared, [[30, 240]])], 1))).toEqual([['A', -60]]);
  });

  test('is the smallest room that is large enough among equally near ones', () => {
    const taken = [[0, 60]] as const;
    const found = nearest(
      wanted,
      [place(room('Hall', { capacity: 40 }), taken), place(room('Den'), taken)],
      2,
    );
    expect(told(found)).toEqual([
      ['Den', 60],
      ['Hall', 60],
    ]);
  });

  test('is never outside opening hours, in the past, or what the plan would refuse', () => {
    const evening = { ...wanted, span: span(10 * 60, 60) };
    expect(told(nearest(evening, [place(room('A'))], 1))).toEqual([['A', 7 * 60]]);
    const early = { ...wanted, span: span(-90, 60) };
    expect(told(nearest(early, [place(room('A'), [[-120, 60]])], 1))).toEqual([['A', -60]]);
    expect(nearest(wanted, [place(room('A', { kind: 'office' }))], 4)).toEqual([]);
  });

  test('is free, and nothing free is nearer', () => {
    const shapes = fc.array(fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 10 })), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(shapes, (all) => {
        const here = place(
          room('A', { afterMs: 5 * minuteMs }),
          all.map(([start, length]) => [start * 15, length * 15] as const),
        );
        const [found] = nearest(wanted, [here], 1);
        const quarters = Array.from({ length: 97 }, (_, n) => (n - 48) * 15);
        const allowed = quarters.filter((min) => freeAt(here, { ...wanted, span: span(min, 60) }));
        const least = Math.min(...allowed.map(Math.abs));
        expect(found === undefined).toBe(allowed.length === 0);
        if (!found) return;
        const hold = heldOf(here.resource, found.span);
        expect(here.others.some((other) => overlaps(heldSpan(other), hold))).toBe(false);
        expect(Math.abs(found.span.startsAt - noon) / minuteMs).toBe(least);
      }),
    );
  });
});
