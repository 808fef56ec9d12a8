import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { HolderId, ResourceId } from '../ids.ts';
import { addMs, epochMs, hourMs, minuteMs } from '../time.ts';
import type { Booking, Resource } from './booking.ts';
import { bookingPurposes, bookingStates, holdsSlot } from './booking.ts';
import {
  type BookingChange,
  type ChangeRefusal,
  change,
  changeSentence,
  isNoShow,
  refundNow,
} from './change.ts';
import { kindOfChange } from './history.ts';
import { noCharge, plus } from './price.ts';

const noon = epochMs(Date.parse('2027-03-01T12:00:00Z'));
const after = (minutes: number) => addMs(noon, minutes * minuteMs);
const booking = (more: Partial<Booking> = {}): Booking => ({
  id: 'b' as Booking['id'],
  resourceId: 'A' as ResourceId,
  holderId: 'ada' as HolderId,
  title: 'Call',
  purpose: 'use',
  people: 2,
  startsAt: noon,
  endsAt: after(60),
  holdsFrom: after(-10),
  holdsUntil: after(75),
  state: 'confirmed',
  version: 4,
  source: 'portal',
  bookedAt: after(-600),
  charge: { includedMs: 0, creditCents: 0, amount: 1_000 },
  ...more,
});
const room = (name: string, more: Partial<Resource> = {}) =>
  ({ id: name, name, beforeMs: 0, afterMs: 0, stepMs: 15 * minuteMs, ...more }) as Resource;
const plan = { cancelFreeMs: 60 * minuteMs, lateRefundPercent: 50, noShowRefundPercent: 25 } as never;
const span = (startMin: number, lengthMin: number) => ({
  startsAt: after(startMin),
  endsAt: after(startMin + lengthMin),
});

/** Every change there is, with whatever it could carry. */
const anyChange: fc.Arbitrary<BookingChange> = fc.oneof(
  fc.constantFrom<BookingChange>(
    { kind: 'check_in' },
    { kind: 'end' },
    { kind: 'release', plan },
    { kind: 'cancel', plan, refundAll: false },
    { kind: 'cancel', plan: undefined, refundAll: true },
    { kind: 'transfer', holderId: 'ben' as HolderId, charge: noCharge },
    { kind: 'describe', title: 'Other' },
    { kind: 'accept', charge: noCharge },
  ),
  fc
    .tuple(fc.integer({ min: -120, max: 120 }), fc.integer({ min: 15, max: 180 }), fc.constantFrom('A', 'B'))
    .map(
      ([start, length, to]): BookingChange => ({
        kind: 'move',
        to: room(to),
        span: span(start, length),
        charge: noCharge,
      }),
    ),
);
const anyBooking = fc
  .record({ state: fc.constantFrom(...bookingStates), purpose: fc.constantFrom(...bookingPurposes) })
  .map(booking);
const anyInstant = fc.integer({ min: -200, max: 200 }).map(after);

describe('whatever happens to a booking', () => {
  test('is answered in every state at every instant, one version on or not at all', () => {
    fc.assert(
      fc.property(anyBooking, anyChange, anyInstant, (before, wanted, at) => {
        const changed = change(before, wanted, at);
        if (changed.kind !== 'changed') return;
        const { booking: now } = changed;
        expect(now.version).toBe(before.version + 1);
        expect([now.id, now.source, now.bookedAt, now.groupId]).toEqual([
          before.id,
          before.source,
          before.bookedAt,
          before.groupId,
        ]);
        expect(now.startsAt).toBeLessThan(now.endsAt);
        expect(now.holdsFrom).toBeLessThanOrEqual(now.startsAt);
        expect(now.holdsUntil).toBeGreaterThanOrEqual(now.endsAt);
      }),
      { numRuns: 2_000 },
    );
  });

  test('nothing but a move holds more of the calendar than before', () => {
    fc.assert(
      fc.property(anyBooking, anyChange, anyInstant, (before, wanted, at) => {
        const changed = change(before, wanted, at);
        if (changed.kind !== 'changed' || wanted.kind === 'move') return;
        expect(changed.booking.resourceId).toBe(before.resourceId);
        expect(changed.booking.holdsFrom).toBeGreaterThanOrEqual(before.holdsFrom);
        expect(changed.booking.holdsUntil).toBeLessThanOrEqual(before.holdsUntil);
        if (!holdsSlot(before)) expect(holdsSlot(changed.booking)).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  test('what is over, undecided or given up stays as it is', () => {
    fc.assert(
      fc.property(anyBooking, anyChange, anyInstant, (before, wanted, at) => {
        const isLive = (before.state === 'confirmed' || before.state === 'checked_in') && before.endsAt > at;
        if (!isLive) expect(change(before, wanted, at).kind).not.toBe('changed');
      }),
      { numRuns: 2_000 },
    );
  });

  test('twice is as once', () => {
    fc.assert(
      fc.property(
        anyBooking,
        anyInstant,
        fc.constantFrom('check_in', 'end', 'cancel', 'release'),
        (before, at, kind) => {
          const wanted = { kind, plan, refundAll: false } as BookingChange;
          const once = change(before, wanted, at);
          if (once.kind === 'changed')
            expect(change(once.booking, wanted, at)).toEqual({ kind: 'unchanged' });
        },
      ),
    );
  });

  test('has its name in the history', () => {
    const kinds: [BookingChange, string][] = [
      [{ kind: 'check_in' }, 'checked_in'],
      [{ kind: 'end' }, 'ended'],
      [{ kind: 'release', plan }, 'released'],
      [{ kind: 'cancel', plan, refundAll: false }, 'cancelled'],
      [{ kind: 'move', to: room('A'), span: span(0, 90), charge: noCharge }, 'moved'],
      [{ kind: 'transfer', holderId: 'ben' as HolderId, charge: noCharge }, 'transferred'],
      [{ kind: 'describe', people: 3 }, 'described'],
    ];
    for (const [wanted, kind] of kinds) {
      const changed = change(booking(), wanted, after(5));
      expect(changed.kind === 'changed' && kindOfChange(booking(), changed.booking)).toBe(kind);
    }
    const accepted = change(booking({ purpose: 'hold' }), { kind: 'accept', charge: noCharge }, noon);
    expect(accepted.kind === 'changed' && kindOfChange(booking({ purpose: 'hold' }), accepted.booking)).toBe(
      'accepted',
    );
    expect(kindOfChange(undefined, booking())).toBe('booked');
    expect(kindOfChange(undefined, booking({ state: 'requested' }))).toBe('requested');
    expect(kindOfChange(booking({ state: 'requested' }), booking())).toBe('confirmed');
  });
});

describe('checking in', () => {
  test('begins a quarter of an hour before, and is no news the second time', () => {
    const at = (minutes: number) => change(booking(), { kind: 'check_in' }, after(minutes));
    expect(at(-16)).toEqual({ kind: 'refused', refusal: { kind: 'too_early', from: after(-15) } });
    expect(at(-15)).toMatchObject({ kind: 'changed', booking: { state: 'checked_in' } });
    expect(at(60)).toEqual({ kind: 'refused', refusal: { kind: 'over' } });
    expect(change(booking({ state: 'checked_in' }), { kind: 'check_in' }, noon)).toEqual({
      kind: 'unchanged',
    });
  });

  test('is missed after the grace from the start, or from when it was booked', () => {
    const grace = { graceMs: 10 * minuteMs };
    expect(isNoShow(booking(), grace, addMs(after(10), -1))).toBe(false);
    expect(isNoShow(booking(), grace, after(10))).toBe(true);
    expect(isNoShow(booking({ bookedAt: after(5) }), grace, after(14))).toBe(false);
    expect(isNoShow(booking(), grace, after(60))).toBe(false);
    expect(isNoShow(booking(), {}, after(30))).toBe(false);
    for (const more of [{ state: 'checked_in' }, { purpose: 'block' }, { purpose: 'hold' }] as const)
      expect(isNoShow(booking(more), grace, after(30))).toBe(false);
  });
});

describe('ending early', () => {
  test('ends at the next whole minute, and the preparation after it still follows', () => {
    expect(change(booking(), { kind: 'end' }, addMs(after(20), 1))).toMatchObject({
      booking: { state: 'ended', endsAt: after(21), holdsUntil: after(36), charge: { amount: 1_000 } },
    });
  });

  test('is not before the start, nor in the last minute', () => {
    expect(change(booking(), { kind: 'end' }, after(-1))).toMatchObject({ refusal: { kind: 'not_started' } });
    expect(change(booking(), { kind: 'end' }, addMs(after(59), 1))).toMatchObject({
      refusal: { kind: 'over' },
    });
  });
});

describe('moving', () => {
  test('takes the preparation of the new place', () => {
    const to = room('B', { beforeMs: 5 * minuteMs, afterMs: 20 * minuteMs });
    expect(
      change(booking(), { kind: 'move', to, span: span(60, 30), charge: noCharge }, after(-30)),
    ).toMatchObject({
      booking: { resourceId: 'B', holdsFrom: after(55), holdsUntil: after(110), charge: noCharge },
    });
  });

  test('moves only the end of what has begun', () => {
    const to = (name: string, startMin: number) =>
      change(
        booking(),
        { kind: 'move', to: room(name), span: span(startMin, 120), charge: noCharge },
        after(1),
      );
    expect(to('A', 0).kind).toBe('changed');
    for (const moved of [to('B', 0), to('A', 15)])
      expect(moved).toMatchObject({ refusal: { kind: 'has_started' } });
  });
});

describe('what cancelling gives back', () => {
  test('is said before the click and is what is given', () => {
    fc.assert(
      fc.property(anyInstant, fc.boolean(), fc.nat(5_000), (at, hasPlan, amount) => {
        const before = booking({ charge: { includedMs: 7, creditCents: 3, amount } });
        const wanted = { kind: 'cancel', plan: hasPlan ? plan : undefined, refundAll: false } as const;
        const cancelled = change(before, wanted, at);
        const stays = cancelled.kind === 'changed' ? cancelled.booking.charge : before.charge;
        expect(plus(refundNow(before, wanted.plan, at), stays)).toEqual(before.charge);
      }),
    );
  });

  test('is everything when staff say so', () => {
    const cancelled = change(booking(), { kind: 'cancel', plan, refundAll: true }, after(30));
    expect(cancelled).toMatchObject({ booking: { state: 'cancelled', charge: noCharge } });
  });
});

test('every reason against a change is a sentence', () => {
  const refusals: ChangeRefusal[] = [
    { kind: 'over' },
    ...bookingStates.map((state) => ({ kind: 'not_live', state }) as const),
    { kind: 'undecided' },
    { kind: 'not_started' },
    { kind: 'has_started' },
    { kind: 'too_early', from: addMs(noon, hourMs) },
    { kind: 'not_held' },
  ];
  for (const refusal of refusals) expect(changeSentence(refusal, () => '13:00')).toMatch(/^[A-Z].{10,}\.$/);
});
