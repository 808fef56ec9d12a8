import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan } from '@lintel/core/bookings/booking.ts';
import { type ChangeRefusal, change } from '@lintel/core/bookings/change.ts';
import type { Charge } from '@lintel/core/bookings/price.ts';
import { minus, noCharge } from '@lintel/core/bookings/price.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { type Actor, holderOf, isStaff, mayAct } from './actor.ts';
import { type CalendarTx, Collided, type KeptBooking, type Place } from './calendar.ts';
import { endUnkept } from './end-unkept.ts';
import type { CalendarPorts } from './ports.ts';
import { bookingBody, plain, publishOwn, writing } from './write.ts';

export type CancelTerms = {
  /** The version the person saw; left out, whatever stands is cancelled. */
  readonly version?: number | undefined;
  /** Staff give everything back, whatever the plan says. */
  readonly refundAll?: boolean | undefined;
};

export type Cancelled =
  /** `refunded`: what this cancel gave back; nothing when it was cancelled before. */
  | { readonly kind: 'cancelled'; readonly booking: Booking; readonly refunded: Charge }
  | { readonly kind: 'requested'; readonly booking: Booking; readonly siteName: string }
  | { readonly kind: 'stale'; readonly booking: Booking }
  | { readonly kind: 'unknown_booking' }
  | { readonly kind: 'not_yours' }
  | { readonly kind: 'unchangeable'; readonly refusal: ChangeRefusal; readonly timeZone: string }
  | { readonly kind: 'kept_by_site' };

type Step =
  | Exclude<Cancelled, { kind: 'requested' }>
  | {
      readonly kind: 'asked';
      readonly requestId: string;
      readonly place: Place;
      readonly before: KeptBooking;
    };

/**
 * Cancels a booking: at once when the cloud owns its slot, else by asking the site, which alone gives the slot away again. Cancelling twice is one
 * cancel. Whoever is faster, a change at the site or this, the site's word stands.
 */
export async function cancel(
  ports: CalendarPorts,
  actor: Actor,
  bookingId: BookingId,
  terms: CancelTerms = {},
): Promise<Cancelled> {
  const at = ports.now();
  const { operatorId } = actor;
  const step = await writing(ports, operatorId, (calendar) =>
    cancelOnce(calendar, actor, bookingId, terms, at, ports.newId),
  );
  if (step.kind !== 'asked') return step;

  await ports.untilSettled(operatorId, step.place.siteId, step.requestId, () =>
    ports.inCalendar(operatorId, async (calendar) => {
      return (await calendar.findAsk(step.requestId))?.state !== 'pending';
    }),
  );
  return await ports.inCalendar(operatorId, (calendar) => answerOf(calendar, bookingId, step));
}

async function cancelOnce(
  calendar: CalendarTx,
  actor: Actor,
  bookingId: BookingId,
  terms: CancelTerms,
  at: EpochMs,
  newId: () => string,
): Promise<Step> {
  const kept = await calendar.findBooking(bookingId);
  const place = kept && (await calendar.findPlace(kept.resourceId));
  if (!kept || !place) return { kind: 'unknown_booking' };
  const isMine = kept.holderId !== undefined && kept.holderId === holderOf(actor);
  if (!mayAct(actor, isMine ? 'cancel_own' : 'cancel_any', kept.siteId)) return { kind: 'not_yours' };
  if (terms.refundAll && !isStaff(actor)) return { kind: 'not_yours' };
  if (kept.state === 'cancelled' || kept.state === 'refused') return cancelled(plain(kept), noCharge);
  if (terms.version !== undefined && terms.version !== kept.version)
    return { kind: 'stale', booking: plain(kept) };
  await calendar.announce(kept.siteId, 'bookings');
  if (kept.state === 'requested') return await withdraw(calendar, kept, place, at, newId);

  const plan = await planOf(calendar, kept, at);
  const changed = change(plain(kept), { kind: 'cancel', plan, refundAll: terms.refundAll ?? false }, at);
  if (changed.kind === 'refused')
    return { kind: 'unchangeable', refusal: changed.refusal, timeZone: place.timeZone };
  if (changed.kind === 'unchanged') return cancelled(plain(kept), noCharge);
  const isOwn = ownerOf(heldSpan(kept), place.ownFrom) === 'cloud';
  if (!isOwn && place.box !== 'lost') {
    const requestId = await askToCancel(calendar, kept, changed.booking.charge, at, newId);
    return { kind: 'asked', requestId, place, before: kept };
  }
  return await cancelHere(calendar, actor, kept, changed.booking, { at, isOwn });
}

/** Where the box is lost its booking is given up here, and its slot is sold by nobody until the horizon has passed. */
async function cancelHere(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  next: Booking,
  { at, isOwn }: { readonly at: EpochMs; readonly isOwn: boolean },
): Promise<Step> {
  const note = {
    kind: 'cancelled' as const,
    at,
    by: actor.name,
    byHolderId: holderOf(actor),
    why: 'Cancelled.',
  };
  if (!(await calendar.putBooking(plain(kept), next, note)))
    throw new Collided('It was changed in the same moment.');
  if (isOwn) await publishOwn(calendar, kept.siteId, at, [bookingBody(next)], kept.holdsFrom);
  else await calendar.publish(kept.siteId, at, [bookingBody(next)]);
  return cancelled(next, minus(kept.charge, next.charge));
}

/** A request is taken back. In case the site has it by now, or keeps it after all, it is asked to give it up too. */
async function withdraw(
  calendar: CalendarTx,
  kept: KeptBooking,
  place: Place,
  at: EpochMs,
  newId: () => string,
): Promise<Step> {
  await calendar.withdrawAsk(kept.groupId ?? kept.id);
  const all = kept.groupId ? await calendar.ofGroup(kept.groupId) : [kept];
  if (place.box === 'lost') {
    for (const { id } of all)
      await endUnkept(calendar, id, {
        from: ['requested'],
        state: 'cancelled',
        why: 'Withdrawn.',
        at,
        by: 'cloud',
      });
    return cancelled({ ...plain(kept), state: 'cancelled', version: kept.version + 1 }, noCharge);
  }
  let requestId = '';
  for (const one of all) {
    const asked = await askToCancel(calendar, one, noCharge, at, newId);
    if (one.id === kept.id) requestId = asked;
  }
  return { kind: 'asked', requestId, place, before: kept };
}

async function askToCancel(
  calendar: CalendarTx,
  { id: bookingId, siteId }: KeptBooking,
  keep: Charge,
  at: EpochMs,
  newId: () => string,
): Promise<string> {
  const pending = (await calendar.openAsks(bookingId)).find(({ ask }) => ask.kind === 'cancel');
  if (pending) return pending.requestId;
  const requestId = newId();
  await calendar.putAsk(siteId, { requestId, bookingId, ask: { kind: 'cancel', bookingId, keep } }, at);
  return requestId;
}

/** The plan by which this booking is given back: its holder's at the site as of now. */
export async function planOf(calendar: CalendarTx, kept: KeptBooking, at: EpochMs) {
  if (!kept.holderId) return undefined;
  const booker = await calendar.loadBooker(kept.holderId, kept.siteId, kept, at);
  return booker.kind === 'member' ? booker.plan : undefined;
}

async function answerOf(
  calendar: CalendarTx,
  bookingId: BookingId,
  { requestId, place, before }: Extract<Step, { kind: 'asked' }>,
): Promise<Cancelled> {
  const kept = await calendar.findBooking(bookingId);
  if (!kept) return { kind: 'unknown_booking' };
  if (kept.state === 'cancelled' || kept.state === 'refused')
    return cancelled(plain(kept), minus(before.charge, kept.charge));
  const asked = await calendar.findAsk(requestId);
  if (asked?.state === 'pending')
    return { kind: 'requested', booking: plain(kept), siteName: place.siteName };
  return { kind: 'kept_by_site' };
}

function cancelled(booking: Booking, refunded: Charge): Extract<Cancelled, { kind: 'cancelled' }> {
  return { kind: 'cancelled', booking, refunded };
}
