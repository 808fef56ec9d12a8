import { bookingDetail } from '@lintel/core/bookings/calls-wire.ts';
import { useQuery } from '@tanstack/react-query';
import { call } from '../../ui/api.ts';

/** One booking with its history and what cancelling it now would give back. */
export function useDetail(id: string, enabled = true) {
  return useQuery({
    queryKey: ['bookings', 'one', id],
    queryFn: () => call(bookingDetail, `/api/bookings/${encodeURIComponent(id)}`),
    enabled,
  });
}
