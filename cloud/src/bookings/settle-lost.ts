import type { Booking } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, SiteId } from '@lintel/core/ids.ts';
import type { Ask, AskAnswer } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { PendingAsk } from '../sync/line.ts';
import type { CalendarTx } from './calendar.ts';
import { settleAnswer } from './settle-answer.ts';
import { isSlotHeld } from './site-bookings.ts';
import { bookingBody, plain } from './write.ts';

/** What the cloud answers in the place of a lost box: as the owner of its calendar, or, where that may still hold what nobody knows, with a no to everything that takes a slot. */
export type InPlaceOf = { readonly isTakenOver: boolean; readonly until: EpochMs };

/**
 * Settles what was still asked of a box that was lost, and publishes how it stands now, for the box that comes after it. Cancels are done; bookings and changes are judged by what the cloud
 * knows, or refused.
 */
export async function settleLost(
  calendar: CalendarTx,
  siteId: SiteId,
  asks: readonly PendingAsk[],
  place: InPlaceOf,
  at: EpochMs,
): Promise<void> {
  const about = new Set<BookingId>();
  for (const { requestId, ask } of asks) {
    const answer = await answerFor(calendar, siteId, ask, place, at);
    await settleAnswer(calendar, siteId, { requestId, answer }, at, 'cloud');
    for (const id of aboutOf(ask)) about.add(id);
  }
  const bodies = [];
  for (const id of about) {
    const kept = await calendar.findBooking(id);
    if (kept && kept.state !== 'requested' && kept.state !== 'refused') bodies.push(bookingBody(kept));
  }
  if (bodies.length > 0) await calendar.publish(siteId, at, bodies);
}

function aboutOf(ask: Ask): readonly BookingId[] {
  if (ask.kind === 'book') return ask.bookings.map(({ id }) => id);
  return [ask.kind === 'change' ? ask.booking.id : ask.bookingId];
}

async function answerFor(
  calendar: CalendarTx,
  siteId: SiteId,
  ask: Ask,
  place: InPlaceOf,
  at: EpochMs,
): Promise<AskAnswer> {
  switch (ask.kind) {
    case 'book': {
      const reasons = await againstAll(calendar, siteId, ask.bookings, place, at);
      if (reasons.length > 0) return refused(reasons);
      const bookings = ask.bookings.map((one) => ({
        ...one,
        state: 'confirmed' as const,
        version: one.version + 1,
      }));
      return { kind: 'kept', bookings };
    }
    case 'change':
      return await answerChange(calendar, siteId, ask, place, at);
    case 'cancel':
      return await answerCancel(calendar, ask);
    default:
      return ask satisfies never;
  }
}

async function againstAll(
  calendar: CalendarTx,
  siteId: SiteId,
  bookings: readonly Booking[],
  { isTakenOver, until }: InPlaceOf,
  at: EpochMs,
): Promise<readonly BookingRefusal[]> {
  if (!isTakenOver) return [{ kind: 'box_lost', until }];
  const reasons: BookingRefusal[] = [];
  for (const booking of bookings) {
    if (booking.endsAt <= at) reasons.push({ kind: 'in_the_past' });
    else if (await isSlotHeld(calendar, siteId, booking, bookings))
      reasons.push({ kind: 'taken', until: booking.endsAt, bookingIds: [] });
  }
  return reasons;
}

async function answerChange(
  calendar: CalendarTx,
  siteId: SiteId,
  { booking }: Extract<Ask, { kind: 'change' }>,
  place: InPlaceOf,
  at: EpochMs,
): Promise<AskAnswer> {
  const kept = await calendar.findBooking(booking.id);
  if (!kept) return { kind: 'unknown_booking' };
  if (kept.version !== booking.version - 1)
    return { kind: 'unchanged', booking: plain(kept), because: 'stale' };
  const reasons = await againstAll(calendar, siteId, [booking], place, at);
  return reasons.length > 0 ? refused(reasons) : { kind: 'kept', bookings: [booking] };
}

async function answerCancel(
  calendar: CalendarTx,
  { bookingId, keep }: Extract<Ask, { kind: 'cancel' }>,
): Promise<AskAnswer> {
  const kept = await calendar.findBooking(bookingId);
  if (!kept || kept.state === 'requested') return { kind: 'unknown_booking' };
  const booking = plain(kept);
  const cancelled = { ...booking, state: 'cancelled' as const, version: kept.version + 1 };
  const isLive = kept.state === 'confirmed' || kept.state === 'checked_in';
  return { kind: 'kept', bookings: [isLive ? { ...cancelled, charge: keep ?? noCharge } : booking] };
}

function refused(reasons: readonly BookingRefusal[]): AskAnswer {
  return {
    kind: 'refused',
    reasons: reasons.map((one) => (one.kind === 'taken' ? { ...one, bookingIds: [...one.bookingIds] } : one)),
  };
}
