import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { bookingRefusal } from '@lintel/core/bookings/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { z } from 'zod';
import { type Actor, holderOf, isStaff, mayAct } from './actor.ts';
import type { Booked } from './book.ts';
import type { CalendarTx, KeptBooking, Place } from './calendar.ts';
import { judgeSought } from './judge-wish.ts';
import { because, refuse } from './refuse.ts';
import type { Wanted } from './wanted.ts';
import { plain } from './write.ts';

/** What became of a request that was made before, as it stands. */
export async function outcomeOf(
  calendar: CalendarTx,
  actor: Actor,
  wanted: Wanted,
  at: EpochMs,
): Promise<Booked> {
  const kept = await calendar.findBooking(wanted.requestId);
  if (!kept || !isSameRequest(kept, actor, wanted)) return { kind: 'request_id_used' };
  const place = await calendar.findPlace(kept.resourceId);
  if (!place) return { kind: 'unknown_resource' };
  const all = kept.groupId ? await calendar.ofGroup(kept.groupId) : [kept];
  const bookings = all.map(plain).sort((one) => (one.id === kept.id ? -1 : 0));
  const booking = plain(kept);
  switch (kept.state) {
    case 'confirmed':
    case 'checked_in':
    case 'ended':
      return { kind: 'confirmed', booking, bookings };
    case 'requested':
      return { kind: 'requested', booking, bookings, siteName: place.siteName };
    case 'refused':
      return await refuseWith(calendar, actor, kept, place, at, reasonsOf(kept));
    case 'cancelled':
    case 'released': {
      // Where somebody else has the slot by now, also when it was sold while the site was asked, that is what there is to say.
      const held = await calendar.heldWithin(
        kept.siteId,
        { startsAt: kept.holdsFrom, endsAt: kept.holdsUntil },
        [kept.resourceId],
      );
      if (!held.some(({ id }) => id !== kept.id)) return { kind: 'cancelled_since' };
      return await refuseWith(calendar, actor, kept, place, at, [taken(kept)]);
    }
    default:
      return kept.state satisfies never;
  }
}

/** Whoever asks is who asked before, and for the same. */
function isSameRequest(kept: KeptBooking, actor: Actor, wanted: Wanted): boolean {
  const isTheirs = isStaff(actor) ? mayAct(actor, 'book', kept.siteId) : kept.holderId === holderOf(actor);
  return (
    isTheirs &&
    kept.resourceId === wanted.resourceId &&
    kept.startsAt === wanted.startsAt &&
    kept.endsAt === wanted.endsAt
  );
}

/** The answer no to a request that was turned down before, with what is free instead now. */
export async function refuseWith(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  place: Place,
  at: EpochMs,
  reasons: readonly BookingRefusal[],
) {
  const judged = await judgeSought(calendar, {
    places: [place],
    span: { startsAt: kept.startsAt, endsAt: kept.endsAt },
    purpose: kept.purpose,
    people: kept.people,
    holderId: kept.holderId,
    isForStaff: kept.holderId === undefined,
    at,
    self: kept,
  });
  return await refuse(calendar, actor, because(judged, reasons));
}

export function reasonsOf(kept: KeptBooking): readonly BookingRefusal[] {
  const parsed = z.array(bookingRefusal).min(1).safeParse(kept.refusals);
  return parsed.success ? parsed.data : [taken(kept)];
}

function taken({ endsAt }: KeptBooking): BookingRefusal {
  return { kind: 'taken', until: endsAt, bookingIds: [] };
}
