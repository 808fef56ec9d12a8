import type { DayView } from '@lintel/core/sites/wire.ts';
import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { useServerNow } from '../../ui/calendar/server-now.ts';
import { DayGrid } from '../../ui/grid/day-grid.tsx';
import { FilterBar } from '../../ui/grid/filter-bar.tsx';
import { type Filters, filtersTo, noFilters, passes } from '../../ui/grid/filters.ts';
import type { Moved, Wanted } from '../../ui/grid/lane.tsx';
import { goTo, replaceQuery } from '../../ui/hash.ts';
import { Nothing } from '../../ui/notes.tsx';
import { foreignZone, readersZone } from '../../ui/zone.ts';
import { MoveDialog } from '../bookings/move-dialog.tsx';
import { BookHere } from './book-here.tsx';
import { DayCards } from './day-cards.tsx';

type Props = { readonly day: DayView; readonly answeredAt: number; readonly filters: Filters };

/** The day as rows of time where there is room for them, else as cards; what is pressed or drawn is booked, what is dragged is moved once confirmed. */
export function DayBoard({ day, answeredAt, filters }: Props) {
  const now = useServerNow(day.at, answeredAt);
  const [whole, setWhole] = useState(false);
  const [wanted, setWanted] = useState<Wanted>();
  const [moved, setMoved] = useState<Moved>();
  const wide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false });
  const wish = JSON.stringify(filters);
  const resources = useMemo(() => {
    const chosen: Filters = JSON.parse(wish);
    return day.resources.filter((resource) => passes(chosen, resource));
  }, [day.resources, wish]);
  const zone = foreignZone(day.startsAt, day.site.timeZone, readersZone());
  const choose = ({ id }: { readonly id: string }) => goTo('bookings', id);

  return (
    <Stack gap="sm">
      <Group justify="space-between" align="end">
        <FilterBar
          resources={day.resources}
          filters={filters}
          choose={(chosen) => replaceQuery(filtersTo(chosen))}
        />
        {wide && (
          <Switch
            label="All 24 hours"
            checked={whole}
            onChange={(event) => setWhole(event.currentTarget.checked)}
          />
        )}
      </Group>
      {zone && <Text size="sm">All times are {zone}, not your own.</Text>}
      {day.open?.length === 0 && <Text fw={600}>The site is closed on this day.</Text>}
      {day.resources.length === 0 ? (
        <Nothing title="Nothing to book here">
          The operator has not added a desk or a room to this site yet.
        </Nothing>
      ) : resources.length === 0 ? (
        <Stack align="center">
          <Nothing title="Nothing here is like that">
            None of the {day.resources.length} places of this site fits what you chose.
          </Nothing>
          <Button variant="default" onClick={() => replaceQuery(filtersTo(noFilters))}>
            Show everything
          </Button>
        </Stack>
      ) : wide ? (
        <DayGrid {...{ day, resources, now, whole, choose }} open={setWanted} move={setMoved} />
      ) : (
        <DayCards {...{ day, resources, now, choose }} open={setWanted} />
      )}
      <BookHere {...{ day, now, wanted }} close={() => setWanted(undefined)} />
      {moved && (
        <MoveDialog
          booking={moved.booking}
          site={day.site}
          to={{ resourceId: moved.to.resource.id, startsAt: moved.to.startsAt, endsAt: moved.to.endsAt }}
          close={() => setMoved(undefined)}
        />
      )}
    </Stack>
  );
}
