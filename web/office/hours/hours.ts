import { openingHours } from '@lintel/core/sites/opening-wire.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../ui/api.ts';
import type { Opening } from './draft.ts';

const kept = openingHours.and(z.object({ timeZone: z.string() }));
export type KeptHours = z.infer<typeof kept>;

const pathOf = (siteId: string) => `/api/office/sites/${siteId}/hours`;
const keyOf = (siteId: string) => ['hours', siteId];

/** Asked for once: what somebody is typing is not taken from under their hands. */
export function useHours(siteId: string) {
  return useQuery({
    queryKey: keyOf(siteId),
    queryFn: () => call(kept, pathOf(siteId)),
    refetchInterval: false,
    refetchOnWindowFocus: false,
  });
}

/** `outside`: how many bookings to come now lie where the site is closed. */
export function useKeepHours(siteId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (opening: Opening) =>
      call(z.object({ outside: z.int() }), pathOf(siteId), { method: 'PUT', body: opening }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(siteId) }),
  });
}
