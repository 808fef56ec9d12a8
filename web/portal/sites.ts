import type { ResourceId } from '@lintel/core/ids.ts';
import { dayView, type SiteView } from '@lintel/core/sites/wire.ts';
import { useQueries } from '@tanstack/react-query';
import { call } from '../ui/api.ts';
import { useSites } from './site-day.tsx';

/**
 * Which site a resource belongs to, which a booking by itself does not say: read from today's page of each site. Absent while
 * that is not known, and for a resource that was removed.
 */
export function useSiteOf(): (resourceId: ResourceId) => SiteView | undefined {
  const { data: sites = [] } = useSites();
  const days = useQueries({
    queries: sites.map((site) => ({
      queryKey: ['bookings', 'day', site.id, 'today'],
      queryFn: () => call(dayView, `/api/sites/${site.id}/day`),
    })),
  });
  return (resourceId) =>
    days.find((day) => day.data?.resources.some((resource) => resource.id === resourceId))?.data?.site;
}
