import { bookingView } from '@lintel/core/bookings/wire.ts';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../api.ts';

const answer = z.object({ bookings: z.array(bookingView) });

/** The member's own bookings, the coming ones first. */
export function useMyBookings(enabled = true) {
  return useQuery({
    queryKey: ['bookings', 'mine'],
    queryFn: async () => (await call(answer, '/api/me/bookings')).bookings,
    enabled,
  });
}
