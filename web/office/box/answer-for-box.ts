import { instant } from '@lintel/core/wire.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../ui/api.ts';

const lost = z.object({
  epoch: z.int(),
  horizonAt: instant,
  takenOver: z.boolean(),
  factAt: instant.optional(),
  sentence: z.string(),
});
const ended = z.object({ horizonAt: instant, factAt: instant.optional(), sentence: z.string() });

/** Gives the box of a site up for good. Sent twice it does the same once. */
export function useDeclareLost(siteId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (said: { readonly switchedOff: boolean }) =>
      call(lost, `/api/office/sites/${siteId}/box-lost`, { method: 'POST', body: said }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sites'] }),
  });
}

/** Lets the box of a site book again before its old horizon. */
export function useEndQuarantine(siteId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call(ended, `/api/office/sites/${siteId}/quarantine/end`, { method: 'POST', body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['sites'] }),
  });
}
