import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan } from '@lintel/core/bookings/booking.ts';
import type { Booker } from '@lintel/core/bookings/judge.ts';
import { judge } from '@lintel/core/bookings/judge.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { isOverridable } from '@lintel/core/bookings/refusal.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { Ask, AskAnswer } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findPosition } from '../sync/position.ts';
import { recordFact } from '../sync/record.ts';
import { findPlan, listDays } from './rules-store.ts';
import { findBooking, findResource, keepBookingRow, listBookingsAt } from './store.ts';

export type Kept =
  | { readonly kind: 'kept'; readonly booking: Booking }
  | { readonly kind: 'refused'; readonly reasons: readonly BookingRefusal[] }
  | { readonly kind: 'unknown_resource' };

/** What a wish to book becomes. A repeated request is answered by what it made; made and cancelled since, or another wish under its id, is not booked. */
export type Booked = Kept | { readonly kind: 'cancelled_since' } | { readonly kind: 'request_id_used' };

/** Whose plan binds the booking: a member's, or nobody's. */
export type BookingAsker =
  | {
      readonly kind: 'member';
      readonly planId: Parameters<typeof findPlan>[1] | undefined;
      readonly suspended: boolean;
    }
  | { readonly kind: 'walk_in' }
  | { readonly kind: 'staff' };

export type OwnBooking = {
  readonly booking: Booking;
  readonly asker: BookingAsker;
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
};

/**
 * Books at the site itself, needing no link: judged and written, with its fact, in the caller's one transaction. The booking's id is the request's, so
 * the same request is the same booking. Only what ends by the horizon is the site's to write.
 */
export function keepOwnBooking(store: Store, { booking, asker, by, why, at }: OwnBooking): Booked {
  const known = findBooking(store, booking.id);
  if (known) return answerAgain(known, booking);

  const judged = judgeHere(store, booking, bookerOf(store, asker), at);
  if (judged.kind !== 'free') return judged;
  const { horizonAt } = findPosition(store);
  if (ownerOf(heldSpan(booking), horizonAt) !== 'site') {
    return { kind: 'refused', reasons: [{ kind: 'beyond_horizon', until: horizonAt }] };
  }
  return write(store, booking, by, why, at);
}

function answerAgain(known: Booking, wanted: Booking): Booked {
  if (!isSameWish(known, wanted)) return { kind: 'request_id_used' };
  return known.state === 'cancelled' ? { kind: 'cancelled_since' } : { kind: 'kept', booking: known };
}

/** A walk-in begins when it is asked for: asked again a little later it is the same when it is as long. */
function isSameWish(known: Booking, wanted: Booking): boolean {
  const startsAlike = wanted.source === 'panel' || known.startsAt === wanted.startsAt;
  return (
    known.resourceId === wanted.resourceId &&
    known.source === wanted.source &&
    known.holderId === wanted.holderId &&
    startsAlike &&
    known.endsAt - known.startsAt === wanted.endsAt - wanted.startsAt
  );
}

/** Gives a slot back that is the site's to give. A booking cancelled before is cancelled. */
export function cancelOwnBooking(
  store: Store,
  {
    id,
    by,
    why,
    at,
  }: { readonly id: Booking['id']; readonly by: string; readonly why: string; readonly at: EpochMs },
): Kept | { readonly kind: 'unknown_booking' } {
  const booking = findBooking(store, id);
  if (!booking) return { kind: 'unknown_booking' };
  if (booking.state === 'cancelled') return { kind: 'kept', booking };
  const refusal = notOurs(store, booking);
  if (refusal) return { kind: 'refused', reasons: [refusal] };
  return write(store, { ...booking, state: 'cancelled', version: booking.version + 1 }, by, why, at);
}

/**
 * What the box answers the cloud's question with; absent when it may not decide, because the span is the cloud's as far as this box has been told, or its own calendar is
 * not to be trusted. The cloud has judged plan and allowance; here the calendar is judged.
 */
export function answerBooking(store: Store, ask: Ask, at: EpochMs): AskAnswer | undefined {
  if (ask.kind === 'cancel') return answerCancel(store, ask.bookingId);

  if (ask.kind === 'change') return undefined;
  const { horizonAt, needsRegistration, quarantineUntil } = findPosition(store);
  const from = Math.min(...ask.bookings.map(({ holdsFrom }) => holdsFrom));
  if (from >= horizonAt || needsRegistration || from < quarantineUntil) return undefined;
  const bookings: Booking[] = [];
  for (const wanted of ask.bookings) {
    const known = findBooking(store, wanted.id);
    if (known) {
      bookings.push(known);
      continue;
    }
    const judged = judgeHere(store, wanted, { kind: 'staff' }, at);
    if (judged.kind === 'unknown_resource') return undefined;
    const reasons = judged.kind === 'refused' ? judged.reasons.filter((one) => !isOverridable(one)) : [];
    if (reasons.length > 0) return { kind: 'refused', reasons: reasons as never };
    bookings.push({ ...wanted, state: 'confirmed', version: wanted.version + 1 });
  }
  for (const booking of bookings)
    if (keepBookingRow(store, booking) === 'overlap')
      throw new Error(`booking ${booking.id} was judged free and is not`);
  return { kind: 'kept', bookings: bookings as never };
}

function answerCancel(store: Store, id: Booking['id']): AskAnswer | undefined {
  const booking = findBooking(store, id);
  if (!booking) return { kind: 'unknown_booking' };
  if (notOurs(store, booking)) return undefined;
  if (booking.state === 'cancelled') return { kind: 'kept', bookings: [booking] as never };
  const cancelled: Booking = { ...booking, state: 'cancelled', version: booking.version + 1 };
  keepBookingRow(store, cancelled);
  return { kind: 'kept', bookings: [cancelled] as never };
}

type Judged = Exclude<Kept, { kind: 'kept' }> | { readonly kind: 'free' };

function judgeHere(store: Store, booking: Booking, booker: Booker, at: EpochMs): Judged {
  const resource = findResource(store, booking.resourceId);
  if (!resource) return { kind: 'unknown_resource' };
  const others =
    booking.startsAt < booking.endsAt ? listBookingsAt(store, resource.id, heldSpan(booking)) : [];
  const days = listDays(store, booking);
  const { purpose, people } = booking;
  const reasons = [...judge({ span: booking, resource, purpose, people, booker, at, others, days }).refusals];
  const quarantined = quarantineOf(store, booking);
  if (quarantined) reasons.push(quarantined);
  return reasons.length > 0 ? { kind: 'refused', reasons } : { kind: 'free' };
}

function quarantineOf(store: Store, booking: Booking): BookingRefusal | undefined {
  const { needsRegistration, quarantineUntil } = findPosition(store);
  if (needsRegistration) return { kind: 'quarantined' };
  return booking.startsAt < quarantineUntil ? { kind: 'quarantined', until: quarantineUntil } : undefined;
}

/** Why a booking that exists is not this site's to change: it starts at the horizon or later. */
function notOurs(store: Store, booking: Booking): BookingRefusal | undefined {
  const { horizonAt, needsRegistration } = findPosition(store);
  if (needsRegistration) return { kind: 'quarantined' };
  return booking.startsAt >= horizonAt ? { kind: 'beyond_horizon', until: horizonAt } : undefined;
}

function bookerOf(store: Store, asker: BookingAsker): Booker {
  if (asker.kind !== 'member') return asker;
  const plan = asker.planId ? findPlan(store, asker.planId) : undefined;
  return {
    kind: 'member',
    plan,
    suspended: asker.suspended,
    balance: { includedMs: 0, creditCents: 0 },
    own: [],
  };
}

function write(store: Store, booking: Booking, by: string, why: string, at: EpochMs): Kept {
  if (keepBookingRow(store, booking) === 'overlap')
    throw new Error(`booking ${booking.id} was judged free and is not`);
  recordFact(store, { kind: 'booking', booking, by, why }, at);
  return { kind: 'kept', booking };
}
