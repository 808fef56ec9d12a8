import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan, holdsSlot } from '@lintel/core/bookings/booking.ts';
import { change } from '@lintel/core/bookings/change.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { isOverridable } from '@lintel/core/bookings/refusal.ts';
import type { Ask, AskAnswer } from '@lintel/core/sync/wire.ts';
import { type EpochMs, epochMs, type Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findPosition } from '../sync/position.ts';
import { judgeHere, planOf } from './judge-here.ts';
import { mayAnswer, notOursToChange, quarantineOver } from './ours.ts';
import { findBooking } from './store.ts';
import { type Write, writeAsked } from './write.ts';

/**
 * What the box answers the cloud's question with; absent when it may not decide, because the span is the cloud's as far as this box has been told, or its own calendar is not to be trusted. The cloud has judged
 * plan and allowance; here the calendar is judged. What it writes is told by the answer.
 */
export function answerBooking(store: Store, ask: Ask, at: EpochMs): AskAnswer | undefined {
  // What it does not have may only have been forgotten, so it does not even say that.
  if (findPosition(store).needsRegistration) return undefined;
  switch (ask.kind) {
    case 'book':
      return answerBook(store, ask, at);
    case 'change':
      return answerChange(store, ask, at);
    case 'cancel':
      return answerCancel(store, ask, at);
    default:
      return ask satisfies never;
  }
}

const inThePortal = { by: 'the portal', why: 'asked by the cloud' } as const;

/** All or none. What the box has decided before stands as it decided. */
function answerBook(
  store: Store,
  { bookings }: Extract<Ask, { kind: 'book' }>,
  at: EpochMs,
): AskAnswer | undefined {
  const stands = bookings.map((wanted) => findBooking(store, wanted.id));
  const isDecided = stands.every((one) => one !== undefined && one.state !== 'requested');
  const quarantined = isDecided ? undefined : quarantineOver(store, hullOf(bookings));
  if (quarantined) return { kind: 'refused', reasons: [toWire(quarantined)] };
  if (!isDecided && !mayAnswer(store, hullOf(bookings))) return undefined;
  const reasons: BookingRefusal[] = [];
  const writes: Write[] = [];
  for (const [index, wanted] of bookings.entries()) {
    const before = stands[index];
    if (before && before.state !== 'requested') continue;
    const refusals = judgeCalendar(store, wanted, at);
    if (!refusals) return undefined;
    reasons.push(...refusals);
    const version = Math.max(wanted.version, before?.version ?? 0) + 1;
    writes.push({ before, after: { ...wanted, state: 'confirmed', version } });
  }
  if (reasons.length > 0) return { kind: 'refused', reasons: reasons.map(toWire) };
  if (writeAsked(store, writes, { ...inThePortal, at }) === 'overlap') return takenBy(hullOf(bookings));
  const kept = bookings.map(({ id }) => findBooking(store, id)).filter((one) => one !== undefined);
  return { kind: 'kept', bookings: kept };
}

/** Puts the booking in the place of the version before it, when that is what stands and the calendar has room. */
function answerChange(
  store: Store,
  { booking: wanted, by, why }: Extract<Ask, { kind: 'change' }>,
  at: EpochMs,
): AskAnswer | undefined {
  const before = findBooking(store, wanted.id);
  if (!before) return { kind: 'unknown_booking' };
  if (notOursToChange(store, heldSpan(before)).length > 0) return undefined;
  if (before.version !== wanted.version - 1) return { kind: 'unchanged', booking: before, because: 'stale' };
  // Whether it may still change at all, which time may have ended since the cloud looked.
  const possible = change(before, { kind: 'describe' }, at);
  if (possible.kind === 'refused') return { kind: 'unchanged', booking: before, because: possible.refusal };
  if (hasMoved(before, wanted)) {
    if (before.startsAt <= at && !isSamePlace(before, wanted))
      return { kind: 'unchanged', booking: before, because: { kind: 'has_started' } };
    const isWider = !isWithin(before, wanted);
    const quarantined = isWider ? quarantineOver(store, heldSpan(wanted)) : undefined;
    if (quarantined) return { kind: 'refused', reasons: [toWire(quarantined)] };
    if (isWider && !mayAnswer(store, heldSpan(wanted))) return undefined;
    const refusals = holdsSlot(wanted) ? judgeCalendar(store, wanted, at, before) : [];
    if (!refusals) return undefined;
    if (refusals.length > 0) return { kind: 'refused', reasons: refusals.map(toWire) };
  }
  if (writeAsked(store, [{ before, after: wanted }], { by, why, at }) === 'overlap')
    return takenBy(heldSpan(wanted));
  return { kind: 'kept', bookings: [wanted] };
}

/** Gives the slot back, whatever version stands; `keep` is what stays of the charge, as the person was told. */
function answerCancel(
  store: Store,
  { bookingId, keep }: Extract<Ask, { kind: 'cancel' }>,
  at: EpochMs,
): AskAnswer | undefined {
  const before = findBooking(store, bookingId);
  if (!before) return { kind: 'unknown_booking' };
  if (notOursToChange(store, heldSpan(before)).length > 0) return undefined;
  const plan = planOf(store, before.holderId);
  const cancelled = change(before, { kind: 'cancel', plan, refundAll: false }, at);
  if (cancelled.kind === 'refused') return { kind: 'unchanged', booking: before, because: cancelled.refusal };
  if (cancelled.kind === 'unchanged') return { kind: 'kept', bookings: [before] };
  const after = keep ? { ...cancelled.booking, charge: keep } : cancelled.booking;
  writeAsked(store, [{ before, after }], { ...inThePortal, at });
  return { kind: 'kept', bookings: [after] };
}

/** What no override lifts: overlap, and what makes no sense. Absent when the box does not know the resource yet. */
function judgeCalendar(
  store: Store,
  wanted: Booking,
  at: EpochMs,
  self?: Booking,
): readonly BookingRefusal[] | undefined {
  const asker = { kind: 'staff' } as const;
  const judged = judgeHere(store, { ...wanted, span: wanted, held: heldSpan(wanted), asker, at, self });
  if (judged.kind !== 'judged') return undefined;
  const hasBegun = self !== undefined && self.startsAt === wanted.startsAt && wanted.endsAt > at;
  return judged.verdict.refusals
    .filter((one) => !isOverridable(one))
    .filter(({ kind }) => !(hasBegun && kind === 'in_the_past'));
}

/** From the first instant that any of them holds to the last. */
function hullOf(bookings: readonly Booking[]): Span {
  return {
    startsAt: epochMs(Math.min(...bookings.map(({ holdsFrom }) => holdsFrom))),
    endsAt: epochMs(Math.max(...bookings.map(({ holdsUntil }) => holdsUntil))),
  };
}

function hasMoved(before: Booking, after: Booking): boolean {
  return (
    !isSamePlace(before, after) || before.endsAt !== after.endsAt || before.holdsUntil !== after.holdsUntil
  );
}

function isSamePlace(before: Booking, after: Booking): boolean {
  return before.resourceId === after.resourceId && before.startsAt === after.startsAt;
}

function isWithin(before: Booking, after: Booking): boolean {
  const isRoomThere = before.resourceId === after.resourceId;
  return isRoomThere && before.holdsFrom <= after.holdsFrom && after.holdsUntil <= before.holdsUntil;
}

function takenBy({ endsAt }: Span): AskAnswer {
  return { kind: 'refused', reasons: [{ kind: 'taken', until: endsAt, bookingIds: [] }] };
}

type WireRefusal = Extract<AskAnswer, { kind: 'refused' }>['reasons'][number];

function toWire(refusal: BookingRefusal): WireRefusal {
  return refusal.kind === 'taken' ? { ...refusal, bookingIds: [...refusal.bookingIds] } : refusal;
}
