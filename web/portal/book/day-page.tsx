import type { DayView, SiteView } from '@lintel/core/sites/wire.ts';
import { Stack } from '@mantine/core';
import { filtersFrom } from '../../ui/grid/filters.ts';
import { useHashQuery } from '../../ui/hash.ts';
import { Loaded, Problem } from '../../ui/notes.tsx';
import { dateOf } from '../../ui/zone.ts';
import { useDay } from '../sites.ts';
import { DayBoard } from './day-board.tsx';
import { LinkNote } from './link-note.tsx';
import { SiteBar } from './site-bar.tsx';

type Props = {
  readonly site: SiteView;
  readonly sites: readonly SiteView[];
  readonly date: string | undefined;
};

/** One day of one site, to look at and to book from. */
export function DayPage({ site, sites, date }: Props) {
  const filters = filtersFrom(useHashQuery());
  const query = useDay(site.id, date);
  const today = dateOf(query.data?.at ?? Date.now(), site.timeZone);
  const shown = date ?? query.data?.date ?? today;
  return (
    <Stack>
      <SiteBar view="day" {...{ site, sites, today, filters }} date={shown} />
      {query.error && query.data && <Problem error={query.error} retry={() => void query.refetch()} />}
      <Loaded query={query}>
        {(day: DayView) => (
          <>
            <LinkNote page={day} />
            <DayBoard {...{ day, filters }} answeredAt={query.dataUpdatedAt} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}
