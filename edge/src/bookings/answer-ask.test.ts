import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { Ask } from '@lintel/core/sync/wire.ts';
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
import { answerAsk } from '../sync/answer.ts';
import { nextFacts } from '../sync/outbox.ts';
import { findBalance, keepBalance } from './allowance-store.ts';
import { answerBooking } from './answer-ask.ts';
import { keepDay, keepPlan } from './rules-store.ts';
import { findBooking, keepBookingRow, keepResource } from './store.ts';

let box: ReturnType<typeof openStore>;
beforeEach(() => {
  box = openStore();
  for (const n of [1, 2, 3]) keepResource(box.store, room(n));
  for (const n of [-1, 0, 1, 2]) keepDay(box.store, openDay(n));
  keepPlan(box.store, plan());
  keepHolder(box.store, {
    id: holderIdOf(1),
    kind: 'member',
    name: 'Ada',
    suspended: false,
    planId: plan().id,
  });
});
afterEach(() => box.end());

const ask = (question: Ask, requestId: string = randomUUID(), at = noon) =>
  answerAsk(box.store, { requestId, ask: question, at }, answerBooking);
const book = (...bookings: Booking[]): Ask => ({
  kind: 'book',
  bookings: bookings.map((one) => ({ ...one, state: 'requested' as const })),
});
const change = (wanted: Booking): Ask => ({
  kind: 'change',
  booking: wanted,
  by: 'Ada',
  why: 'moved in the portal',
});
const told = () => nextFacts(box.store).map((fact) => JSON.parse(fact.text));
const lastAnswer = () => told().at(-1)?.answer;

describe('a booking the cloud asks for', () => {
  test('is answered once, however often it is asked', () => {
    const requestId = randomUUID();
    expect(ask(book(booking(1, 0, 30)), requestId)).toBe('answered');
    expect(ask(book(booking(1, 0, 30)), requestId)).toBe('repeated');
    expect(told()).toMatchObject([
      {
        kind: 'ask_answered',
        requestId,
        answer: { kind: 'kept', bookings: [{ state: 'confirmed', version: 2 }] },
      },
    ]);
  });

  test('under another request id is the one it was', () => {
    ask(book(booking(1, 0, 30)));
    ask(book(booking(1, 0, 30)));
    expect(told().map(({ answer }) => answer.bookings[0].version)).toEqual([2, 2]);
  });

  test('is refused when somebody at the panel was first, and nothing of it is kept', () => {
    keepBookingRow(box.store, booking(1, 0, 30));
    ask(book(booking(2, 0, 30)));
    expect(lastAnswer()).toMatchObject({
      kind: 'refused',
      reasons: [{ kind: 'taken', bookingIds: [bookingIdOf(1)] }],
    });
    expect(findBooking(box.store, bookingIdOf(2))).toBeUndefined();
  });

  test('is judged by the calendar alone: plan, hours and lengths were the cloud’s to judge', () => {
    keepDay(box.store, { ...openDay(), open: [] });
    ask(book(booking(1, 7, 5 * 60, { people: 99 })));
    expect(lastAnswer()).toMatchObject({ kind: 'kept' });
    ask(book(booking(2, -120, 60)));
    expect(lastAnswer()).toMatchObject({ kind: 'refused', reasons: [{ kind: 'in_the_past' }] });
  });

  test('of several rooms is kept whole or not at all', () => {
    const group = [1, 2, 3].map((n) => booking(n, 0, 60, { resourceId: resourceIdOf(n) }));
    keepBookingRow(box.store, booking(9, 30, 60, { resourceId: resourceIdOf(3) }));
    ask(book(...group));
    expect(lastAnswer()).toMatchObject({ kind: 'refused' });
    expect(findBooking(box.store, bookingIdOf(1))).toBeUndefined();
    keepBookingRow(
      box.store,
      booking(9, 30, 60, { resourceId: resourceIdOf(3), state: 'cancelled', version: 2 }),
    );
    ask(book(...group));
    expect(lastAnswer()).toMatchObject({
      kind: 'kept',
      bookings: [{ id: bookingIdOf(1) }, { id: bookingIdOf(2) }, {}],
    });
  });

  test('holds what the cloud froze, not what the room would hold now', () => {
    keepBookingRow(box.store, booking(1, 60, 60));
    ask(book(booking(2, 0, 60, { holdsUntil: addMs(noon, 61 * minuteMs) })));
    expect(lastAnswer()).toMatchObject({ kind: 'refused', reasons: [{ kind: 'taken' }] });
    expect(told()).toHaveLength(1);
  });

  test('is not decided past the horizon this box has been told, and turned down while it may have forgotten something there', () => {
    expect(ask(book(booking(1, 25 * 60, 30)))).toBe('undecided');
    keepMeta(box.store, 'quarantine_until', String(addMs(noon, hourMs)));
    expect(ask(book(booking(4, 0, 30)))).toBe('answered');
    expect(lastAnswer()).toMatchObject({ kind: 'refused', reasons: [{ kind: 'quarantined' }] });
    expect(ask(book(booking(1, 60, 30)))).toBe('answered');
    expect(lastAnswer()).toMatchObject({ kind: 'kept' });
    keepMeta(box.store, 'needs_online_registration', '1');
    expect(ask(book(booking(2, 120, 30)))).toBe('undecided');
    expect(ask(book(booking(3, 0, 30, { resourceId: resourceIdOf(8) })))).toBe('undecided');
  });

  test('may cross the horizon: the box answers first, the cloud commits after', () => {
    expect(ask(book(booking(1, 24 * 60 - 15, 30)))).toBe('answered');
    expect(lastAnswer()).toMatchObject({ kind: 'kept' });
  });

  test('takes off the month what it costs until the cloud has counted it', () => {
    const month = { holderId: holderIdOf(1), period: '2027-03' };
    keepBalance(box.store, { ...month, includedMs: 2 * hourMs, creditCents: 0, asOfFact: 0 });
    ask(book(booking(1, 0, 60, { charge: { includedMs: hourMs, creditCents: 0, amount: 0 } })));
    expect(findBalance(box.store, month)?.includedMs).toBe(hourMs);
    keepBalance(box.store, { ...month, includedMs: hourMs, creditCents: 0, asOfFact: 1 });
    expect(findBalance(box.store, month)?.includedMs).toBe(hourMs);
  });
});

describe('a change the cloud asks for', () => {
  test('is put in the place of the version before it', () => {
    keepBookingRow(box.store, booking(1, 60, 60));
    ask(change(booking(1, 120, 60, { version: 2 })));
    expect(lastAnswer()).toMatchObject({ kind: 'kept', bookings: [{ version: 2 }] });
    expect(findBooking(box.store, bookingIdOf(1))?.startsAt).toBe(addMs(noon, 2 * hourMs));
  });

  test('of a booking that the site has changed meanwhile is answered with what stands', () => {
    keepBookingRow(box.store, booking(1, 60, 60, { version: 3, title: 'ours' }));
    ask(change(booking(1, 120, 60, { version: 2 })));
    expect(lastAnswer()).toMatchObject({
      kind: 'unchanged',
      because: 'stale',
      booking: { version: 3, title: 'ours' },
    });
  });

  test('onto another booking is refused, and the booking stays where it is', () => {
    keepBookingRow(box.store, booking(1, 60, 60));
    keepBookingRow(box.store, booking(2, 150, 60));
    ask(change(booking(1, 120, 60, { version: 2 })));
    expect(lastAnswer()).toMatchObject({ kind: 'refused', reasons: [{ kind: 'taken' }] });
    expect(findBooking(box.store, bookingIdOf(1))?.version).toBe(1);
  });

  test('that comes too late says so', () => {
    keepBookingRow(box.store, booking(1, -120, 60));
    ask(change(booking(1, -120, 90, { version: 2 })));
    expect(lastAnswer()).toMatchObject({ kind: 'unchanged', because: { kind: 'over' } });
    keepBookingRow(box.store, booking(2, -30, 60));
    ask(change(booking(2, 60, 60, { version: 2 })));
    expect(lastAnswer()).toMatchObject({ kind: 'unchanged', because: { kind: 'has_started' } });
    ask(change(booking(2, -30, 90, { version: 2 })));
    expect(lastAnswer()).toMatchObject({ kind: 'kept' });
  });

  test('to check somebody in needs no room in the calendar', () => {
    keepBookingRow(box.store, booking(1, 0, 60));
    ask(change(booking(1, 0, 60, { version: 2, state: 'checked_in' })));
    expect(lastAnswer()).toMatchObject({ kind: 'kept', bookings: [{ state: 'checked_in' }] });
  });

  test('that would take the slot past the horizon of this box is left open when it begins there', () => {
    keepBookingRow(box.store, booking(1, 60, 60));
    expect(ask(change(booking(1, 25 * 60, 60, { version: 2 })))).toBe('undecided');
    expect(ask(change(booking(7, 60, 60, { version: 2 })))).toBe('answered');
    expect(lastAnswer()).toEqual({ kind: 'unknown_booking' });
  });
});

describe('a cancellation the cloud asks for', () => {
  const cancel = (n: number, keep?: Booking['charge']): Ask => ({
    kind: 'cancel',
    bookingId: bookingIdOf(n),
    ...(keep ? { keep } : {}),
  });
  const charge = { includedMs: 0, creditCents: 0, amount: 1_000 };

  test('gives the slot back whatever version stands, and keeps what the person was told', () => {
    keepBookingRow(box.store, booking(1, 60, 60, { version: 5, charge }));
    ask(cancel(1, { ...charge, amount: 200 }));
    expect(lastAnswer()).toMatchObject({
      kind: 'kept',
      bookings: [{ state: 'cancelled', version: 6, charge: { amount: 200 } }],
    });
    ask(cancel(1));
    expect(lastAnswer()).toMatchObject({ kind: 'kept', bookings: [{ version: 6 }] });
    expect(keepBookingRow(box.store, booking(2, 60, 60))).toBe('kept');
  });

  test('of what is over or not there is answered too', () => {
    ask(cancel(7));
    expect(lastAnswer()).toEqual({ kind: 'unknown_booking' });
    keepBookingRow(box.store, booking(1, -120, 60));
    ask(cancel(1));
    expect(lastAnswer()).toMatchObject({ kind: 'unchanged', because: { kind: 'over' } });
  });
});
