import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { overlaps } from '@lintel/core/time.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { booking, bookingIdOf, noon, openDay, openStore, room } from '../../../test/support/box-store.ts';
import { keepMeta } from '../database/meta.ts';
import { answerAsk } from '../sync/answer.ts';
import { nextFacts } from '../sync/outbox.ts';
import { answerBooking, cancelOwnBooking, keepOwnBooking } from './keep.ts';
import { keepDay } from './rules-store.ts';
import { findBooking, keepBookingRow, keepResource, listBookings } from './store.ts';

let box: ReturnType<typeof openStore>;
beforeEach(() => {
  box = openStore();
  keepResource(box.store, room());
  for (const n of [-1, 0, 1, 2]) keepDay(box.store, openDay(n));
});
afterEach(() => box.end());

const walkIn = (wanted: Booking) =>
  keepOwnBooking(box.store, {
    booking: wanted,
    asker: { kind: 'walk_in' },
    by: 'panel',
    why: 'test',
    at: noon,
  });
const ask = (wanted: Booking, requestId = randomUUID()) =>
  answerAsk(
    box.store,
    { requestId, ask: { kind: 'book', bookings: [{ ...wanted, state: 'requested' }] }, at: noon },
    answerBooking,
  );
const told = () => nextFacts(box.store).map((fact) => JSON.parse(fact.text));

describe('booking at the site', () => {
  test('a walk-in has the room, and the cloud is told', () => {
    expect(walkIn(booking(1, 0, 30)).kind).toBe('kept');
    expect(told()).toMatchObject([
      { kind: 'booking', booking: { id: bookingIdOf(1), state: 'confirmed' }, by: 'panel' },
    ]);
  });

  test('the same request twice is one booking and one fact', () => {
    walkIn(booking(1, 0, 30));
    expect(walkIn(booking(1, 0, 30)).kind).toBe('kept');
    expect(told()).toHaveLength(1);
  });

  test('the same request for another room, another time or another person is told so, and nothing is written', () => {
    keepResource(box.store, room(2));
    const first = booking(1, 0, 30, { source: 'console' });
    walkIn(first);
    for (const other of [
      { ...first, resourceId: room(2).id },
      booking(1, 30, 30, { source: 'console' }),
      booking(1, 0, 45, { source: 'console' }),
      { ...first, holderId: undefined },
    ])
      expect(walkIn(other)).toEqual({ kind: 'request_id_used' });
    expect(told()).toHaveLength(1);
  });

  test('a request that is repeated after its booking was cancelled does not say booked', () => {
    walkIn(booking(1, 0, 30));
    cancelOwnBooking(box.store, { id: bookingIdOf(1), by: 'Dora', why: 'test', at: noon });
    expect(walkIn(booking(1, 0, 30))).toEqual({ kind: 'cancelled_since' });
    expect(told()).toHaveLength(2);
  });

  test('a walk-in repeated once the next quarter-hour has begun is the one it was', () => {
    const atThePanel = { source: 'panel', holderId: undefined } as const;
    walkIn(booking(1, 0, 30, atThePanel));
    expect(walkIn(booking(1, 15, 30, atThePanel))).toMatchObject({
      kind: 'kept',
      booking: { startsAt: booking(1, 0, 30).startsAt },
    });
    expect(walkIn(booking(1, 15, 45, atThePanel))).toEqual({ kind: 'request_id_used' });
  });

  test('a taken slot says until when, and nothing is written', () => {
    walkIn(booking(1, 0, 60));
    const second = walkIn(booking(2, 30, 60));
    expect(second).toMatchObject({
      kind: 'refused',
      reasons: [{ kind: 'taken', until: booking(1, 0, 60).endsAt }],
    });
    expect(told()).toHaveLength(1);
  });

  test("what ends after the horizon is the cloud's", () => {
    expect(walkIn(booking(1, 24 * 60 - 15, 30))).toMatchObject({
      kind: 'refused',
      reasons: [{ kind: 'beyond_horizon' }],
    });
  });

  test('a restored box books nothing until it has spoken to the cloud, nor before what it may have forgotten', () => {
    keepMeta(box.store, 'needs_online_registration', '1');
    expect(walkIn(booking(1, 0, 30))).toMatchObject({ kind: 'refused', reasons: [{ kind: 'quarantined' }] });
    box.store.client.exec("DELETE FROM meta WHERE key = 'needs_online_registration'");
    keepMeta(box.store, 'quarantine_until', String(booking(1, 60, 1).startsAt));
    expect(walkIn(booking(2, 0, 30))).toMatchObject({ kind: 'refused', reasons: [{ kind: 'quarantined' }] });
    expect(walkIn(booking(3, 60, 30)).kind).toBe('kept');
  });

  test('a cancelled slot is free again, and cancelling twice is once', () => {
    walkIn(booking(1, 0, 30));
    const cancel = () =>
      cancelOwnBooking(box.store, { id: bookingIdOf(1), by: 'Dora', why: 'test', at: noon });
    expect(cancel()).toMatchObject({ kind: 'kept', booking: { state: 'cancelled', version: 2 } });
    expect(cancel()).toMatchObject({ kind: 'kept', booking: { version: 2 } });
    expect(walkIn(booking(2, 0, 30)).kind).toBe('kept');
  });

  test('whatever is wished for, no two bookings of a room share an instant', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 8 })), { maxLength: 20 }),
        (wishes) => {
          box.store.client.exec('DELETE FROM booking');
          for (const [start, length] of wishes)
            walkIn(booking(0, start * 15, length * 15, { id: randomUUID() as Booking['id'] }));
          const held = listBookings(box.store, booking(0, -1_000, 10_000));
          for (const a of held) for (const b of held) if (a.id !== b.id) expect(overlaps(a, b)).toBe(false);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("the store's own guard", () => {
  test('refuses an overlap that no verb has judged', () => {
    expect(keepBookingRow(box.store, booking(1, 0, 30))).toBe('kept');
    expect(keepBookingRow(box.store, booking(2, 15, 30))).toBe('overlap');
    expect(keepBookingRow(box.store, booking(3, 30, 30))).toBe('kept');
    expect(keepBookingRow(box.store, booking(3, 15, 30, { version: 2 }))).toBe('overlap');
  });
});

describe('what the cloud asks', () => {
  test('is answered once, however often it is asked', () => {
    const requestId = randomUUID();
    expect(ask(booking(1, 0, 30), requestId)).toBe('answered');
    expect(ask(booking(1, 0, 30), requestId)).toBe('repeated');
    expect(told()).toMatchObject([
      {
        kind: 'ask_answered',
        requestId,
        answer: { kind: 'kept', bookings: [{ state: 'confirmed', version: 2 }] },
      },
    ]);
  });

  test('is refused when somebody at the panel was first', () => {
    walkIn(booking(1, 0, 30));
    ask(booking(2, 0, 30));
    expect(told().at(-1)).toMatchObject({
      kind: 'ask_answered',
      answer: { kind: 'refused', reasons: [{ kind: 'taken' }] },
    });
    expect(findBooking(box.store, bookingIdOf(2))).toBeUndefined();
  });

  test('is not decided when it starts past the horizon this box has been told', () => {
    expect(ask(booking(1, 25 * 60, 30))).toBe('undecided');
    expect(told()).toEqual([]);
  });

  test('may cross the horizon: the box answers first, the cloud commits after', () => {
    expect(ask(booking(1, 24 * 60 - 15, 30))).toBe('answered');
    expect(told()).toMatchObject([{ answer: { kind: 'kept' } }]);
  });

  test('to cancel what is not there is answered too', () => {
    const question = {
      requestId: randomUUID(),
      ask: { kind: 'cancel', bookingId: bookingIdOf(7) },
      at: noon,
    } as const;
    answerAsk(box.store, question, answerBooking);
    expect(told()).toMatchObject([{ answer: { kind: 'unknown_booking' } }]);
  });
});
