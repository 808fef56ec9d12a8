import { linkView, siteView } from '@lintel/core/sites/wire.ts';
import { instant } from '@lintel/core/wire.ts';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../ui/api.ts';
import { readersZone } from '../ui/zone.ts';

const officeSite = siteView.extend({
  link: linkView,
  horizonAt: instant.nullish(),
  waiting: z.int(),
  epoch: z.int(),
});
export type OfficeSite = z.infer<typeof officeSite>;
const answer = z.object({ sites: z.array(officeSite) });

/** Every site the role covers, with how the cloud hears it. */
export function useOfficeSites() {
  return useQuery({
    queryKey: ['sites', 'office'],
    queryFn: async () => (await call(answer, '/api/office/sites')).sites,
    refetchInterval: 10_000,
  });
}

/** The zone of a site by its id; the reader's own while the sites are not known. */
export function useZoneOf(): (siteId: string) => string {
  const { data: sites } = useOfficeSites();
  return (siteId) => sites?.find((site) => site.id === siteId)?.timeZone ?? readersZone();
}
