import { id } from '@lintel/core/ids.ts';
import { addMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  booking,
  bookingIdOf,
  noon,
  openDay,
  openStore,
  resourceIdOf,
  room,
} from '../../../test/support/box-store.ts';
import { rows } from '../database/rows.ts';
import { applyChanges } from '../sync/apply.ts';
import { keepHorizon } from '../sync/position.ts';
import { answerBooking } from './answer-ask.ts';
import { bookHere } from './book.ts';
import { keepDay } from './rules-store.ts';
import { findBooking, keepResource } from './store.ts';

let box: ReturnType<typeof openStore>;
beforeEach(() => {
  box = openStore();
  keepResource(box.store, room());
  for (const n of [0, 1, 2]) keepDay(box.store, openDay(n));
});
afterEach(() => box.end());

/** The horizon lies a day after noon. */
const toHorizon = 24 * 60;
const crossing = booking(1, toHorizon - 60, 120, { state: 'requested' });
const sold = booking(2, toHorizon, 60);

const fed = (seq: number, body: Parameters<typeof rows.put>[1]) =>
  applyChanges(box.store, [{ is: 'known', body, seq }], noon, rows);
const walkIn = (startMin: number) => {
  const startsAt = addMs(noon, startMin * minuteMs);
  return bookHere(box.store, {
    requestId: id(`00000000-0000-4000-8000-${String(startMin).padStart(12, '0')}`),
    resourceIds: [resourceIdOf(1)],
    span: { startsAt, endsAt: addMs(startsAt, 30 * minuteMs) },
    title: '',
    people: 0,
    purpose: 'use',
    asker: { kind: 'walk_in' },
    source: 'panel',
    by: 'panel',
    why: 'test',
    at: noon,
  }).kind;
};

describe('a booking the cloud sold behind the horizon while the site kept one that crosses it', () => {
  beforeEach(() => {
    expect(answerBooking(box.store, { kind: 'book', bookings: [crossing] }, noon)?.kind).toBe('kept');
    fed(1, { kind: 'booking', booking: sold });
  });

  test('is taken at the site too, once the horizon has passed over it', () => {
    expect(findBooking(box.store, bookingIdOf(2))).toBeUndefined();
    keepHorizon(box.store, addMs(noon, 30 * hourMs), 'proof');
    expect(answerBooking(box.store, { kind: 'cancel', bookingId: bookingIdOf(1) }, noon)?.kind).toBe('kept');
    expect(walkIn(toHorizon + 15)).toBe('refused');
    expect(walkIn(toHorizon - 30)).toBe('kept');
    expect(findBooking(box.store, bookingIdOf(2))).toMatchObject({ state: 'confirmed', version: 1 });
  });

  test('is taken while both are there, and forgotten when the cloud takes it back', () => {
    keepHorizon(box.store, addMs(noon, 30 * hourMs), 'proof');
    fed(2, { kind: 'booking', booking: booking(3, toHorizon + 60, 60) });
    expect(walkIn(toHorizon + 30)).toBe('refused');
    fed(3, { kind: 'booking', booking: { ...sold, state: 'cancelled', version: 2 } });
    expect(answerBooking(box.store, { kind: 'cancel', bookingId: bookingIdOf(1) }, noon)?.kind).toBe('kept');
    expect(findBooking(box.store, bookingIdOf(2))).toMatchObject({ state: 'cancelled' });
    expect(walkIn(toHorizon + 30)).toBe('kept');
  });
});
