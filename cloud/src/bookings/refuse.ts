import { alternatives } from '@lintel/core/bookings/alternatives.ts';
import type { BookingWish } from '@lintel/core/bookings/judge.ts';
import { type BookingRefusal, refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused } from '@lintel/core/bookings/wire.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import { siteDays } from '@lintel/core/sites/opening.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { loadOpening } from '../sites/hours-store.ts';
import { heldWithin, type Place, resourcesOf } from './store.ts';

const lookAheadMs = 12 * hourMs;

/** The answer no: every reason as a sentence in the site's own time, who can help, and, when only the slot is taken, what is free instead. */
export async function refuse(
  tx: Tx,
  place: Place,
  wish: BookingWish,
  reasons: readonly BookingRefusal[],
): Promise<BookingRefused> {
  const clock = localClock(place.timeZone, wish.at);
  return {
    kind: 'refused',
    reasons: reasons.map((reason) => ({ kind: reason.kind, sentence: refusalSentence(reason, clock) })),
    alternatives: reasons.every((reason) => reason.kind === 'taken')
      ? [...(await free(tx, place, wish))]
      : [],
    help: place.help,
  };
}

/** Nothing is offered that the plan would then refuse. */
async function free(tx: Tx, place: Place, { span, booker, at }: BookingWish) {
  const window = { startsAt: span.startsAt, endsAt: addMs(span.endsAt, lookAheadMs) };
  const [resources, bookings] = [
    await resourcesOf(tx, place.siteId),
    await heldWithin(tx, place.siteId, window),
  ];
  const { timeZone, opening } = await loadOpening(tx, place.siteId);
  const advanceMs = booker.kind === 'member' && booker.plan ? booker.plan.advanceMs : lookAheadMs;
  const until = epochMs(Math.min(span.startsAt + lookAheadMs, Math.max(span.startsAt, at + advanceMs)));
  return alternatives(
    { span, resource: place.resource },
    { resources, bookings, days: siteDays(timeZone, opening, window) },
    { most: 4, until },
  );
}
