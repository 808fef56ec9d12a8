import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { checkInFromMs } from '@lintel/core/bookings/change.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { epochMs, latest, minuteMs } from '@lintel/core/time.ts';

export function resourceViewOf(resource: Resource): ResourceView {
  const { id, name, kind, capacity, floor, equipment } = resource;
  return {
    id,
    name,
    kind,
    capacity,
    floor,
    equipment: [...equipment],
    stepMin: resource.stepMs / minuteMs,
    lengthMinMin: resource.lengthMinMs / minuteMs,
    lengthMaxMin: resource.lengthMaxMs / minuteMs,
  };
}

/** What the views of bookings look names up in. */
export type Names = {
  readonly resourceOf: (id: Booking['resourceId']) => Resource | undefined;
  readonly holders: Pick<ReadonlyMap<HolderId, string>, 'get'>;
};

/** A booking with its names and its price, for staff. */
export function bookingViewOf(booking: Booking, names: Names): BookingView {
  return { ...openViewOf(booking, names), charge: booking.charge };
}

/** A booking with its names, for a panel of a site that shows them. */
export function openViewOf(booking: Booking, { resourceOf, holders }: Names): BookingView {
  const { id, resourceId, title, startsAt, endsAt, state, source, purpose, people, version } = booking;
  const { groupId, seriesId } = booking;
  const resource = resourceOf(resourceId);
  const holderName = booking.holderId && holders.get(booking.holderId);
  return {
    id,
    resourceId,
    resourceName: resource?.name ?? 'a resource that was removed',
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
    ...(groupId ? { groupId } : {}),
    ...(seriesId ? { seriesId } : {}),
    ...checkInOf(booking, resource),
  };
}

/** A booking without its names, for a panel that anyone may stand in front of. */
export function hiddenViewOf(booking: Booking, names: Names): BookingView {
  const { holderName: _, ...view } = openViewOf(booking, names);
  return { ...view, title: '', people: 0 };
}

/** From when and until when somebody has to check in, while that is still to happen. */
function checkInOf(
  booking: Booking,
  resource: Resource | undefined,
): Pick<BookingView, 'checkInFrom' | 'releasesAt'> {
  const graceMs = resource?.graceMs;
  if (graceMs === undefined || booking.state !== 'confirmed' || booking.purpose !== 'use') return {};
  const releasesAt = epochMs(latest(booking.startsAt, booking.bookedAt) + graceMs);
  // Booked so late that its end comes before anybody would be missed.
  if (releasesAt >= booking.endsAt) return {};
  return { checkInFrom: epochMs(Math.max(0, booking.startsAt - checkInFromMs)), releasesAt };
}
