import { dayView, type SiteView, siteView } from '@lintel/core/sites/wire.ts';
import { Button, Group, NativeSelect, Stack, Title } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../ui/api.ts';
import { Day } from '../ui/calendar/day-view.tsx';
import { goTo } from '../ui/hash.ts';
import { Loaded, Nothing, Problem } from '../ui/notes.tsx';
import { dateAfter, dateOf, dayName } from '../ui/zone.ts';
import { LinkNote } from './link-note.tsx';

const sitesAnswer = z.object({ sites: z.array(siteView) });

export function useSites() {
  return useQuery({
    queryKey: ['sites'],
    queryFn: async () => (await call(sitesAnswer, '/api/sites')).sites,
  });
}

type Props = { readonly wantedSiteId: string | undefined; readonly date: string | undefined };

/** One day of one site. Which ones stands in the address, so a link to a day can be shared; else the last site used, today. */
export function SiteDay({ wantedSiteId, date }: Props) {
  const sites = useSites();
  return (
    <Loaded query={sites}>
      {(all) => {
        const wanted = wantedSiteId ?? localStorage.getItem('lintel.site');
        const site = all.find((known) => known.id === wanted) ?? all[0];
        if (!site) {
          return (
            <Nothing title="No site to book at yet">
              A membership opens the sites it covers. Ask the operator to start yours.
            </Nothing>
          );
        }
        return <DayOf key={site.id} site={site} sites={all} date={date} />;
      }}
    </Loaded>
  );
}

function DayOf(props: {
  readonly site: SiteView;
  readonly sites: readonly SiteView[];
  readonly date: string | undefined;
}) {
  const { site, sites, date } = props;
  const path = `/api/sites/${site.id}/day${date ? `?date=${date}` : ''}`;
  const query = useQuery({
    queryKey: ['bookings', 'day', site.id, date ?? 'today'],
    queryFn: () => call(dayView, path),
    placeholderData: keepPreviousData,
  });
  const shown = date ?? query.data?.date ?? dateOf(Date.now(), site.timeZone);
  const step = (days: number) => goTo('day', site.id, dateAfter(shown, days));

  return (
    <Stack>
      <Group justify="space-between" align="end">
        <div>
          <Title order={1} size="h2" aria-live="polite">
            {dayName(Date.parse(`${shown}T12:00:00Z`), 'UTC')}
          </Title>
        </div>
        <Group gap="xs">
          <Button variant="default" onClick={() => step(-1)} aria-label="Previous day">
            ‹
          </Button>
          <Button variant="default" onClick={() => goTo('day', site.id)} disabled={date === undefined}>
            Today
          </Button>
          <Button variant="default" onClick={() => step(1)} aria-label="Next day">
            ›
          </Button>
          <NativeSelect
            aria-label="Site"
            value={site.id}
            data={sites.map((known) => ({ value: known.id, label: known.name }))}
            onChange={(event) => {
              localStorage.setItem('lintel.site', event.currentTarget.value);
              goTo('day', event.currentTarget.value);
            }}
          />
        </Group>
      </Group>
      {query.error && query.data && <Problem error={query.error} retry={() => void query.refetch()} />}
      <Loaded query={query}>
        {(day) => (
          <>
            <LinkNote day={day} />
            <Day
              day={day}
              answeredAt={query.dataUpdatedAt}
              path="/api/bookings"
              titleLabel="Title (others do not see it)"
            />
          </>
        )}
      </Loaded>
    </Stack>
  );
}
