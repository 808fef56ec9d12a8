import { waitView } from '@lintel/core/waits/wire.ts';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../ui/api.ts';

const answer = z.object({ waits: z.array(waitView) });

/** What the member waits for, with the offers that are open. */
export function useWaits() {
  return useQuery({
    queryKey: ['waits'],
    queryFn: async () => (await call(answer, '/api/me/waits')).waits,
  });
}
