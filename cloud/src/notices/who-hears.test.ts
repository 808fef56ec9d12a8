import { bookingPurposes, bookingSources, bookingStates } from '@lintel/core/bookings/booking.ts';
import { changeKinds } from '@lintel/core/bookings/history.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ToldChange, whoHears } from './who-hears.ts';

const [ada, ben, fran] = ['ada', 'ben', 'fran'] as HolderId[];
const booked: ToldChange = {
  kind: 'booked',
  byHolderId: ada,
  holderId: ada,
  purpose: 'use',
  source: 'portal',
  state: 'confirmed',
  isOfSeries: false,
  isToldBySeries: false,
  replaces: false,
  isReplaced: false,
  isSpokenFor: false,
};
const kinds = (change: Partial<ToldChange>) => whoHears({ ...booked, ...change }).map(({ kind }) => kind);

test('whoever books hears once, also of what they did themselves', () => {
  expect(kinds({})).toEqual(['confirmation']);
  expect(kinds({ byHolderId: fran })).toEqual(['confirmation']);
  expect(kinds({ kind: 'confirmed' })).toEqual(['confirmation']);
  expect(kinds({ kind: 'accepted' })).toEqual(['confirmation']);
  expect(kinds({ purpose: 'hold', source: 'wait_list' })).toEqual(['offer']);
  expect(kinds({ purpose: 'hold', source: 'office' })).toEqual(['confirmation']);
});

test('nobody hears of a check-in, a title, a block, or their own early end', () => {
  expect(kinds({ kind: 'checked_in' })).toEqual([]);
  expect(kinds({ kind: 'described', byHolderId: fran })).toEqual([]);
  expect(kinds({ purpose: 'block', holderId: undefined })).toEqual([]);
  expect(kinds({ kind: 'ended' })).toEqual([]);
  expect(kinds({ kind: 'ended', byHolderId: fran })).toEqual(['ended']);
});

test('a move made of two bookings is heard of once, as a move', () => {
  expect(kinds({ replaces: true })).toEqual(['change']);
  expect(kinds({ kind: 'moved', state: 'cancelled' })).toEqual([]);
  expect(kinds({ kind: 'cancelled', state: 'cancelled', isReplaced: true })).toEqual([]);
});

test('of a series its members hear of each date only what the series does not tell', () => {
  for (const kind of ['booked', 'confirmed', 'requested', 'refused'] as const)
    expect(kinds({ kind, isOfSeries: true })).toEqual([]);
  expect(kinds({ kind: 'cancelled', state: 'cancelled', isOfSeries: true })).toEqual(['cancellation']);
  expect(kinds({ kind: 'cancelled', state: 'cancelled', isOfSeries: true, isToldBySeries: true })).toEqual(
    [],
  );
  expect(kinds({ kind: 'released', state: 'released', isOfSeries: true })).toEqual(['release']);
});

test('whatever happens, only its holders hear of it, each at most once', () => {
  const change = fc.record({
    kind: fc.constantFrom(...changeKinds),
    byHolderId: fc.constantFrom(ada, ben, fran, undefined),
    wasHolderId: fc.constantFrom(ben, undefined),
    holderId: fc.constantFrom(ada, undefined),
    purpose: fc.constantFrom(...bookingPurposes),
    source: fc.constantFrom(...bookingSources),
    state: fc.constantFrom(...bookingStates),
    isOfSeries: fc.boolean(),
    isToldBySeries: fc.boolean(),
    replaces: fc.boolean(),
    isReplaced: fc.boolean(),
    isSpokenFor: fc.boolean(),
  });
  fc.assert(
    fc.property(change, (one) => {
      const heard = whoHears(one).map(({ holderId }) => holderId);
      expect(new Set(heard).size).toBe(heard.length);
      for (const holderId of heard) expect([one.holderId, one.wasHolderId]).toContain(holderId);
    }),
  );
});
