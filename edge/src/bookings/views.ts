import type { SiteCalendar } from '@lintel/core/bookings/alternatives.ts';
import { alternatives } from '@lintel/core/bookings/alternatives.ts';
import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { localClock, localDate, localDay } from '@lintel/core/sites/local-time.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, contains, floorTo, hourMs, minuteMs } from '@lintel/core/time.ts';

const searchMs = 12 * hourMs;
const alternativesMost = 4;

export function resourceViewOf(resource: Resource): ResourceView {
  const { id, name, kind, capacity } = resource;
  return {
    id,
    name,
    kind,
    capacity,
    stepMin: resource.stepMs / minuteMs,
    lengthMinMin: resource.lengthMinMs / minuteMs,
    lengthMaxMin: resource.lengthMaxMs / minuteMs,
  };
}

/** A booking with its names, for staff. */
export function bookingViewOf(
  booking: Booking,
  resourceName: string,
  names: Pick<ReadonlyMap<HolderId, string>, 'get'>,
): BookingView {
  const { id, resourceId, title, startsAt, endsAt, state, source, purpose, people, version } = booking;
  const holderName = booking.holderId && names.get(booking.holderId);
  return {
    id,
    resourceId,
    resourceName,
    title,
    startsAt,
    endsAt,
    state,
    source,
    mine: false,
    purpose,
    people,
    version,
    ...(holderName ? { holderName } : {}),
  };
}

/** A booking without its names, for a panel that anyone may stand in front of. */
export function hiddenViewOf(booking: Booking, resourceName: string): BookingView {
  return { ...bookingViewOf(booking, resourceName, new Map()), title: '' };
}

/** The answer no: every reason in words, what is free instead, and who can help. */
export function refusedView(
  reasons: readonly BookingRefusal[],
  wanted: { readonly span: Span; readonly resource: Resource },
  at: EpochMs,
  site: SiteCalendar & { readonly info: SiteInfo },
): BookingRefused {
  const clock = localClock(site.info.timeZone, at);
  const sound = wanted.span.startsAt < wanted.span.endsAt;
  return {
    kind: 'refused',
    reasons: reasons.map((reason) => ({ kind: reason.kind, sentence: refusalSentence(reason, clock) })),
    alternatives: sound
      ? [
          ...alternatives(wanted, site, {
            most: alternativesMost,
            until: addMs(wanted.span.startsAt, searchMs),
          }),
        ]
      : [],
    help: site.info.help,
  };
}

export type AgendaParts = {
  readonly at: EpochMs;
  readonly info: SiteInfo;
  readonly resource: Resource;
  readonly bookings: readonly Booking[];
  readonly horizonAt: EpochMs;
  readonly link: 'live' | 'cut_off';
  readonly occupied: boolean | undefined;
};

/** What a panel draws of its resource at this instant. */
export function agendaOf(parts: AgendaParts): AgendaView {
  const { at, info, resource, link, horizonAt, occupied } = parts;
  const day = localDay(info.timeZone, localDate(info.timeZone, at));
  const held = parts.bookings.filter((booking) => booking.resourceId === resource.id && holdsSlot(booking));
  return {
    at,
    site: { id: info.id, name: info.name, timeZone: info.timeZone, currency: info.currency },
    help: info.help,
    resource: resourceViewOf(resource),
    ...(occupied === undefined ? {} : { occupied }),
    bookings: held
      .filter((booking) => booking.endsAt > at && booking.startsAt < day.endsAt)
      .map((booking) => hiddenViewOf(booking, resource.name)),
    dayStartsAt: day.startsAt,
    dayEndsAt: day.endsAt,
    freeMin: freeMinutes(held, resource, at, horizonAt),
    link,
    horizonAt,
  };
}

function freeMinutes(held: readonly Booking[], resource: Resource, at: EpochMs, horizonAt: EpochMs): number {
  if (held.some((booking) => contains(booking, at))) return 0;
  // A walk-in begins in the step that is under way.
  const begins = floorTo(at, resource.stepMs);
  const next = Math.min(
    horizonAt,
    begins + resource.lengthMaxMs,
    ...held.map((b) => b.startsAt).filter((starts) => starts > at),
  );
  return Math.max(0, Math.floor((next - begins) / minuteMs));
}
