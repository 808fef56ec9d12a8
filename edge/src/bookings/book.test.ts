import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan } from '@lintel/core/bookings/booking.ts';
import { factTextMost, groupMost } from '@lintel/core/sync/wire.ts';
import { addMs, epochMs, hourMs, minuteMs, overlaps } from '@lintel/core/time.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  booking,
  bookingIdOf,
  holderIdOf,
  noon,
  openDay,
  openStore,
  plan,
  room,
} from '../../../test/support/box-store.ts';
import { keepMeta } from '../database/meta.ts';
import { keepHolder } from '../members/store.ts';
import { nextFacts } from '../sync/outbox.ts';
import { keepHorizon } from '../sync/position.ts';
import { keepBalance } from './allowance-store.ts';
import { bookHere, type OwnWish } from './book.ts';
import { changeHere } from './change.ts';
import { listEntries } from './history-store.ts';
import { keepDay, keepPlan } from './rules-store.ts';
import { findBooking, keepBookingRow, keepResource, listBookings } from './store.ts';

let box: ReturnType<typeof openStore>;
const ada = holderIdOf(1);
beforeEach(() => {
  box = openStore();
  keepResource(box.store, room());
  for (const n of [-1, 0, 1, 2]) keepDay(box.store, openDay(n));
  keepPlan(box.store, plan());
  keepHolder(box.store, { id: ada, kind: 'member', name: 'Ada', suspended: false, planId: plan().id });
});
afterEach(() => box.end());

const span = (startMin: number, lengthMin: number) => ({
  startsAt: addMs(noon, startMin * minuteMs),
  endsAt: addMs(noon, (startMin + lengthMin) * minuteMs),
});
const wish = (n: number, startMin: number, lengthMin: number, more: Partial<OwnWish> = {}): OwnWish => ({
  requestId: bookingIdOf(n),
  resourceIds: [room().id],
  span: span(startMin, lengthMin),
  title: '',
  people: 0,
  purpose: 'use',
  asker: { kind: 'walk_in' },
  source: 'console',
  by: 'Dora',
  why: 'test',
  at: noon,
  ...more,
});
const book = (...parts: Parameters<typeof wish>) => bookHere(box.store, wish(...parts));
const told = () => nextFacts(box.store).map((fact) => JSON.parse(fact.text));
const kindsOf = (booked: ReturnType<typeof bookHere>) =>
  booked.kind === 'refused' ? booked.reasons.map(({ refusal }) => refusal.kind) : booked.kind;
const cancel = (n: number) =>
  changeHere(box.store, {
    id: bookingIdOf(n),
    wanted: { kind: 'cancel', refundAll: false },
    by: 'Dora',
    why: 'test',
    at: noon,
  });

describe('booking at the site', () => {
  test('somebody who walks in has the room, and the cloud is told', () => {
    expect(book(1, 0, 30).kind).toBe('kept');
    expect(told()).toMatchObject([
      { kind: 'booking', booking: { id: bookingIdOf(1), state: 'confirmed', version: 1 }, by: 'Dora' },
    ]);
    expect(listEntries(box.store, bookingIdOf(1))).toMatchObject([{ kind: 'booked', by: 'Dora' }]);
  });

  test('the same request twice is one booking and one fact', () => {
    const first = book(1, 0, 30);
    expect(book(1, 0, 30)).toEqual(first);
    expect(told()).toHaveLength(1);
  });

  test('the same request for another room, another time or another person is told so, and nothing is written', () => {
    keepResource(box.store, room(2));
    book(1, 0, 30);
    const others: Partial<OwnWish>[] = [
      { resourceIds: [room(2).id] },
      { span: span(30, 30) },
      { span: span(0, 45) },
      { asker: { kind: 'holder', holderId: ada } },
      { source: 'panel' },
    ];
    for (const more of others) expect(book(1, 0, 30, more)).toEqual({ kind: 'request_id_used' });
    expect(told()).toHaveLength(1);
  });

  test('a request that is repeated after its booking was cancelled does not say booked', () => {
    book(1, 0, 30);
    cancel(1);
    expect(book(1, 0, 30)).toEqual({ kind: 'cancelled_since', state: 'cancelled' });
    expect(told()).toHaveLength(2);
  });

  test('a walk-in repeated once the next quarter-hour has begun is the one it was', () => {
    book(1, 0, 30, { source: 'panel', fromNow: true });
    expect(book(1, 15, 30, { source: 'panel', fromNow: true })).toMatchObject({
      kind: 'kept',
      bookings: [{ startsAt: noon }],
    });
  });

  test('a taken slot says until when and by what, and nothing is written', () => {
    book(1, 0, 60);
    expect(book(2, 30, 60)).toMatchObject({
      kind: 'refused',
      reasons: [{ refusal: { kind: 'taken', until: addMs(noon, hourMs), bookingIds: [bookingIdOf(1)] } }],
    });
    expect(told()).toHaveLength(1);
  });

  test('a room that needs half an hour between two meetings is taken for that too', () => {
    keepResource(box.store, { ...room(), beforeMs: 15 * minuteMs, afterMs: 15 * minuteMs });
    book(1, 60, 60);
    expect(findBooking(box.store, bookingIdOf(1))).toMatchObject({
      holdsFrom: addMs(noon, 45 * minuteMs),
      holdsUntil: addMs(noon, 135 * minuteMs),
    });
    expect(kindsOf(book(2, 120, 30))).toEqual(['taken']);
    expect(kindsOf(book(3, 135, 30))).toEqual(['taken']);
    expect(kindsOf(book(4, 150, 30))).toBe('kept');
  });

  test("what ends after the horizon with its preparation is the cloud's", () => {
    expect(kindsOf(book(1, 24 * 60 - 30, 30))).toBe('kept');
    expect(kindsOf(book(2, 24 * 60 - 15, 30))).toContain('beyond_horizon');
    keepResource(box.store, { ...room(2), afterMs: 15 * minuteMs });
    expect(kindsOf(book(3, 24 * 60 - 30, 30, { resourceIds: [room(2).id] }))).toEqual(['beyond_horizon']);
  });

  test('a restored box books nothing until it has spoken to the cloud, nor before what it may have forgotten', () => {
    keepMeta(box.store, 'needs_online_registration', '1');
    expect(kindsOf(book(1, 0, 30))).toEqual(['quarantined']);
    box.store.client.exec("DELETE FROM meta WHERE key = 'needs_online_registration'");
    keepMeta(box.store, 'quarantine_until', String(addMs(noon, hourMs)));
    expect(kindsOf(book(2, 0, 30, { override: 'please' }))).toEqual(['quarantined']);
    expect(kindsOf(book(3, 60, 30))).toBe('kept');
  });

  test('a cancelled slot is free again', () => {
    book(1, 0, 30);
    cancel(1);
    expect(kindsOf(book(2, 0, 30))).toBe('kept');
  });

  test.each<[string, Partial<OwnWish>, string]>([
    [
      'ends before it starts',
      { span: { startsAt: noon, endsAt: addMs(noon, -hourMs) } },
      'ends_before_start',
    ],
    ['is of no length', { span: { startsAt: noon, endsAt: noon } }, 'ends_before_start'],
    [
      'ends at the end of all calendars',
      { span: { startsAt: noon, endsAt: epochMs(253_402_300_799_999) } },
      'too_far_away',
    ],
    ['lies a century ahead', { span: span(100 * 366 * 24 * 60, 30) }, 'too_far_away'],
    ['lasts a year', { span: span(0, 365 * 24 * 60) }, 'too_long'],
    ['began at the epoch', { span: { startsAt: epochMs(0), endsAt: addMs(noon, hourMs) } }, 'in_the_past'],
  ])('a wish that %s is refused for that, also by the rules of a plan', (_, more, kind) => {
    for (const asker of [{ kind: 'walk_in' }, { kind: 'holder', holderId: ada }] as const)
      expect(kindsOf(book(1, 0, 30, { ...more, asker, override: 'because' }))).toContain(kind);
    expect(told()).toEqual([]);
  });

  test('a room that is not of this site is unknown, and so is a member', () => {
    expect(book(1, 0, 30, { resourceIds: [room(7).id] })).toEqual({ kind: 'unknown_resource' });
    expect(book(1, 0, 30, { asker: { kind: 'holder', holderId: holderIdOf(9) } })).toEqual({
      kind: 'unknown_holder',
    });
  });
});

describe('staff at the front desk', () => {
  test('book against the rules with a reason that is kept, and never against another booking', () => {
    const long = book(1, 0, 5 * 60, { asker: { kind: 'staff' }, override: 'board meeting' });
    expect(kindsOf(long)).toBe('kept');
    expect(told()).toMatchObject([{ why: 'Overridden (too_long): board meeting' }]);
    expect(kindsOf(book(2, 60, 5 * 60, { asker: { kind: 'staff' }, override: 'board meeting' }))).toEqual([
      'too_long',
      'taken',
    ]);
  });

  test('close a room for as long as they like, whatever the steps and hours', () => {
    keepDay(box.store, { ...openDay(), open: [] });
    expect(kindsOf(book(1, 7, 11, { asker: { kind: 'staff' } }))).toContain('closed');
    const block = book(1, 7, 11, { asker: { kind: 'staff' }, purpose: 'block' });
    expect(block).toMatchObject({ kind: 'kept', bookings: [{ purpose: 'block', charge: { amount: 0 } }] });
    expect(kindsOf(book(2, 0, 30, { override: 'x' }))).toContain('taken');
  });

  test('book a guest at the list price, and nobody at none', () => {
    keepResource(box.store, { ...room(), pricePerHour: 2_000 });
    expect(book(1, 0, 30, { asker: { kind: 'guest' } })).toMatchObject({
      bookings: [{ charge: { amount: 1_000 } }],
    });
    expect(book(2, 30, 30, { asker: { kind: 'staff' } })).toMatchObject({
      bookings: [{ charge: { amount: 0 } }],
    });
  });

  test('book several rooms as one, or none of them', () => {
    for (const n of [2, 3]) keepResource(box.store, room(n));
    const all = [room(1).id, room(2).id, room(3).id] as const;
    const group = book(1, 0, 60, { resourceIds: all });
    expect(group).toMatchObject({ kind: 'kept', bookings: [{ id: bookingIdOf(1) }, {}, {}] });
    if (group.kind !== 'kept') throw new Error('the rooms were free');
    expect(new Set(group.bookings.map(({ groupId }) => groupId)).size).toBe(1);
    expect(told()).toHaveLength(3);

    expect(book(1, 0, 60, { resourceIds: all })).toMatchObject({ kind: 'kept', bookings: { length: 3 } });
    const second = book(2, 60, 60, { resourceIds: [room(2).id] });
    expect(second.kind).toBe('kept');
    expect(book(3, 60, 60, { resourceIds: all })).toMatchObject({
      kind: 'refused',
      reasons: [{ resourceId: room(2).id, refusal: { kind: 'taken' } }],
    });
    expect(told()).toHaveLength(4);
  });
});

describe('a member whose box is cut off', () => {
  const asAda = { asker: { kind: 'holder', holderId: ada } } as const;
  const period = '2027-03';
  beforeEach(() => keepResource(box.store, { ...room(), pricePerHour: 1_000, creditCentsPerHour: 100 }));

  test('spends the month the cloud has sent, then credits, then money', () => {
    keepPlan(box.store, plan({ includedKinds: ['room'], includedMs: 40 * hourMs, creditCents: 900 }));
    keepBalance(box.store, { holderId: ada, period, includedMs: hourMs, creditCents: 50, asOfFact: 0 });
    expect(book(1, 0, 60, asAda)).toMatchObject({
      bookings: [{ charge: { includedMs: hourMs, amount: 0 } }],
    });
    expect(book(2, 60, 60, asAda)).toMatchObject({
      bookings: [{ charge: { includedMs: 0, creditCents: 50, amount: 500 } }],
    });
    expect(book(3, 120, 60, asAda)).toMatchObject({
      bookings: [{ charge: { includedMs: 0, creditCents: 0, amount: 1_000 } }],
    });
  });

  test('has what was cancelled to spend again, and what the cloud has counted is not taken twice', () => {
    keepPlan(box.store, plan({ includedKinds: ['room'], cancelFreeMs: 0 }));
    keepBalance(box.store, { holderId: ada, period, includedMs: hourMs, creditCents: 0, asOfFact: 0 });
    book(1, 60, 60, asAda);
    cancel(1);
    expect(book(2, 60, 60, asAda)).toMatchObject({ bookings: [{ charge: { includedMs: hourMs } }] });
    keepBalance(box.store, { holderId: ada, period, includedMs: hourMs, creditCents: 0, asOfFact: 3 });
    expect(book(3, 120, 60, asAda)).toMatchObject({ bookings: [{ charge: { includedMs: hourMs } }] });
  });

  test('whose plan refuses more is refused, with the plan that would allow it', () => {
    keepPlan(box.store, plan({ overage: 'refuse' }));
    const bigger = { ...plan(), id: '00000000-0000-7000-8005-000000000002' as never, name: 'Team', rank: 2 };
    keepPlan(box.store, { ...bigger, includedKinds: ['room'], includedMs: 10 * hourMs });
    expect(book(1, 0, 60, asAda)).toMatchObject({
      kind: 'refused',
      reasons: [{ refusal: { kind: 'allowance_spent' } }],
      upgrade: { planName: 'Team' },
    });
  });

  test('is bound by the limits of the plan over a whole group', () => {
    keepPlan(box.store, plan({ concurrentMost: 1 }));
    keepResource(box.store, room(2));
    expect(kindsOf(book(1, 0, 60, { ...asAda, resourceIds: [room().id, room(2).id] }))).toEqual([
      'too_many_at_once',
    ]);
  });

  test('who is suspended books nothing, save by a reason of staff', () => {
    keepHolder(box.store, { id: ada, kind: 'member', name: 'Ada', suspended: true, planId: plan().id });
    expect(kindsOf(book(1, 0, 60, asAda))).toEqual(['suspended']);
    expect(kindsOf(book(1, 0, 60, { ...asAda, override: 'paid in cash' }))).toBe('kept');
  });
});

describe('whatever is wished for', () => {
  test('no two bookings of a room hold one instant', () => {
    keepHorizon(box.store, addMs(noon, 48 * hourMs), 'proof');
    keepResource(box.store, { ...room(), beforeMs: 15 * minuteMs, afterMs: 5 * minuteMs });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 8 })), { maxLength: 20 }),
        (wishes) => {
          box.store.client.exec('DELETE FROM booking');
          for (const [start, length] of wishes) book(0, start * 15, length * 15, { requestId: randomUUID() });
          const held = listBookings(box.store, { startsAt: noon, endsAt: addMs(noon, 48 * hourMs) });
          for (const a of held)
            for (const b of held) if (a.id !== b.id) expect(overlaps(heldSpan(a), heldSpan(b))).toBe(false);
          expect(told().some(({ kind }) => kind === 'alarm')).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });
});

test.each([-3, 3])('a clock %d hours wrong moves no horizon and books nothing twice', (hours) => {
  const at = addMs(noon, hours * hourMs);
  expect(kindsOf(book(1, 24 * 60 - 15, 30, { at }))).toContain('beyond_horizon');
  expect(kindsOf(book(2, 23 * 60, 60, { at }))).toBe('kept');
  expect(kindsOf(book(3, 23 * 60, 60, { at: noon }))).toEqual(['taken']);
});

test('the answer about the largest group the cloud may ask for fits into one fact', () => {
  const all = Array.from({ length: groupMost }, (_, n) =>
    booking(1, 0, 60, {
      title: 'x'.repeat(120),
      id: randomUUID() as Booking['id'],
      groupId: bookingIdOf(n) as never,
      seriesId: bookingIdOf(n) as never,
    }),
  );
  const answer = { kind: 'ask_answered', requestId: randomUUID(), answer: { kind: 'kept', bookings: all } };
  expect(JSON.stringify(answer).length).toBeLessThan(factTextMost);
});

describe("the store's own guard", () => {
  test('refuses an overlap that no verb has judged, in every state that holds', () => {
    expect(keepBookingRow(box.store, booking(1, 0, 30))).toBe('kept');
    for (const state of ['confirmed', 'checked_in', 'ended'] satisfies Booking['state'][])
      expect(keepBookingRow(box.store, booking(2, 15, 30, { state }))).toBe('overlap');
    expect(keepBookingRow(box.store, booking(3, 30, 30))).toBe('kept');
    expect(keepBookingRow(box.store, booking(3, 15, 30, { version: 2 }))).toBe('overlap');
    expect(keepBookingRow(box.store, booking(4, 60, 30, { holdsFrom: addMs(noon, 59 * minuteMs) }))).toBe(
      'overlap',
    );
  });
});
