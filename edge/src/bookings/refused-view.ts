import type { SiteCalendar } from '@lintel/core/bookings/alternatives.ts';
import { alternatives } from '@lintel/core/bookings/alternatives.ts';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { isOverridable, refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused } from '@lintel/core/bookings/wire.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import type { Reason, Upgrade } from './book.ts';
import { isNonsense } from './book.ts';
import { bookingViewOf, type Names } from './views.ts';

const searchMs = 12 * hourMs;
const alternativesMost = 4;

/** How far around a wish the calendar is read to find something else. */
export const searchedMs = 2 * searchMs;

export type RefusedParts = {
  readonly reasons: readonly Reason[];
  readonly wanted: { readonly span: Span; readonly resourceId: Booking['resourceId'] };
  readonly at: EpochMs;
  readonly site: SiteCalendar & { readonly info: SiteInfo };
  readonly upgrade?: Upgrade | undefined;
};

/** The answer no: every reason in words, what is free instead, and who can help. Of several resources each reason names its own. */
export function refusedView(parts: RefusedParts): BookingRefused {
  const { reasons, at, site, upgrade } = parts;
  const clock = localClock(site.info.timeZone, at);
  const isGroup = new Set(reasons.map(({ resourceId }) => resourceId)).size > 1;
  const nameOf = (reason: Reason) => site.resources.find(({ id }) => id === reason.resourceId)?.name ?? '';
  return {
    kind: 'refused',
    reasons: reasons.map((reason) => {
      const sentence = refusalSentence(reason.refusal, clock);
      return { kind: reason.refusal.kind, sentence: isGroup ? `${nameOf(reason)}: ${sentence}` : sentence };
    }),
    alternatives: insteadOf(parts),
    help: site.info.help,
    ...(upgrade ? { upgrade: { ...upgrade, sentence: `The plan ${upgrade.planName} would allow it.` } } : {}),
  };
}

/** The same for staff, who see what stands in the way and whether a reason of theirs would lift it all. */
export function staffRefusedView(
  parts: RefusedParts,
  look: { readonly find: (id: Booking['id']) => Booking | undefined; readonly names: Names },
): BookingRefused {
  const refusals = parts.reasons.map(({ refusal }) => refusal);
  const ids = refusals.flatMap((refusal) => (refusal.kind === 'taken' ? refusal.bookingIds : []));
  const inTheWay = [...new Set(ids)].map(look.find).filter((booking) => booking !== undefined);
  return {
    ...refusedView(parts),
    inTheWay: inTheWay.map((booking) => bookingViewOf(booking, look.names)),
    overridable: refusals.every(isOverridable),
  };
}

function insteadOf({ reasons, wanted, site }: RefusedParts): BookingRefused['alternatives'] {
  const { span, resourceId } = wanted;
  const resource = site.resources.find(({ id }) => id === resourceId);
  if (!resource || isNonsense(reasons.map(({ refusal }) => refusal))) return [];
  const until = addMs(span.startsAt, searchMs);
  return [...alternatives({ span, resource }, site, { most: alternativesMost, until })];
}
