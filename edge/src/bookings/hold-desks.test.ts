import { addMs, hourMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  booking,
  bookingIdOf,
  holderIdOf,
  noon,
  openDay,
  openStore,
  resourceIdOf,
  room,
} from '../../../test/support/box-store.ts';
import { keepHolder } from '../members/store.ts';
import { nextFacts } from '../sync/outbox.ts';
import { type HoldWish, holdDesks } from './hold-desks.ts';
import { keepDay } from './rules-store.ts';
import { keepBookingRow, keepResource } from './store.ts';

let box: ReturnType<typeof openStore>;
beforeEach(() => {
  box = openStore();
  for (const n of [1, 2, 3, 4])
    keepResource(box.store, { ...room(n), kind: n === 4 ? 'room' : 'desk', name: `Desk ${n}` });
  keepDay(box.store, openDay());
  keepHolder(box.store, { id: holderIdOf(1), kind: 'member', name: 'Ada', suspended: false });
});
afterEach(() => box.end());

const hold = (more: Partial<HoldWish> = {}) =>
  holdDesks(box.store, {
    requestId: bookingIdOf(50),
    span: { startsAt: noon, endsAt: addMs(noon, 4 * hourMs) },
    kinds: ['desk'],
    holderId: holderIdOf(1),
    title: 'Offsite',
    by: 'Dora',
    at: noon,
    ...more,
  });
const facts = () => nextFacts(box.store).length;

test('all free desks are held for a company’s day as one group, and the taken one is named', () => {
  keepBookingRow(box.store, booking(1, 60, 30, { resourceId: resourceIdOf(2) }));
  const held = hold();
  expect(held).toMatchObject({
    kind: 'held',
    bookings: [
      {
        resourceId: resourceIdOf(1),
        purpose: 'hold',
        holderId: holderIdOf(1),
        title: 'Offsite',
        charge: { amount: 0 },
      },
      { resourceId: resourceIdOf(3) },
    ],
    skipped: [{ resourceId: resourceIdOf(2), refusal: { kind: 'taken' } }],
  });
  expect(facts()).toBe(2);
  expect(hold()).toMatchObject({ kind: 'held', bookings: { length: 2 } });
  expect(facts()).toBe(2);
});

test('a day longer than desks are booked for needs a reason of staff', () => {
  const span = { startsAt: noon, endsAt: addMs(noon, 8 * hourMs) };
  expect(hold({ span })).toMatchObject({ kind: 'held', bookings: [], skipped: { length: 3 } });
  expect(hold({ span, override: 'company day' })).toMatchObject({
    kind: 'held',
    bookings: { length: 3 },
    skipped: [],
  });
});

test('nothing is held for somebody unknown, past the horizon or backwards', () => {
  expect(hold({ holderId: holderIdOf(7) })).toEqual({ kind: 'unknown_holder' });
  const far = { startsAt: addMs(noon, 23 * hourMs), endsAt: addMs(noon, 25 * hourMs) };
  expect(hold({ span: far, override: 'please' })).toMatchObject({ bookings: [], skipped: { length: 3 } });
  const backwards = { startsAt: addMs(noon, hourMs), endsAt: noon };
  expect(hold({ span: backwards, override: 'please' })).toMatchObject({
    bookings: [],
    skipped: { length: 3 },
  });
  expect(facts()).toBe(0);
});
