import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import { addMs, type EpochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  booking,
  bookingIdOf,
  doorIdOf,
  holderIdOf,
  noon,
  openStore,
  plan,
  resourceIdOf,
  room,
} from '../../../test/support/box-store.ts';
import { keepHolder } from '../members/store.ts';
import { nextFacts } from '../sync/outbox.ts';
import { recordFact } from '../sync/record.ts';
import { checkInByTap, createArrivals, listArrived } from './check-in-by-tap.ts';
import { createRelease, listNoShows, releaseNoShow } from './release.ts';
import { keepPlan } from './rules-store.ts';
import { findBooking, keepBookingRow, keepResource } from './store.ts';

let box: ReturnType<typeof openStore>;
const graceMs = 15 * minuteMs;
beforeEach(() => {
  box = openStore();
  keepResource(box.store, { ...room(1), graceMs });
  keepResource(box.store, room(2));
  keepPlan(box.store, plan({ noShowRefundPercent: 25 }));
  keepHolder(box.store, {
    id: holderIdOf(1),
    kind: 'member',
    name: 'Ada',
    suspended: false,
    planId: plan().id,
  });
});
afterEach(() => box.end());

const after = (minutes: number) => addMs(noon, minutes * minuteMs);
const tap = (at: EpochMs, more: Partial<AccessEvent> = {}): AccessEvent => ({
  doorId: doorIdOf(1),
  what: 'tap',
  presented: 'card 40 bits',
  holderId: holderIdOf(1),
  outcome: 'granted',
  at,
  trust: 'trusted',
  bootId: 'boot',
  monoMs: 1,
  ...more,
});
const stateOf = (n: number) => findBooking(box.store, bookingIdOf(n))?.state;
const told = () => nextFacts(box.store).map((fact) => JSON.parse(fact.text));

describe('a booking nobody comes to', () => {
  test('is released after the grace, paid for as the plan says, and the room is free again', () => {
    keepBookingRow(
      box.store,
      booking(1, 0, 60, { charge: { includedMs: 0, creditCents: 0, amount: 1_000 } }),
    );
    expect(listNoShows(box.store, after(14))).toEqual([]);
    expect(listNoShows(box.store, after(15))).toEqual([bookingIdOf(1)]);
    releaseNoShow(box.store, { id: bookingIdOf(1), at: after(15) });
    expect(told()).toMatchObject([
      { kind: 'booking', booking: { state: 'released', charge: { amount: 750 } }, by: 'the box' },
    ]);
    expect(keepBookingRow(box.store, booking(2, 15, 45))).toBe('kept');
    expect(listNoShows(box.store, after(16))).toEqual([]);
  });

  test('has the grace from when it was booked, and none where nobody has to check in', () => {
    keepBookingRow(box.store, booking(1, 0, 60, { bookedAt: after(10) }));
    keepBookingRow(box.store, booking(2, 0, 60, { resourceId: resourceIdOf(2) }));
    expect(listNoShows(box.store, after(24))).toEqual([]);
    expect(listNoShows(box.store, after(25))).toEqual([bookingIdOf(1)]);
  });

  test.each([
    ['a block', { purpose: 'block', holderId: undefined }],
    ['what is held for somebody', { purpose: 'hold' }],
    ['what somebody checked in to', { state: 'checked_in' }],
    [
      'what is the cloud’s',
      {
        startsAt: after(24 * 60),
        endsAt: after(25 * 60),
        holdsFrom: after(24 * 60),
        holdsUntil: after(25 * 60),
      },
    ],
  ] as const)('is not %s', (_, more) => {
    keepBookingRow(box.store, booking(1, 0, 60, more));
    expect(listNoShows(box.store, after(30))).toEqual([]);
    expect(listNoShows(box.store, after(24 * 60 + 30))).toEqual([]);
  });

  test('is looked at again before it is given away', () => {
    keepBookingRow(box.store, booking(1, 0, 60));
    checkInByTap(box.store, { id: bookingIdOf(1), by: 'Ada', at: after(10) });
    expect(releaseNoShow(box.store, { id: bookingIdOf(1), at: after(15) })).toBeUndefined();
    expect(stateOf(1)).toBe('checked_in');
  });

  test('is no such booking when the record shows that its holder has opened the door', () => {
    keepBookingRow(box.store, booking(1, 0, 60));
    recordFact(box.store, { kind: 'access_event', event: tap(after(-5)) }, after(-5));
    releaseNoShow(box.store, { id: bookingIdOf(1), at: after(15) });
    expect(stateOf(1)).toBe('checked_in');
  });

  test.each([
    ['somebody else', { holderId: holderIdOf(2) }],
    ['another door', { doorId: doorIdOf(2) }],
    ['a refused tap', { outcome: 'refused' }],
    ['staff by hand', { what: 'opened_by_staff' }],
  ] as const)('is released although the record shows %s', (_, more) => {
    keepBookingRow(box.store, booking(1, 0, 60));
    recordFact(box.store, { kind: 'access_event', event: tap(after(-5), more) }, after(-5));
    releaseNoShow(box.store, { id: bookingIdOf(1), at: after(15) });
    expect(stateOf(1)).toBe('released');
  });

  test.each(['bounded', 'unknown'] as const)('keeps its room while the clock is %s', async (trust) => {
    keepBookingRow(box.store, booking(1, 0, 60));
    const stop = new AbortController();
    let looks = 0;
    await createRelease({
      now: () => ({ at: after(30), trust: looks++ === 0 ? trust : 'trusted' }),
      listDue: (at) => listNoShows(box.store, at),
      release: async (id, at) => releaseNoShow(box.store, { id, at }),
      rest: async () => {
        if (looks === 1) expect(stateOf(1)).toBe('confirmed');
        if (looks === 2) stop.abort();
      },
    }).run(stop.signal);
    expect(stateOf(1)).toBe('released');
  });
});

describe('somebody who opens the door of their booking', () => {
  test('is checked in, from a quarter of an hour before', () => {
    keepBookingRow(box.store, booking(1, 0, 60));
    expect(listArrived(box.store, tap(after(-16)))).toEqual([]);
    expect(listArrived(box.store, tap(after(-15)))).toEqual([bookingIdOf(1)]);
    checkInByTap(box.store, { id: bookingIdOf(1), by: 'Ada', at: after(-15) });
    expect(told()).toMatchObject([{ booking: { state: 'checked_in', version: 2 }, by: 'Ada' }]);
    expect(listArrived(box.store, tap(after(-14)))).toEqual([]);
  });

  test('of another room, or on the way, is not', () => {
    keepBookingRow(box.store, booking(1, 0, 60));
    for (const doorId of [doorIdOf(2), doorIdOf(9)])
      expect(listArrived(box.store, tap(noon, { doorId }))).toEqual([]);
    expect(listArrived(box.store, tap(noon, { outcome: 'refused' }))).toEqual([]);
    expect(listArrived(box.store, tap(after(61)))).toEqual([]);
  });

  test('waits for nothing, and nothing that fails there fails the tap', async () => {
    const complaints: unknown[] = [];
    const arrived = createArrivals({
      listArrived: () => {
        throw new Error('the store is away');
      },
      checkIn: async () => undefined,
      complain: (error) => complaints.push(error),
    });
    arrived(tap(noon));
    expect(complaints).toEqual([]);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(complaints).toHaveLength(1);
  });
});

test('the grace is over only for what runs now: a booking to come is not looked for among thousands', () => {
  for (let n = 0; n < 50; n++) keepBookingRow(box.store, booking(100 + n, n * 60, 60));
  expect(listNoShows(box.store, addMs(noon, 15 * minuteMs))).toEqual([bookingIdOf(100)]);
  expect(listNoShows(box.store, addMs(noon, 3 * hourMs + graceMs))).toEqual([bookingIdOf(103)]);
});
