import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { type Actor, holderOf, isStaff } from './actor.ts';
import { type CalendarTx, IdTaken, type Person, type Place, SlotTaken } from './calendar.ts';
import type { Note } from './history.ts';
import { isLifted, type Judged, judgeSought, overriddenBecause } from './judge-wish.ts';
import { outcomeOf } from './outcome.ts';
import type { CalendarPorts } from './ports.ts';
import { because, type Refused, refuse } from './refuse.ts';
import { bookingsOf, type Understood, type Unfit, understand, type Wanted } from './wanted.ts';
import { bookingBody, hullOf, publishOwn, writing } from './write.ts';

export type Booked =
  /** `bookings`: all of them, the first too. `named`: what a screen writes beside them, when it was looked up anyhow. */
  | {
      readonly kind: 'confirmed';
      readonly booking: Booking;
      readonly bookings: readonly Booking[];
      readonly named?: Named | undefined;
    }
  /** The site has not answered: neither booked nor failed. */
  | {
      readonly kind: 'requested';
      readonly booking: Booking;
      readonly bookings: readonly Booking[];
      readonly siteName: string;
    }
  | Refused
  | Unfit
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'not_yours' }
  /** This very request was booked, or asked for, and has been cancelled since. */
  | { readonly kind: 'cancelled_since' }
  | { readonly kind: 'request_id_used' };

/** The resources in the order of the bookings, and their holder. */
export type Named = {
  readonly places: readonly Place[];
  readonly holder: Person | undefined;
};

type Step = Booked | { readonly kind: 'asked'; readonly place: Place };

/**
 * Books for somebody: one resource, or several of a site, all or nothing. Before the horizon the site is asked and only its word confirms; from the horizon on the cloud confirms, with the database
 * as the last guard against two bookings of one slot. The same request has the same answer however often it is sent.
 */
export async function book(ports: CalendarPorts, actor: Actor, wanted: Wanted): Promise<Booked> {
  const at = ports.now();
  const step = await writeOrLose(ports, actor, wanted, at);
  if (step.kind !== 'asked') return step;
  const { operatorId } = actor;
  await ports.untilSettled(operatorId, step.place.siteId, wanted.requestId, () =>
    ports.inCalendar(operatorId, async (calendar) => {
      return (await calendar.findBooking(wanted.requestId))?.state !== 'requested';
    }),
  );
  return await ports.inCalendar(operatorId, (calendar) => outcomeOf(calendar, actor, wanted, at));
}

async function writeOrLose(
  ports: CalendarPorts,
  actor: Actor,
  wanted: Wanted,
  at: EpochMs,
  isAgain = false,
): Promise<Step> {
  try {
    return await writing(ports, actor.operatorId, (calendar) => writeOnce(calendar, actor, wanted, at));
  } catch (error) {
    if (error instanceof IdTaken)
      return await ports.inCalendar(actor.operatorId, (calendar) => outcomeOf(calendar, actor, wanted, at));
    if (!(error instanceof SlotTaken)) throw error;
    ports.lostRace(wanted.resourceId);
    const lost = await ports.inCalendar(actor.operatorId, (calendar) =>
      loseRace(calendar, actor, wanted, at, isAgain),
    );
    return lost ?? (await writeOrLose(ports, actor, wanted, at, true));
  }
}

async function writeOnce(calendar: CalendarTx, actor: Actor, wanted: Wanted, at: EpochMs): Promise<Step> {
  const [known, understood] = await Promise.all([
    calendar.findBooking(wanted.requestId),
    understand(calendar, actor, wanted),
  ]);
  if (known) return await outcomeOrWait(calendar, actor, wanted, at);
  if (understood.kind !== 'understood') return understood;
  const judged = await judgeWanted(calendar, wanted, understood, at);
  const refusals = judged.flatMap((one) => one.refusals);
  if (refusals.length > 0 && !isLifted(refusals, wanted.override))
    return await refuse(calendar, actor, judged);

  const [place] = understood.places;
  if (!place) return { kind: 'unknown_resource' };
  const settled = await withGuest(calendar, understood);
  const source = wanted.source ?? (isStaff(actor) ? 'office' : 'portal');
  const begin = (state: 'confirmed' | 'requested') =>
    bookingsOf(wanted, settled, judged, { state, source, at });
  const why = refusals.length > 0 && wanted.override && overriddenBecause(refusals, wanted.override.reason);
  const note = { at, by: actor.name, byHolderId: holderOf(actor), why: why || '' };
  const isOwn = ownerOf(hullOf(begin('confirmed')), place.ownFrom) === 'cloud';
  if (isOwn) return await confirm(calendar, place, begin('confirmed'), settled, note);
  if (place.box === 'lost') {
    const lost: BookingRefusal = { kind: 'box_lost', until: place.ownFrom };
    return await refuse(calendar, actor, because(judged, [lost]));
  }
  return await askSite(calendar, place, begin('requested'), settled, note);
}

async function withGuest(calendar: CalendarTx, understood: Understood): Promise<Understood> {
  const { newGuest } = understood;
  return newGuest ? { ...understood, holder: await calendar.keepGuest(newGuest) } : understood;
}

/** The cloud's own: written and published at once. */
async function confirm(
  calendar: CalendarTx,
  { siteId }: Place,
  bookings: readonly Booking[],
  understood: Understood,
  note: Omit<Note, 'kind'>,
): Promise<Step> {
  const why = note.why || 'Booked.';
  const inserted = calendar.insertBookings(
    siteId,
    bookings.map((booking) => ({ booking, note: { ...note, why, kind: 'booked' } })),
  );
  // A guest is a newcomer at the site once the booking is there; for all others both go at once, in this order.
  const people =
    understood.holder?.kind === 'guest'
      ? await inserted.then(() => guestBodies(calendar, siteId, understood, note.at))
      : [];
  const bodies = [...people, ...bookings.map(bookingBody)];
  await Promise.all([inserted, publishOwn(calendar, siteId, note.at, bodies, hullOf(bookings).startsAt)]);
  return confirmed(bookings, { places: understood.places, holder: understood.holder });
}

/** The site's to decide: kept as requested, and asked. */
async function askSite(
  calendar: CalendarTx,
  place: Place,
  bookings: readonly Booking[],
  understood: Understood,
  note: Omit<Note, 'kind'>,
): Promise<Step> {
  const [first] = bookings;
  if (!first) return { kind: 'unknown_resource' };
  const { siteId } = place;
  const why = note.why || 'Asked of the site.';
  await calendar.insertBookings(
    siteId,
    bookings.map((booking) => ({ booking, note: { ...note, why, kind: 'requested' } })),
  );
  await calendar.announce(siteId, 'bookings');
  const question = {
    requestId: first.id,
    bookingId: first.id,
    ask: { kind: 'book' as const, bookings: [...bookings] },
  };
  await calendar.putAsk(siteId, question, note.at);
  const people = await guestBodies(calendar, siteId, understood, note.at);
  if (people.length > 0) await calendar.publish(siteId, note.at, people);
  return { kind: 'asked', place };
}

async function guestBodies(
  calendar: CalendarTx,
  siteId: Place['siteId'],
  { holder }: Understood,
  at: EpochMs,
) {
  return holder?.kind === 'guest' ? await calendar.holderBodies(siteId, holder.id, at) : [];
}

/** All reasons and prices of a wish, as things stand. */
export async function judgeWanted(
  calendar: CalendarTx,
  wanted: Wanted,
  understood: Understood,
  at: EpochMs,
  self?: Booking,
): Promise<readonly Judged[]> {
  return await judgeSought(calendar, {
    places: understood.places,
    span: { startsAt: wanted.startsAt, endsAt: wanted.endsAt },
    purpose: understood.purpose,
    people: wanted.people ?? 0,
    holderId: understood.holder?.id,
    isForStaff: understood.isForStaff,
    at,
    self,
  });
}

/** What whoever lost a race for a slot hears. Absent when it is free again by now, and worth another try. */
async function loseRace(
  calendar: CalendarTx,
  actor: Actor,
  wanted: Wanted,
  at: EpochMs,
  isAgain: boolean,
): Promise<Step | undefined> {
  const understood = await understand(calendar, actor, wanted);
  if (understood.kind !== 'understood') return understood;
  const judged = await judgeWanted(calendar, wanted, understood, at);
  if (judged.some(({ refusals }) => refusals.length > 0)) return await refuse(calendar, actor, judged);
  if (!isAgain) return undefined;
  return await refuse(
    calendar,
    actor,
    because(judged, [{ kind: 'taken', until: wanted.endsAt, bookingIds: [] }]),
  );
}

function confirmed(bookings: readonly Booking[], named: Named): Step {
  const [booking] = bookings;
  return booking ? { kind: 'confirmed', booking, bookings, named } : { kind: 'unknown_resource' };
}

/** What became of the request; `asked` when the site's answer is still to be waited for. */
async function outcomeOrWait(calendar: CalendarTx, actor: Actor, wanted: Wanted, at: EpochMs): Promise<Step> {
  const outcome = await outcomeOf(calendar, actor, wanted, at);
  const place = outcome.kind === 'requested' && (await calendar.findPlace(wanted.resourceId));
  return place ? { kind: 'asked', place } : outcome;
}
