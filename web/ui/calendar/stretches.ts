import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import {
  addMs,
  ceilTo,
  type EpochMs,
  epochMs,
  floorTo,
  latest,
  minuteMs,
  overlaps,
  type Span,
} from '@lintel/core/time.ts';

/**
 * Where a resource can still be booked within `day`: whole steps, from the step under way at `at`, long enough for its shortest booking, in order.
 * What is only requested holds no slot.
 */
export function freeStretches(
  resource: ResourceView,
  bookings: readonly BookingView[],
  day: Span,
  at: EpochMs,
): readonly Span[] {
  const stepMs = resource.stepMin * minuteMs;
  const held = bookings
    .filter((booking) => booking.resourceId === resource.id && holdsSlot(booking) && overlaps(booking, day))
    .sort((a, b) => a.startsAt - b.startsAt);

  const gaps: Span[] = [];
  let from = latest(day.startsAt, floorTo(at, stepMs));
  for (const booking of held) {
    gaps.push({ startsAt: from, endsAt: booking.startsAt });
    from = latest(from, booking.endsAt);
  }
  gaps.push({ startsAt: from, endsAt: day.endsAt });
  return gaps
    .map((gap) => ({ startsAt: ceilTo(gap.startsAt, stepMs), endsAt: floorTo(gap.endsAt, stepMs) }))
    .filter((gap) => gap.endsAt - gap.startsAt >= resource.lengthMinMin * minuteMs && gap.endsAt > at);
}

/** Every start within a free stretch from which the shortest booking still fits. */
function startChoices(resource: ResourceView, free: Span): readonly EpochMs[] {
  const stepMs = resource.stepMin * minuteMs;
  const last = free.endsAt - resource.lengthMinMin * minuteMs;
  const count = Math.max(0, Math.floor((last - free.startsAt) / stepMs) + 1);
  return Array.from({ length: count }, (_, index) => addMs(free.startsAt, index * stepMs));
}

/** The start someone meant who pressed a free stretch at `share` (0 its left edge, 1 its right): the step under the finger. */
export function startAt(resource: ResourceView, free: Span, share: number): EpochMs {
  const choices = startChoices(resource, free);
  const pointed = floorTo(
    epochMs(Math.round(free.startsAt + share * (free.endsAt - free.startsAt))),
    resource.stepMin * minuteMs,
  );
  return choices.filter((choice) => choice <= pointed).pop() ?? free.startsAt;
}
