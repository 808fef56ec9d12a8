import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { heldSpan, holdsSlot } from '@lintel/core/bookings/booking.ts';
import { heldOf } from '@lintel/core/bookings/judge.ts';
import type { SiteDay } from '@lintel/core/sites/opening.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, ceilTo, epochMs, floorTo, latest, overlaps } from '@lintel/core/time.ts';

export type CalendarNow = {
  /** The bookings that may touch what is asked. */
  readonly bookings: readonly Booking[];
  readonly days: readonly SiteDay[];
  readonly horizonAt: EpochMs;
};

/**
 * The longest booking that could be made of the resource now: from the step under way, or from the next one while somebody who has left early holds a part of this one, until the next booking with its preparation
 * and this resource's own, closing time, the longest booking or the horizon, whichever is first. Absent when not even the shortest fits.
 */
export function freeNow(resource: Resource, at: EpochMs, calendar: CalendarNow): Span | undefined {
  const held = calendar.bookings
    .filter((booking) => booking.resourceId === resource.id && holdsSlot(booking))
    .map(heldSpan);
  if (held.some((span) => overlaps(span, { startsAt: at, endsAt: addMs(at, 1) }))) return undefined;
  return (
    freeFrom(resource, floorTo(at, resource.stepMs), held, calendar) ??
    freeFrom(resource, ceilTo(at, resource.stepMs), held, calendar)
  );
}

function freeFrom(
  resource: Resource,
  startsAt: EpochMs,
  held: readonly Span[],
  { days, horizonAt }: CalendarNow,
): Span | undefined {
  const shortest = heldOf(resource, { startsAt, endsAt: addMs(startsAt, resource.lengthMinMs) });
  const closesAt = closingAfter(days, startsAt);
  if (closesAt === undefined || held.some((span) => overlaps(span, shortest))) return undefined;
  const nexts = held.map((span) => span.startsAt).filter((next) => next >= shortest.endsAt);
  const until = Math.min(
    startsAt + resource.lengthMaxMs,
    closesAt,
    ...[horizonAt, ...nexts].map((next) => next - resource.afterMs),
  );
  const endsAt = floorTo(epochMs(Math.max(0, until)), resource.stepMs);
  return endsAt - startsAt >= resource.lengthMinMs ? { startsAt, endsAt } : undefined;
}

/** How far the booking could be extended where it is: the same bounds as for a new one. Its own end when not at all. */
export function extendableTo(resource: Resource, booking: Booking, calendar: CalendarNow): EpochMs {
  const nexts = calendar.bookings
    .filter((one) => one.resourceId === resource.id && one.id !== booking.id && holdsSlot(one))
    .map(({ holdsFrom }) => holdsFrom)
    .filter((next) => next >= booking.endsAt);
  const until = Math.min(
    booking.startsAt + resource.lengthMaxMs,
    closingAfter(calendar.days, booking.startsAt) ?? booking.endsAt,
    ...[calendar.horizonAt, ...nexts].map((next) => next - resource.afterMs),
  );
  return latest(booking.endsAt, floorTo(epochMs(Math.max(0, until)), resource.stepMs));
}

/** When the opening hours that contain the instant end, over midnight too; absent when the site is closed then. */
function closingAfter(days: readonly SiteDay[], at: EpochMs): EpochMs | undefined {
  const open = days.flatMap((day) => day.open).sort((a, b) => a.startsAt - b.startsAt);
  let until: EpochMs | undefined;
  for (const { startsAt, endsAt } of open) {
    const covered = until ?? at;
    if (startsAt <= covered && endsAt > covered) until = endsAt;
  }
  return until;
}
