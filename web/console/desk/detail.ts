import { bookingDetail } from '@lintel/core/bookings/calls-wire.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../ui/api.ts';

/** A booking as it stands now, with its history and what cancelling would give back. */
export function useDetail(id: BookingId) {
  return useQuery({
    queryKey: ['bookings', 'detail', id],
    queryFn: () => call(bookingDetail, `/api/console/bookings/${id}`),
  });
}
