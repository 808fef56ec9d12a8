import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan } from '@lintel/core/bookings/booking.ts';
import { kindOfChange } from '@lintel/core/bookings/history.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, HolderId } from '@lintel/core/ids.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import type { Actor } from './actor.ts';
import { type CalendarTx, Collided, type KeptBooking } from './calendar.ts';
import type { ChangeStep } from './change.ts';
import { type Note, wasOf } from './history.ts';
import type { Planned } from './plan-change.ts';
import { because, refuse } from './refuse.ts';
import { giveUpReplaced } from './replace.ts';
import { bookingBody, plain, publishOwn } from './write.ts';

/** A planned change on its way into the calendar. */
export type Change = Planned & {
  readonly kept: KeptBooking;
  readonly requestId: BookingId;
  readonly at: EpochMs;
  readonly by: string;
  readonly byHolderId: HolderId | undefined;
};

/** The cloud's before and after: written at the version the person saw, and published. */
export async function writeInPlace(calendar: CalendarTx, change: Change): Promise<ChangeStep> {
  const { kept, next, at } = change;
  if (!(await calendar.putBooking(plain(kept), next, noteOf(change))))
    throw new Collided('It was changed in the same moment.');
  const people = await newcomer(calendar, change);
  const earliest = epochMs(Math.min(kept.holdsFrom, next.holdsFrom));
  await publishOwn(calendar, kept.siteId, at, [...people, bookingBody(next)], earliest);
  return { kind: 'changed', booking: next };
}

/** The site's: it is asked to put the whole booking in the place of the version the person saw. */
export async function askToChange(calendar: CalendarTx, change: Change): Promise<ChangeStep> {
  const { kept, next, requestId, at, by, why, to } = change;
  if (to.box === 'lost') return { kind: 'unfit', problem: lostBox };
  const ask = { kind: 'change' as const, booking: next, by, why };
  await calendar.putAsk(kept.siteId, { requestId, bookingId: kept.id, ask }, at);
  const people = await newcomer(calendar, change);
  if (people.length > 0) await calendar.publish(kept.siteId, at, people);
  return { kind: 'asked', requestId, siteId: kept.siteId };
}

const lostBox = {
  kind: 'box_lost',
  sentence:
    'The box of this site is lost, and nobody can change its bookings of the next hours. Cancel it, or speak to the front desk.',
};

/** A guest becomes known to the site with the booking that becomes theirs. */
async function newcomer(calendar: CalendarTx, { person, kept, at }: Change) {
  return person?.kind === 'guest' ? await calendar.holderBodies(kept.siteId, person.id, at) : [];
}

/**
 * From one owner's part of the calendar to the other's, or to another site: a new booking takes the place of the old one. It is written, or asked for, first; the old one is given up once the new
 * one stands.
 */
export async function writeReplacement(
  calendar: CalendarTx,
  actor: Actor,
  change: Change,
): Promise<ChangeStep> {
  const { kept, next, requestId, to, at, judged } = change;
  const isOwn = ownerOf(heldSpan(next), to.ownFrom) === 'cloud';
  if (!isOwn && to.box === 'lost') {
    const lost: BookingRefusal = { kind: 'box_lost', until: to.ownFrom };
    return await refuse(calendar, actor, because(judged, [lost]));
  }
  const { groupId: _, ...alone } = next;
  const booking: Booking = {
    ...alone,
    id: requestId,
    state: isOwn ? 'confirmed' : 'requested',
    bookedAt: at,
  };
  const note = { ...noteOf(change), kind: isOwn ? ('moved' as const) : ('requested' as const) };
  const made = { booking, note, replaces: kept.id, calendarUid: kept.calendarUid };
  await calendar.insertBookings(to.siteId, [made]);
  if (!isOwn) {
    await calendar.announce(to.siteId, 'bookings');
    const ask = { kind: 'book' as const, bookings: [booking] };
    await calendar.putAsk(to.siteId, { requestId, bookingId: booking.id, ask }, at);
    return { kind: 'asked', requestId, siteId: to.siteId };
  }
  const giveUp = () =>
    giveUpReplaced(calendar, { ...booking, siteId: to.siteId, refusals: null, ...made }, at);
  const publish = () => publishOwn(calendar, to.siteId, at, [bookingBody(booking)], booking.holdsFrom);
  // Two sites are locked in the order of their ids.
  const inOrder = kept.siteId < to.siteId ? [giveUp, publish] : [publish, giveUp];
  for (const step of inOrder) await step();
  return { kind: 'changed', booking };
}

function noteOf({ kept, next, at, by, byHolderId, why, requestId }: Change): Note {
  const before = plain(kept);
  return { kind: kindOfChange(before, next), at, by, byHolderId, why, was: wasOf(before, next), requestId };
}
