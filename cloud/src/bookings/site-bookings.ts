import type { Booking } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import { kindOfChange } from '@lintel/core/bookings/history.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { KnownFact } from '../sync/read-fact.ts';
import { type CalendarTx, Collided, type KeptBooking } from './calendar.ts';
import { type Note, wasOf } from './history.ts';
import { settleAnswer } from './settle-answer.ts';

/** A booking as its site reports it. */
export type Reported = {
  readonly booking: Booking;
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
  /** The question that it answers: the cloud asked for this very change, and its person is known. */
  readonly requestId?: string | undefined;
  /** What the cloud asked it to become. */
  readonly wanted?: Booking | undefined;
};

/** What a site's facts do to the calendar. Answers whether any did. Throws when one cannot be applied. */
export async function applyBookingFacts(
  calendar: CalendarTx,
  siteId: SiteId,
  facts: readonly KnownFact[],
): Promise<boolean> {
  let any = false;
  for (const { at, body } of facts) {
    if (body.kind === 'booking') await keepReported(calendar, siteId, { ...body, at });
    else if (body.kind === 'ask_answered') await settleAnswer(calendar, siteId, body, at);
    else continue;
    any = true;
  }
  return any;
}

/**
 * Keeps a booking as the site that owns it reports it, with its history. An older version than ours changes nothing. Throws on what is not the site's to say, and `SlotTaken` when another booking
 * holds the slot.
 */
export async function keepReported(calendar: CalendarTx, siteId: SiteId, reported: Reported): Promise<void> {
  const { booking, by, why, at, requestId } = reported;
  const known = await calendar.findBooking(booking.id);
  await checkOwned(calendar, siteId, booking, known, reported);
  if (known && !isNews(known, booking)) return;
  const note: Note = {
    kind: kindOfChange(known, booking),
    at,
    by,
    why,
    was: known && wasOf(known, booking),
    requestId,
  };
  if (!known) return await calendar.insertBookings(siteId, [{ booking, note }]);
  const replacement = booking.state === 'cancelled' && (await calendar.findReplacement(booking.id));
  const moved = replacement && holdsSlot(replacement) ? { kind: 'moved' as const, isTold: true } : {};
  if (!(await calendar.putBooking(known, booking, { ...note, ...moved })))
    throw new Collided(`The booking ${booking.id} was changed in the same moment.`);
}

/** The site's word on a request is news at the version it was asked with; otherwise only a higher version is. */
function isNews(known: KeptBooking, booking: Booking): boolean {
  if (known.state === 'requested') return booking.version >= known.version;
  return booking.version > known.version;
}

/** Throws unless the site may say this: a decided booking of a resource of its own, not another site's, and neither before nor now in the cloud's part of the calendar. */
async function checkOwned(
  calendar: CalendarTx,
  siteId: SiteId,
  booking: Booking,
  known: KeptBooking | undefined,
  { requestId, wanted }: Reported,
): Promise<void> {
  const place = await calendar.findPlace(booking.resourceId);
  if (place?.siteId !== siteId) throw new Error(`The resource ${booking.resourceId} is not of this site.`);
  if (known && known.siteId !== siteId) throw new Error(`The booking ${booking.id} is another site's.`);
  if (booking.state === 'requested' || booking.state === 'refused')
    throw new Error(`A site reports what it keeps and ends, not a booking that is ${booking.state}.`);
  // The cloud's own word, come back: where a booking leaves the site's part of the calendar, the site goes first.
  if (wanted && isSameSlot(wanted, booking)) return;
  // What the cloud itself asked to be moved over the horizon was the cloud's before.
  const before = known && requestId === undefined ? known.holdsFrom : booking.holdsFrom;
  if (Math.max(booking.holdsFrom, before) >= place.horizonAt)
    throw new Error(`The booking ${booking.id} starts at the horizon or later: it is the cloud's to change.`);
}

function isSameSlot(a: Booking, b: Booking): boolean {
  return a.resourceId === b.resourceId && a.holdsFrom === b.holdsFrom && a.holdsUntil === b.holdsUntil;
}

/** Whether another booking than these holds any of its slot. */
export async function isSlotHeld(
  calendar: CalendarTx,
  siteId: SiteId,
  { resourceId, holdsFrom, holdsUntil }: Booking,
  own: readonly Booking[],
): Promise<boolean> {
  const held = await calendar.heldWithin(siteId, { startsAt: holdsFrom, endsAt: holdsUntil }, [resourceId]);
  return held.some(({ id }) => !own.some((one) => one.id === id));
}
