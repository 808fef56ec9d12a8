import type { Booking } from '@lintel/core/bookings/booking.ts';
import { changeSentence } from '@lintel/core/bookings/change.ts';
import { occurrenceOn } from '@lintel/core/bookings/series.ts';
import { placeOn, type SeriesPlace } from '@lintel/core/bookings/series-parts.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { Actor } from '../bookings/actor.ts';
import { type Cancelled, cancel } from '../bookings/cancel.ts';
import { type ChangeAnswer, type ChangeWish, change } from '../bookings/change.ts';
import { findViewer } from '../members/store.ts';
import { changeRequestId } from './booking-id.ts';
import { type Dated, settleDue } from './occurrence-store.ts';
import type { SeriesPorts } from './ports.ts';
import type { Look } from './run-on.ts';
import { isAsked, notYet } from './settle-asked.ts';
import { vanishes } from './show.ts';
import type { Due, Reason } from './tables.ts';

type Settled = { readonly reasons: readonly Reason[]; readonly bookingId?: BookingId | undefined };

const done: Settled = { reasons: [] };

/** Does to a date's booking what a person wanted, by the ordinary verbs, and notes why it stays as it was when it does. */
export async function settleDate(ports: SeriesPorts, look: Look, dated: Dated): Promise<void> {
  const { booking, due } = dated;
  if (!due) return;
  const settled = booking ? await settle(ports, look, dated.date, booking, due) : done;
  // That the site has not answered is no news yet; its answer is.
  const told = isAsked(settled);
  await ports.withOperator(look.operatorId, (tx) =>
    settleDue(tx, look.series.id, dated, { ...settled, told: told || undefined }),
  );
}

async function settle(
  ports: SeriesPorts,
  look: Look,
  date: string,
  booking: Booking,
  due: Due,
): Promise<Settled> {
  const actor = await ports.withOperator(look.operatorId, (tx) => findViewer(tx, due.by, look.at));
  if (!actor) return { reasons: [gone] };
  switch (due.kind) {
    case 'cancel':
      return afterCancel(await cancel(ports, actor, booking.id, { refundAll: due.refundAll }), look);
    case 'move':
      return await move(ports, actor, look, date, booking);
    case 'transfer':
      return await changeTo(ports, actor, look, booking, { kind: 'transfer', toEmail: due.toEmail });
    default:
      return due satisfies never;
  }
}

const gone: Reason = {
  kind: 'not_yours',
  sentence: 'Whoever wanted this changed is no longer here. Change it again.',
};

async function move(
  ports: SeriesPorts,
  actor: Actor,
  look: Look,
  date: string,
  booking: Booking,
): Promise<Settled> {
  const place = placeOn(look.series.parts, date);
  const there = occurrenceOn(look.spot.timeZone, date, place);
  if (there.kind === 'vanishes') return { reasons: [vanishes] };
  const { resourceId } = place;
  const stays =
    booking.resourceId === resourceId &&
    booking.startsAt === there.span.startsAt &&
    booking.endsAt === there.span.endsAt;
  const wish: ChangeWish = { kind: 'move', resourceId, ...there.span };
  const moved = stays ? done : await changeTo(ports, actor, look, booking, wish);
  if (moved.reasons.length > 0 || !isOtherwiseDescribed(booking, place)) return moved;
  return await describe(ports, actor, look, moved.bookingId ?? booking.id, place, moved);
}

function isOtherwiseDescribed(booking: Booking, { title, people }: SeriesPlace): boolean {
  return booking.title !== title || booking.people !== people;
}

async function describe(
  ports: SeriesPorts,
  actor: Actor,
  look: Look,
  bookingId: BookingId,
  { title, people }: SeriesPlace,
  moved: Settled,
): Promise<Settled> {
  const now = await ports.inCalendar(look.operatorId, (calendar) => calendar.findBooking(bookingId));
  if (!now) return moved;
  const described = await changeTo(ports, actor, look, now, { kind: 'describe', title, people });
  return { ...moved, ...described, bookingId: described.bookingId ?? moved.bookingId };
}

async function changeTo(
  ports: SeriesPorts,
  actor: Actor,
  look: Look,
  { id, version }: Pick<Booking, 'id' | 'version'>,
  wish: ChangeWish,
): Promise<Settled> {
  const requestId = changeRequestId(id, version, wish);
  return afterChange(await change(ports, actor, id, { version, requestId, change: wish }), look, id);
}

function afterChange(answer: ChangeAnswer, look: Look, id: BookingId): Settled {
  switch (answer.kind) {
    case 'changed':
      return answer.booking.id === id ? done : { reasons: [], bookingId: answer.booking.id };
    case 'requested':
      return { reasons: [notYet(answer.siteName)] };
    case 'refused':
      return { reasons: answer.refused.reasons };
    case 'unfit':
      return { reasons: [answer.problem] };
    case 'unchangeable':
      return { reasons: [unchangeable(answer, look)] };
    case 'stale':
      return { reasons: [changedSince] };
    case 'unknown_booking':
    case 'unknown_resource':
    case 'not_yours':
      return { reasons: [{ kind: answer.kind, sentence: 'It could not be changed. Ask the front desk.' }] };
    default:
      return answer satisfies never;
  }
}

function afterCancel(answer: Cancelled, look: Look): Settled {
  switch (answer.kind) {
    case 'cancelled':
    case 'unknown_booking':
      return done;
    case 'requested':
      return { reasons: [notYet(answer.siteName)] };
    case 'unchangeable':
      return { reasons: [unchangeable(answer, look)] };
    case 'stale':
      return { reasons: [changedSince] };
    case 'kept_by_site':
    case 'not_yours':
      return { reasons: [{ kind: answer.kind, sentence: 'It was not cancelled. Ask the front desk.' }] };
    default:
      return answer satisfies never;
  }
}

const changedSince: Reason = {
  kind: 'stale',
  sentence: 'Somebody changed this booking in the same moment. Look at it, and change it by itself.',
};

function unchangeable(
  { kind, refusal }: Extract<Cancelled, { kind: 'unchangeable' }>,
  { spot, at }: Look,
): Reason {
  return { kind, sentence: changeSentence(refusal, localClock(spot.timeZone, at)) };
}
