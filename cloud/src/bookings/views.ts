import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { checkInFromMs } from '@lintel/core/bookings/change.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
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

/** A booking as somebody sees it: `isShown` with its title, its holder and its price, else only when it is. */
export function bookingViewOf(
  booking: Booking,
  names: { readonly resource: Pick<Resource, 'name' | 'graceMs'>; readonly holder: string | undefined },
  { isMine, isShown }: { readonly isMine: boolean; readonly isShown: boolean },
): BookingView {
  const { id, resourceId, title, startsAt, endsAt, state, source, purpose, people, version } = booking;
  const { groupId, seriesId } = booking;
  const always = {
    id,
    resourceId,
    resourceName: names.resource.name,
    startsAt,
    endsAt,
    state,
    source,
    purpose,
    version,
  };
  if (!isShown) return { ...always, mine: false, title: '', people: 0 };
  return {
    ...always,
    title,
    people,
    mine: isMine,
    ...(names.holder ? { holderName: names.holder } : {}),
    ...(groupId ? { groupId } : {}),
    ...(seriesId ? { seriesId } : {}),
    charge: booking.charge,
    ...checkInOf(booking, names.resource.graceMs),
  };
}

/** From when and until when somebody has to check in, while that is still to happen. */
function checkInOf(
  booking: Booking,
  graceMs: number | undefined,
): { readonly checkInFrom?: EpochMs; readonly releasesAt?: EpochMs } {
  if (graceMs === undefined || booking.state !== 'confirmed' || booking.purpose !== 'use') return {};
  const releasesAt = epochMs(latest(booking.startsAt, booking.bookedAt) + graceMs);
  // Booked so late that its end comes before anybody would be missed.
  if (releasesAt >= booking.endsAt) return {};
  return { checkInFrom: epochMs(Math.max(0, booking.startsAt - checkInFromMs)), releasesAt };
}
