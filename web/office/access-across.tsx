import { accessEventView } from '@lintel/core/doors/wire.ts';
import { siteId as siteIdSchema } from '@lintel/core/wire.ts';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { AccessEvents } from '../ui/access-events.tsx';
import { call } from '../ui/api.ts';
import { Loaded } from '../ui/notes.tsx';
import { useZoneOf } from './office-sites.ts';
import { SiteFilter } from './site-filter.tsx';

const event = accessEventView.extend({ siteId: siteIdSchema, siteName: z.string() });
const answer = z.object({ events: z.array(event) });
const pageSize = 50;

/** What happened at the doors of all sites, the newest first, in each site's own time. */
export function AccessAcross({ siteId }: { readonly siteId: string | undefined }) {
  const zoneOf = useZoneOf();
  const query = useInfiniteQuery({
    queryKey: ['access', 'office', siteId ?? 'all'],
    initialPageParam: undefined as number | undefined,
    queryFn: async ({ pageParam: before }) => {
      const asked = new URLSearchParams({ limit: String(pageSize) });
      if (siteId) asked.set('siteId', siteId);
      if (before !== undefined) asked.set('before', String(before));
      return (await call(answer, `/api/office/access-events?${asked}`)).events;
    },
    getNextPageParam: (last) => (last.length < pageSize ? undefined : last[last.length - 1]?.at),
  });
  const siteOf = new Map(query.data?.pages.flat().map((one) => [one.id, one.siteId]));
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          Doors of all sites
        </Title>
        <SiteFilter view="access" siteId={siteId} />
      </Group>
      <Text size="sm">Times are those of each site.</Text>
      <Loaded query={query}>
        {({ pages }) => (
          <AccessEvents events={pages.flat()} timeZone={(shown) => zoneOf(siteOf.get(shown.id) ?? '')} />
        )}
      </Loaded>
      {query.hasNextPage && (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          Show earlier ones
        </Button>
      )}
    </Stack>
  );
}
