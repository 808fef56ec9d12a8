import type { ResourceKind } from '@lintel/core/bookings/booking.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';

export const kindNames: Record<ResourceKind, { readonly one: string; readonly many: string }> = {
  desk: { one: 'Desk', many: 'Desks' },
  room: { one: 'Room', many: 'Rooms' },
  booth: { one: 'Booth', many: 'Booths' },
  office: { one: 'Office', many: 'Offices' },
};

/** `Room for 8` */
export function resourceText(resource: ResourceView): string {
  const kind = kindNames[resource.kind].one;
  return resource.capacity > 1 ? `${kind} for ${resource.capacity}` : kind;
}

/** What a bar or a row says of a booking. Another's booking has no title. */
export function bookingText(booking: BookingView): string {
  const title = booking.title || (booking.mine ? 'Your booking' : (booking.holderName ?? 'Taken'));
  return booking.state === 'requested' ? `${title} (asked for)` : title;
}

/** A floor as people say it: `floor 2`, and `First floor` as the operator wrote it. */
export function floorText(floor: string): string {
  return floor.length <= 3 ? `floor ${floor}` : floor;
}
