import type { BookingState } from '@lintel/core/bookings/booking.ts';
import { useMyBookings } from './my-bookings.ts';

/** How a booking stands: what the answer said, and for one that was only requested, what the site has decided since. */
export function useDecided(booking: { readonly id: string; readonly state: BookingState }): BookingState {
  const mine = useMyBookings(booking.state === 'requested');
  return mine.data?.find((known) => known.id === booking.id)?.state ?? booking.state;
}
