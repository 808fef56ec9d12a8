import type { Booking, Resource } from '../bookings/booking.ts';
import { holdsSlot } from '../bookings/booking.ts';
import type { BookingId, DoorId, GrantId, HolderId } from '../ids.ts';
import type { Span } from '../time.ts';
import { epochMs, minuteMs } from '../time.ts';

/** Why a holder may open doors: what a screen names beside an access event. */
export type Because =
  | { readonly kind: 'booking'; readonly bookingId: BookingId; readonly what: string }
  | { readonly kind: 'membership'; readonly what: string }
  | { readonly kind: 'staff'; readonly what: string };

/** This holder may open these doors in this span. */
export type Grant = {
  readonly id: GrantId;
  readonly holderId: HolderId;
  readonly doorIds: readonly DoorId[];
  readonly valid: Span;
  readonly because: Because;
};

/** People arrive early: a booking opens its doors this long before it starts. */
export const earlyMs = 5 * minuteMs;

/** The grant a booking gives: its room and the doors on the way, from five minutes before until the second it ends. Absent when it holds no slot or has no holder. */
export function grantOfBooking(booking: Booking, resource: Resource): Grant | undefined {
  if (!booking.holderId || !holdsSlot(booking)) return undefined;
  return {
    id: booking.id as string as GrantId,
    holderId: booking.holderId,
    doorIds: resource.doorIds,
    valid: { startsAt: epochMs(Math.max(0, booking.startsAt - earlyMs)), endsAt: booking.endsAt },
    because: { kind: 'booking', bookingId: booking.id, what: resource.name },
  };
}
