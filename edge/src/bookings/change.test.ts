import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { addMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  booking,
  bookingIdOf,
  holderIdOf,
  noon,
  openDay,
  openStore,
  plan,
  resourceIdOf,
  room,
} from '../../../test/support/box-store.ts';
import { keepMeta } from '../database/meta.ts';
import { keepHolder } from '../members/store.ts';
import { nextFacts } from '../sync/outbox.ts';
import { keepHorizon } from '../sync/position.ts';
import { findBalance, keepBalance } from './allowance-store.ts';
import { changeHere, type OwnChange } from './change.ts';
import { listEntries } from './history-store.ts';
import type { WantedChange } from './plan-change.ts';
import { keepDay, keepPlan } from './rules-store.ts';
import { findBooking, keepBookingRow, keepResource } from './store.ts';

let box: ReturnType<typeof openStore>;
const [ada, ben] = [holderIdOf(1), holderIdOf(2)];
const period = '2027-03';
beforeEach(() => {
  box = openStore();
  for (const n of [1, 2]) keepResource(box.store, { ...room(n), pricePerHour: 1_000 });
  for (const n of [-1, 0, 1, 2]) keepDay(box.store, openDay(n));
  keepPlan(box.store, plan());
  for (const [id, name] of [
    [ada, 'Ada'],
    [ben, 'Ben'],
  ] as const)
    keepHolder(box.store, { id, kind: 'member', name, suspended: false, planId: plan().id });
});
afterEach(() => box.end());

const has = (one: Booking) => keepBookingRow(box.store, one);
const change = (n: number, wanted: WantedChange, more: Partial<OwnChange> = {}) =>
  changeHere(box.store, { id: bookingIdOf(n), wanted, by: 'Dora', why: 'test', at: noon, ...more });
const moveTo = (startMin: number, lengthMin: number, n = 1): WantedChange => {
  const { startsAt, endsAt } = booking(1, startMin, lengthMin);
  return { kind: 'move', resourceId: resourceIdOf(n), span: { startsAt, endsAt } };
};
const told = () => nextFacts(box.store).map((fact) => JSON.parse(fact.text));
const minutesOf = ({ startsAt, endsAt }: Booking) => [
  (startsAt - noon) / minuteMs,
  (endsAt - noon) / minuteMs,
];

describe('a booking at the site', () => {
  test('moves to another hour and another room as the same booking, and its history says from where', () => {
    has(booking(1, 60, 60));
    const moved = change(1, moveTo(120, 30, 2));
    expect(moved).toMatchObject({
      kind: 'changed',
      booking: { id: bookingIdOf(1), resourceId: resourceIdOf(2), version: 2 },
    });
    expect(told()).toMatchObject([{ kind: 'booking', booking: { version: 2 }, by: 'Dora' }]);
    expect(listEntries(box.store, bookingIdOf(1))).toMatchObject([
      { kind: 'moved', version: 2, was: { resourceId: resourceIdOf(1), startsAt: addMs(noon, hourMs) } },
    ]);
  });

  test('does not stand in its own way, and does not move onto another', () => {
    has(booking(1, 60, 60));
    has(booking(2, 150, 60));
    expect(change(1, moveTo(75, 60)).kind).toBe('changed');
    expect(change(1, moveTo(120, 60), { override: 'please' })).toMatchObject({
      kind: 'refused',
      refusals: [{ kind: 'taken', bookingIds: [bookingIdOf(2)] }],
    });
    expect(told()).toHaveLength(1);
  });

  test('that runs can be made longer until the next, and not be moved away', () => {
    has(booking(1, -15, 45));
    has(booking(2, 60, 60));
    const longer = change(1, moveTo(-15, 75));
    expect(longer.kind === 'changed' && minutesOf(longer.booking)).toEqual([-15, 60]);
    expect(change(1, moveTo(-15, 90))).toMatchObject({ kind: 'refused', refusals: [{ kind: 'taken' }] });
    expect(change(1, moveTo(120, 30))).toMatchObject({ kind: 'cannot', refusal: { kind: 'has_started' } });
  });

  test('that ends early gives its room back from the next minute on', () => {
    has(booking(1, -30, 60));
    const at = addMs(noon, 90_500);
    const ended = change(1, { kind: 'end' }, { at });
    expect(ended).toMatchObject({ booking: { state: 'ended', endsAt: addMs(noon, 2 * minuteMs) } });
    expect(has(booking(2, 15, 60))).toBe('kept');
    expect(change(1, { kind: 'end' }, { at })).toMatchObject({ kind: 'changed', booking: { version: 2 } });
    expect(told()).toHaveLength(1);
  });

  test('is checked in once, not before its time, and not when it is over', () => {
    has(booking(1, 30, 60));
    expect(change(1, { kind: 'check_in' })).toMatchObject({ kind: 'cannot', refusal: { kind: 'too_early' } });
    const at = addMs(noon, 20 * minuteMs);
    expect(change(1, { kind: 'check_in' }, { at })).toMatchObject({
      booking: { state: 'checked_in', version: 2 },
    });
    expect(change(1, { kind: 'check_in' }, { at })).toMatchObject({ booking: { version: 2 } });
    const late = addMs(noon, 3 * hourMs);
    expect(change(1, { kind: 'check_in' }, { at: late })).toMatchObject({
      kind: 'cannot',
      refusal: { kind: 'over' },
    });
    expect(told()).toHaveLength(1);
  });

  test('goes to another member, who pays for it by their own plan', () => {
    keepPlan(box.store, plan({ includedKinds: ['room'] }));
    keepBalance(box.store, { holderId: ada, period, includedMs: 0, creditCents: 0, asOfFact: 0 });
    keepBalance(box.store, { holderId: ben, period, includedMs: hourMs, creditCents: 0, asOfFact: 0 });
    has(booking(1, 60, 60, { charge: { includedMs: hourMs, creditCents: 0, amount: 0 } }));
    expect(change(1, { kind: 'transfer', toHolderId: ben })).toMatchObject({
      booking: { holderId: ben, charge: { includedMs: hourMs } },
    });
    expect(findBalance(box.store, { holderId: ada, period })?.includedMs).toBe(hourMs);
    expect(findBalance(box.store, { holderId: ben, period })?.includedMs).toBe(0);
    expect(change(1, { kind: 'transfer', toHolderId: holderIdOf(9) })).toEqual({ kind: 'unknown_holder' });
  });

  test('gives back what the plan says when it is cancelled, and all of it when staff say so', () => {
    const charge = { includedMs: 0, creditCents: 0, amount: 1_001 };
    for (const n of [1, 2]) has(booking(n, 60 * n, 60, { charge }));
    const cancel = (n: number, refundAll: boolean) => change(n, { kind: 'cancel', refundAll });
    const given = (changed: ReturnType<typeof cancel>) =>
      changed.kind === 'changed' && changed.tookBefore.amount - changed.booking.charge.amount;
    expect(given(cancel(1, false))).toBe(500);
    expect(given(cancel(2, true))).toBe(1_001);
    expect(given(cancel(1, false))).toBe(500);
    expect(told()).toHaveLength(2);
    keepResource(box.store, room(1));
    expect(has(booking(3, 60, 60))).toBe('kept');
  });

  test('says more people only when the room holds them, or staff say so', () => {
    has(booking(1, 60, 60));
    expect(change(1, { kind: 'describe', title: 'Jury', people: 4 })).toMatchObject({
      booking: { title: 'Jury', people: 4 },
    });
    expect(change(1, { kind: 'describe', people: 5 })).toMatchObject({
      refusals: [{ kind: 'too_many_people', most: 4 }],
    });
    const why = change(1, { kind: 'describe', people: 5 }, { override: 'standing' });
    expect(why.kind).toBe('changed');
    expect(told().at(-1).why).toBe('Overridden (too_many_people): standing');
  });

  test('held for somebody is charged when they say yes', () => {
    has(booking(1, 60, 60, { purpose: 'hold' }));
    expect(change(1, { kind: 'accept' })).toMatchObject({
      booking: { purpose: 'use', charge: { amount: 1_000 } },
    });
    expect(change(1, { kind: 'accept' })).toMatchObject({ kind: 'cannot', refusal: { kind: 'not_held' } });
  });

  test('that blocks a room belongs to nobody', () => {
    has(booking(1, 60, 60, { purpose: 'block', holderId: undefined }));
    expect(change(1, { kind: 'transfer', toHolderId: ben })).toEqual({ kind: 'is_block' });
    expect(change(1, moveTo(61, 7))).toMatchObject({ kind: 'changed', booking: { purpose: 'block' } });
  });
});

describe('somebody who changes a booking', () => {
  test('that was changed meanwhile is shown what stands, and nothing is written', () => {
    has(booking(1, 60, 60));
    change(1, { kind: 'describe', title: 'Later' });
    expect(change(1, moveTo(120, 60), { version: 1 })).toMatchObject({
      kind: 'stale',
      booking: { title: 'Later', version: 2 },
    });
    expect(told()).toHaveLength(1);
  });

  test('twice by the same request changes it once, and is told when another came in between', () => {
    has(booking(1, 60, 60));
    const requestId = randomUUID();
    const longer = () => change(1, moveTo(60, 90), { version: 1, requestId });
    const first = longer();
    expect(longer()).toEqual(first);
    change(1, moveTo(60, 30));
    expect(longer()).toMatchObject({ kind: 'stale', booking: { version: 3 } });
    expect(told()).toHaveLength(2);
  });

  test('of which this box has never heard is told so', () => {
    expect(change(7, { kind: 'end' })).toEqual({ kind: 'unknown_booking' });
    has(booking(1, 60, 60));
    expect(change(1, moveTo(60, 60, 9))).toEqual({ kind: 'unknown_resource' });
  });

  test.each([
    ['backwards', moveTo(60, -60), 'ends_before_start'],
    ['a century away', moveTo(100 * 366 * 24 * 60, 60), 'too_far_away'],
    ['into the past', moveTo(-120, 60), 'in_the_past'],
    ['for a year', moveTo(60, 365 * 24 * 60), 'too_long'],
  ])('%s is refused for that', (_, wanted, kind) => {
    has(booking(1, 60, 60));
    const refused = change(1, wanted, { override: 'please' });
    expect(refused.kind === 'refused' && refused.refusals.map((one) => one.kind)).toContain(kind);
    expect(findBooking(box.store, bookingIdOf(1))?.version).toBe(1);
  });
});

describe('at the horizon', () => {
  test("what starts there or later is the cloud's, and what would reach over it is not lengthened here", () => {
    has(booking(1, 24 * 60, 60));
    expect(change(1, { kind: 'cancel', refundAll: true })).toMatchObject({
      refusals: [{ kind: 'beyond_horizon' }],
    });
    has(booking(2, 23 * 60, 60, { resourceId: resourceIdOf(2) }));
    expect(change(2, moveTo(23 * 60, 90, 2), { override: 'please' })).toMatchObject({
      kind: 'refused',
      refusals: [{ kind: 'beyond_horizon' }],
    });
  });

  test('what crosses it may be given back and shortened here, for the site is asked first', () => {
    for (const n of [1, 2]) has(booking(n, 23 * 60, 120, { resourceId: resourceIdOf(n) }));
    // Wholly behind it, it would be the cloud's, and the site's word on it would not be heard.
    expect(change(1, moveTo(24 * 60, 60, 1))).toMatchObject({ refusals: [{ kind: 'beyond_horizon' }] });
    expect(change(1, { kind: 'cancel', refundAll: true }).kind).toBe('changed');
    expect(change(2, moveTo(23 * 60, 90, 2)).kind).toBe('changed');
    expect(change(2, moveTo(23 * 60, 120, 2))).toMatchObject({ refusals: [{ kind: 'beyond_horizon' }] });
  });

  test('a booking with its preparation is the cloud’s only when its preparation is', () => {
    keepHorizon(box.store, addMs(noon, 25 * hourMs), 'p');
    has(booking(1, 25 * 60, 60, { holdsFrom: addMs(noon, 25 * hourMs - minuteMs) }));
    expect(change(1, { kind: 'cancel', refundAll: false }).kind).toBe('changed');
  });
});

test('a restored box changes nothing, and one in quarantine moves nothing into what it may have forgotten', () => {
  has(booking(1, 120, 60));
  keepMeta(box.store, 'needs_online_registration', '1');
  expect(change(1, { kind: 'cancel', refundAll: true })).toMatchObject({
    refusals: [{ kind: 'quarantined' }],
  });
  box.store.client.exec("DELETE FROM meta WHERE key = 'needs_online_registration'");
  keepMeta(box.store, 'quarantine_until', String(addMs(noon, 150 * minuteMs)));
  expect(change(1, moveTo(120, 75))).toMatchObject({ refusals: [{ kind: 'quarantined' }] });
  expect(change(1, moveTo(120, 45)).kind).toBe('changed');
  expect(change(1, moveTo(180, 45)).kind).toBe('changed');
});
