import { type WeekView, weekView } from '@lintel/core/sites/week-wire.ts';
import type { SiteView } from '@lintel/core/sites/wire.ts';
import { Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../ui/api.ts';
import { useServerNow } from '../../ui/calendar/server-now.ts';
import { FilterBar } from '../../ui/grid/filter-bar.tsx';
import { type Filters, filtersFrom, filtersTo, passes } from '../../ui/grid/filters.ts';
import { mondayOf } from '../../ui/grid/week.ts';
import { WeekGrid } from '../../ui/grid/week-grid.tsx';
import { hashWith, replaceQuery, useHashQuery } from '../../ui/hash.ts';
import { Loaded, Nothing, Problem } from '../../ui/notes.tsx';
import { dateOf } from '../../ui/zone.ts';
import { LinkNote } from './link-note.tsx';
import { SiteBar } from './site-bar.tsx';

type Props = {
  readonly site: SiteView;
  readonly sites: readonly SiteView[];
  readonly date: string | undefined;
};

/** A week of one site at a glance: what is free on which day; a press leads to the day, where it is booked. */
export function WeekPage({ site, sites, date }: Props) {
  const filters = filtersFrom(useHashQuery());
  const today = dateOf(Date.now(), site.timeZone);
  const shown = date ?? today;
  const from = mondayOf(shown);
  const query = useQuery({
    queryKey: ['bookings', 'week', site.id, from],
    queryFn: () => call(weekView, `/api/sites/${site.id}/week?from=${from}`),
    placeholderData: keepPreviousData,
  });
  return (
    <Stack>
      <SiteBar view="week" {...{ site, sites, today, filters }} date={shown} />
      {query.error && query.data && <Problem error={query.error} retry={() => void query.refetch()} />}
      <Loaded query={query}>
        {(week) => <Week {...{ week, filters }} answeredAt={query.dataUpdatedAt} />}
      </Loaded>
    </Stack>
  );
}

type WeekProps = { readonly week: WeekView; readonly filters: Filters; readonly answeredAt: number };

function Week({ week, filters, answeredAt }: WeekProps) {
  const now = useServerNow(week.at, answeredAt);
  const wish = JSON.stringify(filters);
  const resources = useMemo(() => {
    const chosen: Filters = JSON.parse(wish);
    return week.resources.filter((resource) => passes(chosen, resource));
  }, [week.resources, wish]);
  return (
    <Stack gap="sm">
      <LinkNote page={week} />
      <FilterBar
        resources={week.resources}
        filters={filters}
        choose={(chosen) => replaceQuery(filtersTo(chosen))}
      />
      {resources.length === 0 ? (
        <Nothing title="Nothing here is like that">Choose less, or another site.</Nothing>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            How much of each day is free. Press a day to book.
          </Text>
          <WeekGrid
            {...{ week, resources, now }}
            hrefOf={(date) => hashWith(filtersTo(filters), 'day', week.site.id, date)}
          />
        </>
      )}
    </Stack>
  );
}
