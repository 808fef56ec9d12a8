import type { ResourceId } from '@lintel/core/ids.ts';
import { dayView, type ResourceView, type SiteView, siteView } from '@lintel/core/sites/wire.ts';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../ui/api.ts';

const sitesAnswer = z.object({ sites: z.array(siteView) });

export function useSites() {
  return useQuery({
    queryKey: ['sites'],
    queryFn: async () => (await call(sitesAnswer, '/api/sites')).sites,
  });
}

const dayQuery = (siteId: string, date: string | undefined) => ({
  queryKey: ['bookings', 'day', siteId, date ?? 'today'],
  queryFn: () => call(dayView, `/api/sites/${siteId}/day${date ? `?date=${encodeURIComponent(date)}` : ''}`),
});

/** One local day of a site; its today without a date. While another day is fetched the one before stays. */
export function useDay(siteId: string, date: string | undefined) {
  return useQuery({ ...dayQuery(siteId, date), placeholderData: keepPreviousData });
}

/**
 * Which site a resource belongs to, which a booking by itself does not say: read from today's page of each site. Absent while
 * that is not known, and for a resource that was removed.
 */
export function useSiteOf(): (resourceId: ResourceId) => SiteView | undefined {
  const { data: sites = [] } = useSites();
  const days = useQueries({ queries: sites.map((site) => dayQuery(site.id, undefined)) });
  return (resourceId) =>
    days.find((day) => day.data?.resources.some((resource) => resource.id === resourceId))?.data?.site;
}

/** What can be booked at a site, or at all of them. */
export function useResources(siteId: string | undefined): readonly ResourceView[] {
  const { data: sites = [] } = useSites();
  const wanted = sites.filter(({ id }) => siteId === undefined || id === siteId);
  const days = useQueries({ queries: wanted.map((site) => dayQuery(site.id, undefined)) });
  return days.flatMap((day) => day.data?.resources ?? []);
}
