import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { announce, type Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import { publish } from '../sync/publish.ts';
import { findAsk, findPending, putAsk, withdrawAsk } from './ask-store.ts';
import type { CalendarPorts } from './ports.ts';
import { changeState, findBooking, findPlace, type KeptBooking, type Place } from './store.ts';
import { untilSettled } from './until-settled.ts';

export type Cancelled =
  | { readonly kind: 'cancelled'; readonly booking: Booking }
  | { readonly kind: 'requested'; readonly booking: Booking; readonly siteName: string }
  | { readonly kind: 'unknown_booking' }
  | { readonly kind: 'not_yours' }
  | { readonly kind: 'over' }
  | { readonly kind: 'kept_by_site' };

type Step =
  | Exclude<Cancelled, { kind: 'requested' }>
  | { readonly kind: 'asked'; readonly requestId: string; readonly place: Place };

/**
 * Cancels a booking: at once when the cloud owns its slot, else by asking the site, which alone gives the slot away again. Cancelling twice is one
 * cancel. Whoever is faster, a change at the site or this, the site's word stands.
 */
export async function cancel(ports: CalendarPorts, viewer: Viewer, bookingId: BookingId): Promise<Cancelled> {
  const inScope = <T>(work: (tx: Tx) => Promise<T>) => ports.withOperator(viewer.operatorId, work);
  const at = ports.now();
  const step =
    (await attempt(() => inScope((tx) => cancelOnce(tx, viewer, bookingId, at, true)))) ??
    (await inScope((tx) => cancelOnce(tx, viewer, bookingId, at, false)));
  if (step.kind !== 'asked') return step;

  await untilSettled(ports, viewer.operatorId, step.place.siteId, step.requestId, () =>
    inScope(async (tx) => (await findAsk(tx, step.requestId))?.state !== 'pending'),
  );
  return await inScope((tx) => answerOf(tx, bookingId, step));
}

/** The horizon passed over the booking while the cloud was cancelling it: it is the site's now. */
class HorizonMoved extends Error {}

async function attempt(work: () => Promise<Step>): Promise<Step | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof HorizonMoved) return undefined;
    throw error;
  }
}

async function cancelOnce(
  tx: Tx,
  viewer: Viewer,
  bookingId: BookingId,
  at: EpochMs,
  alone: boolean,
): Promise<Step> {
  const kept = await findBooking(tx, bookingId);
  const place = kept && (await findPlace(tx, kept.resourceId));
  if (!kept || !place) return { kind: 'unknown_booking' };
  const mine = kept.holderId === viewer.holderId;
  if (!may(viewer, mine ? 'cancel_own' : 'cancel_any', kept.siteId)) return { kind: 'not_yours' };
  if (kept.state === 'cancelled' || kept.state === 'refused')
    return { kind: 'cancelled', booking: plain(kept) };
  if (kept.endsAt <= at) return { kind: 'over' };

  await announce(tx, kept.siteId, 'bookings');
  if (alone && kept.state === 'confirmed' && ownerOf(kept, place.horizonAt) === 'cloud') {
    const changed = await changeState(tx, kept, 'cancelled', {
      kind: 'cancelled',
      at,
      by: viewer.name,
      why: 'Cancelled.',
    });
    if (!changed) throw new HorizonMoved();
    const { horizonAt } = await publish(tx, kept.siteId, at, [{ kind: 'booking', booking: changed }]);
    if (kept.startsAt < horizonAt) throw new HorizonMoved();
    return { kind: 'cancelled', booking: changed };
  }
  return { kind: 'asked', requestId: await askToCancel(tx, kept, at), place };
}

async function askToCancel(
  tx: Tx,
  { id: bookingId, siteId, state }: KeptBooking,
  at: EpochMs,
): Promise<string> {
  if (state === 'requested') await withdrawAsk(tx, bookingId);
  const pending = await findPending(tx, bookingId, 'cancel');
  return (
    pending?.request_id ?? (await putAsk(tx, siteId, { bookingId, ask: { kind: 'cancel', bookingId } }, at))
  );
}

async function answerOf(
  tx: Tx,
  bookingId: BookingId,
  { requestId, place }: Extract<Step, { kind: 'asked' }>,
): Promise<Cancelled> {
  const kept = await findBooking(tx, bookingId);
  if (!kept) return { kind: 'unknown_booking' };
  if (kept.state === 'cancelled' || kept.state === 'refused')
    return { kind: 'cancelled', booking: plain(kept) };
  const asked = await findAsk(tx, requestId);
  if (asked?.state === 'pending')
    return { kind: 'requested', booking: plain(kept), siteName: place.siteName };
  return { kind: 'kept_by_site' };
}

function plain({ siteId: _, refusals: __, ...booking }: KeptBooking): Booking {
  return booking;
}
