import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { ResourceId } from '@lintel/core/ids.ts';

const names = new Map<string, string>();

/** Gives an id a name for the story. */
export function nameIt(id: string, name: string): void {
  names.set(id, name);
}

export function nameOf(id: string | undefined): string {
  return id === undefined ? 'nobody' : (names.get(id) ?? id.slice(0, 8));
}

/** `booking 3f2a91bc v2 confirmed, Room 1 1 Mar 14:00–15:00 (held 13:45–15:15)`. */
export function tellBooking(booking: Booking): string {
  const { id, version, state, resourceId, startsAt, endsAt, holdsFrom, holdsUntil } = booking;
  const isWider = holdsFrom !== startsAt || holdsUntil !== endsAt;
  const held = isWider ? ` (held ${clock(holdsFrom)}–${clock(holdsUntil)})` : '';
  return `booking ${nameOf(id)} v${version} ${state}, ${tellPlace(resourceId)} ${clock(startsAt)}–${clock(endsAt)}${held}`;
}

function tellPlace(resourceId: ResourceId): string {
  return nameOf(resourceId);
}

/** `02T14:00`: day and time in UTC. */
function clock(at: number): string {
  return new Date(at).toISOString().slice(8, 16);
}
