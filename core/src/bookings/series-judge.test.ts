import { expect, test } from 'vitest';
import type { BookingId, PlanId, ResourceId } from '../ids.ts';
import { id } from '../ids.ts';
import type { OpeningHours } from '../sites/opening.ts';
import { epochMs, hourMs, minuteMs } from '../time.ts';
import type { Booking, BookingPlan, Resource } from './booking.ts';
import type { Booker } from './judge.ts';
import { noCharge } from './price.ts';
import { judgeDates, type SeriesContext } from './series-judge.ts';
import type { SeriesPlace } from './series-parts.ts';

const at = epochMs(Date.parse('2027-03-01T08:00:00Z'));
const roomId = id<ResourceId>('00000000-0000-4000-8000-000000000001');
const room: Resource = {
  id: roomId,
  name: 'Map room',
  kind: 'room',
  capacity: 6,
  floor: '1',
  equipment: [],
  doorIds: [],
  checkInDoorIds: [],
  stepMs: 15 * minuteMs,
  lengthMinMs: 15 * minuteMs,
  lengthMaxMs: 8 * hourMs,
  beforeMs: 0,
  afterMs: 0,
  creditCentsPerHour: 100,
  pricePerHour: 2000,
};
const plan: BookingPlan = {
  id: id<PlanId>('00000000-0000-4000-8000-0000000000aa'),
  name: 'Studio',
  rank: 1,
  advanceMs: 14 * 24 * hourMs,
  excludedKinds: [],
  anyHour: false,
  openMost: 100,
  includedKinds: ['room'],
  includedMs: 3 * hourMs,
  creditCents: 0,
  overage: 'charge',
  cancelFreeMs: 0,
  lateRefundPercent: 0,
  noShowRefundPercent: 0,
};
const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMin: 0, closesMin: 1440 }));
const opening: OpeningHours = {
  weekly: everyDay,
  exceptions: [{ date: '2027-03-08', hours: [], note: 'Stocktaking' }],
};
const member = (changed: Partial<BookingPlan> = {}, suspended = false): Booker => ({
  kind: 'member',
  plan: { ...plan, ...changed },
  suspended,
  balance: { includedMs: 0, creditCents: 0 },
  own: [],
});
const context = (changed: Partial<SeriesContext> = {}): SeriesContext => ({
  timeZone: 'Europe/London',
  opening,
  resources: new Map([[roomId, room]]),
  others: [],
  booker: member(),
  balances: new Map([
    ['2027-03', { includedMs: 3 * hourMs, creditCents: 0 }],
    ['2027-04', { includedMs: 3 * hourMs, creditCents: 0 }],
  ]),
  purpose: 'use',
  at,
  ...changed,
});
const place: SeriesPlace = { resourceId: roomId, startMin: 600, endMin: 720, title: 'Weekly', people: 2 };
const on = (...dates: string[]) => dates.map((date) => ({ date, place }));
const states = (wanted: Parameters<typeof judgeDates>[0], changed: Partial<SeriesContext> = {}) =>
  judgeDates(wanted, context(changed)).dates.map(({ state, refusals }) =>
    [state, ...refusals.map(({ kind }) => kind)].join(' '),
  );

test('each date takes of the month what those before it left, and each month has its own', () => {
  const { dates, total } = judgeDates(
    on('2027-03-02', '2027-03-03', '2027-03-04', '2027-04-01'),
    context({ booker: member({ advanceMs: 90 * 24 * hourMs }) }),
  );
  expect(dates.map(({ charge }) => [charge.includedMs / hourMs, charge.amount])).toEqual([
    [2, 0],
    [1, 2000],
    [0, 4000],
    [2, 0],
  ]);
  expect(total).toEqual({ includedMs: 5 * hourMs, creditCents: 0, amount: 6000 });
});

test('a holiday is left out with its name, and what is further ahead than the plan books waits', () => {
  const { dates } = judgeDates(on('2027-03-08', '2027-03-09', '2027-03-23'), context());
  expect(dates.map(({ state }) => state)).toEqual(['skipped', 'booked', 'waiting_for_window']);
  expect(dates[0]?.refusals).toEqual([{ kind: 'closed', note: 'Stocktaking' }]);
});

test('somebody else in the room is a clash on that date alone', () => {
  const theirs = {
    id: id<BookingId>('00000000-0000-4000-8000-0000000000bb'),
    resourceId: roomId,
    title: '',
    purpose: 'use',
    people: 0,
    startsAt: epochMs(Date.parse('2027-03-03T11:00:00Z')),
    endsAt: epochMs(Date.parse('2027-03-03T13:00:00Z')),
    holdsFrom: epochMs(Date.parse('2027-03-03T11:00:00Z')),
    holdsUntil: epochMs(Date.parse('2027-03-03T13:00:00Z')),
    state: 'confirmed',
    version: 1,
    source: 'portal',
    bookedAt: at,
    charge: noCharge,
  } satisfies Booking;
  const wanted = on('2027-03-02', '2027-03-03', '2027-03-04');
  expect(states(wanted, { others: [theirs] })).toEqual(['booked', 'clash taken', 'booked']);
  const moving = [{ date: '2027-03-03', place, was: theirs }];
  expect(states(moving, { others: [theirs] })).toEqual(['booked']);
});

test('the plan’s limits count the dates before', () => {
  expect(states(on('2027-03-02', '2027-03-03', '2027-03-04'), { booker: member({ openMost: 2 }) })).toEqual([
    'booked',
    'booked',
    'clash too_many_open',
  ]);
  const twice = [
    { date: '2027-03-02', place },
    { date: '2027-03-02', place: { ...place, startMin: 780, endMin: 900 } },
  ];
  expect(states(twice, { booker: member({ dailyMostMs: 3 * hourMs }) })).toEqual([
    'booked',
    'clash daily_limit',
  ]);
});

test('a suspended member’s dates are left out', () => {
  expect(states(on('2027-03-02'), { booker: member({}, true) })).toEqual(['skipped suspended']);
});

test('dates that run into each other by their preparation do not both fit', () => {
  const nights = on('2027-03-02', '2027-03-03').map(({ date }) => ({
    date,
    place: { ...place, startMin: 0, endMin: 1440 },
  }));
  const wide = { ...room, lengthMaxMs: 24 * hourMs, afterMs: 30 * minuteMs };
  expect(states(nights, { resources: new Map([[roomId, wide]]) })).toEqual(['booked', 'clash taken']);
});

test('a span the clocks jump over is left out', () => {
  const hidden = [{ date: '2027-03-28', place: { ...place, startMin: 75, endMin: 120 } }];
  expect(states(hidden)).toEqual(['skipped']);
});
