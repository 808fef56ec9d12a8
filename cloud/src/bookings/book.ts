import type { Booking } from '@lintel/core/bookings/booking.ts';
import { type BookingWish, heldOf, judge } from '@lintel/core/bookings/judge.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { type BookingRefused, bookingRefusal } from '@lintel/core/bookings/wire.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import { siteDays } from '@lintel/core/sites/opening.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { hourMs } from '@lintel/core/time.ts';
import { z } from 'zod';
import { announce, type Tx } from '../database/operator.ts';
import { slotTaken, sqlState } from '../database/pool.ts';
import { may, type Viewer } from '../members/may.ts';
import { loadOpening } from '../sites/hours-store.ts';
import { publish } from '../sync/publish.ts';
import { putAsk } from './ask-store.ts';
import type { CalendarPorts } from './ports.ts';
import { refuse } from './refuse.ts';
import { isSlotHeld } from './site-bookings.ts';
import {
  findBooking,
  findPlace,
  heldWithin,
  insertBooking,
  type KeptBooking,
  loadBooker,
  type Place,
} from './store.ts';
import { untilSettled } from './until-settled.ts';

export type Wanted = Span & {
  readonly requestId: BookingId;
  readonly resourceId: ResourceId;
  readonly title: string;
};

export type Booked =
  | { readonly kind: 'confirmed'; readonly booking: Booking }
  /** The site has not answered: neither booked nor failed. */
  | { readonly kind: 'requested'; readonly booking: Booking; readonly siteName: string }
  | { readonly kind: 'refused'; readonly refused: BookingRefused }
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'not_yours' }
  /** This very request was booked, or asked for, and has been cancelled since. */
  | { readonly kind: 'cancelled_since' }
  | { readonly kind: 'request_id_used' };

/** The cloud wrote a booking before a horizon that had moved meanwhile. */
class HorizonMoved extends Error {}

/**
 * Books for the viewer. Before the horizon the site is asked and only its word confirms; from the horizon on the cloud confirms, with the database as the
 * last guard against two bookings of one slot. The request id is the booking's id: the same request has the same answer however often it is sent.
 */
export async function book(ports: CalendarPorts, viewer: Viewer, wanted: Wanted): Promise<Booked> {
  const inScope = <T>(work: (tx: Tx) => Promise<T>) => ports.withOperator(viewer.operatorId, work);
  const place = await inScope((tx) => findPlace(tx, wanted.resourceId));
  if (!place) return { kind: 'unknown_resource' };
  if (viewer.staff && !may(viewer, 'book', place.siteId)) return { kind: 'not_yours' };
  const at = ports.now();

  const written = await write(ports, viewer, wanted, place, at);
  if (written) return written;
  await untilSettled(ports, viewer.operatorId, place.siteId, wanted.requestId, async () => {
    const kept = await inScope((tx) => findBooking(tx, wanted.requestId));
    return kept?.state !== 'requested';
  });
  return await inScope((tx) => answerOf(tx, viewer, wanted, place, at));
}

/** Writes the booking, and answers when there is nothing to wait for. */
async function write(
  ports: CalendarPorts,
  viewer: Viewer,
  wanted: Wanted,
  place: Place,
  at: EpochMs,
): Promise<Booked | undefined> {
  const inScope = <T>(work: (tx: Tx) => Promise<T>) => ports.withOperator(viewer.operatorId, work);
  const owner =
    wanted.startsAt < wanted.endsAt ? ownerOf(heldOf(place.resource, wanted), place.horizonAt) : 'cloud';
  try {
    return await inScope((tx) => writeOnce(tx, viewer, wanted, place, at, owner === 'cloud'));
  } catch (error) {
    if (error instanceof HorizonMoved)
      return await inScope((tx) => writeOnce(tx, viewer, wanted, place, at, false));
    if (sqlState(error) === '23505') return await inScope((tx) => answerOf(tx, viewer, wanted, place, at));
    if (sqlState(error) !== slotTaken) throw error;
    return await inScope(async (tx) => {
      const wish = await wishOf(tx, viewer, wanted, place, at);
      const reasons = judge(wish).refusals;
      // Whoever was faster may have let go again since: then it was taken, until its end as far as we know.
      return {
        kind: 'refused',
        refused: await refuse(
          tx,
          place,
          wish,
          reasons.length > 0 ? reasons : [{ kind: 'taken', until: wanted.endsAt, bookingIds: [] }],
        ),
      };
    });
  }
}

async function writeOnce(
  tx: Tx,
  viewer: Viewer,
  wanted: Wanted,
  place: Place,
  at: EpochMs,
  alone: boolean,
): Promise<Booked | undefined> {
  const known = await findBooking(tx, wanted.requestId);
  if (known)
    return known.state === 'requested' && known.holderId === viewer.holderId
      ? undefined
      : await answerOf(tx, viewer, wanted, place, at);

  const wish = await wishOf(tx, viewer, wanted, place, at);
  const { refusals: reasons, charge } = judge(wish);
  if (reasons.length > 0) return { kind: 'refused', refused: await refuse(tx, place, wish, reasons) };

  const booking: Booking = {
    id: wanted.requestId,
    resourceId: wanted.resourceId,
    holderId: viewer.holderId,
    title: wanted.title,
    purpose: 'use',
    people: 0,
    startsAt: wanted.startsAt,
    endsAt: wanted.endsAt,
    ...heldColumns(heldOf(place.resource, wanted)),
    charge,
    state: alone ? 'confirmed' : 'requested',
    version: 1,
    source: viewer.staff ? 'office' : 'portal',
    bookedAt: at,
  };
  await insertBooking(tx, place.siteId, booking, viewer.name);
  await announce(tx, place.siteId, 'bookings');
  if (!alone) {
    await putAsk(
      tx,
      place.siteId,
      { requestId: booking.id, bookingId: booking.id, ask: { kind: 'book', bookings: [booking] } },
      at,
    );
    return undefined;
  }
  const { horizonAt } = await publish(tx, place.siteId, at, [{ kind: 'booking', booking }]);
  if (booking.holdsFrom < horizonAt) throw new HorizonMoved();
  return { kind: 'confirmed', booking };
}

async function wishOf(
  tx: Tx,
  viewer: Viewer,
  wanted: Wanted,
  place: Place,
  at: EpochMs,
): Promise<BookingWish> {
  const span = { startsAt: wanted.startsAt, endsAt: wanted.endsAt };
  const booker = await loadBooker(tx, viewer.holderId, place.siteId, span, at);
  const isSpan = span.startsAt < span.endsAt && span.endsAt < at + 3 * 366 * 24 * hourMs;
  const others = isSpan ? await heldWithin(tx, place.siteId, heldOf(place.resource, span)) : [];
  const { timeZone, opening } = await loadOpening(tx, place.siteId);
  const days = isSpan ? siteDays(timeZone, opening, span) : [];
  return { span, resource: place.resource, purpose: 'use', people: 0, booker, at, others, days };
}

function heldColumns(held: Span): Pick<Booking, 'holdsFrom' | 'holdsUntil'> {
  return { holdsFrom: held.startsAt, holdsUntil: held.endsAt };
}

/** What became of the request, as it stands. */
async function answerOf(tx: Tx, viewer: Viewer, wanted: Wanted, place: Place, at: EpochMs): Promise<Booked> {
  const kept = await findBooking(tx, wanted.requestId);
  if (!kept || kept.holderId !== viewer.holderId || kept.resourceId !== wanted.resourceId)
    return { kind: 'request_id_used' };
  if (kept.startsAt !== wanted.startsAt || kept.endsAt !== wanted.endsAt) return { kind: 'request_id_used' };
  const { siteId: _, refusals, ...booking } = kept;
  switch (kept.state) {
    case 'confirmed':
    case 'checked_in':
    case 'ended':
      return { kind: 'confirmed', booking };
    case 'requested':
      return { kind: 'requested', booking, siteName: place.siteName };
    case 'cancelled':
    case 'released':
      // Where somebody else has the slot by now, also when it was sold while the site was asked, that is what there is to say.
      if (!(await isSlotHeld(tx, booking))) return { kind: 'cancelled_since' };
      return {
        kind: 'refused',
        refused: await refuse(tx, place, await wishOf(tx, viewer, wanted, place, at), [
          { kind: 'taken', until: kept.endsAt, bookingIds: [] },
        ]),
      };
    case 'refused':
      return {
        kind: 'refused',
        refused: await refuse(
          tx,
          place,
          await wishOf(tx, viewer, wanted, place, at),
          reasonsOf(kept, refusals),
        ),
      };
    default:
      return kept.state satisfies never;
  }
}

function reasonsOf(kept: KeptBooking, refusals: unknown): readonly BookingRefusal[] {
  const parsed = z.array(bookingRefusal).min(1).safeParse(refusals);
  return parsed.success ? parsed.data : [{ kind: 'taken', until: kept.endsAt, bookingIds: [] }];
}
