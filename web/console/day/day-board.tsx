import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Button, Group, Stack, Switch, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import { DayGrid } from '../../ui/grid/day-grid.tsx';
import { FilterBar } from '../../ui/grid/filter-bar.tsx';
import { noFilters, passes } from '../../ui/grid/filters.ts';
import type { Moved, Wanted } from '../../ui/grid/lane.tsx';
import { Nothing } from '../../ui/notes.tsx';
import { foreignZone, readersZone } from '../../ui/zone.ts';
import type { Desk } from '../desk/desk.tsx';
import { barOf } from '../desk/words.ts';
import { DayCards } from './day-cards.tsx';
import { useKeyMoves } from './key-moves.ts';

type Props = { readonly day: DayView; readonly now: EpochMs; readonly desk: Desk };

/** The day as rows of time where there is room for them, else as cards. What is pressed opens, what is drawn is booked, what is dragged is moved once it is confirmed. */
export function DayBoard({ day, now, desk }: Props) {
  const [filters, setFilters] = useState(noFilters);
  const [whole, setWhole] = useState(false);
  const wide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false });
  const drawn = useMemo(() => ({ ...day, bookings: day.bookings.map(barOf) }), [day]);
  const resources = useMemo(
    () => day.resources.filter((resource) => passes(filters, resource)),
    [day.resources, filters],
  );
  const asItIs = ({ id }: BookingView) => day.bookings.find((booking) => booking.id === id);
  const open = ({ resource, startsAt, endsAt }: Wanted) =>
    desk.open({ kind: 'wish', start: { date: day.date, resourceId: resource.id, startsAt, endsAt } });
  const choose = (bar: BookingView) => {
    const booking = asItIs(bar);
    if (booking) desk.open({ kind: 'booking', booking });
  };
  const move = ({ booking: bar, to: { resource, startsAt, endsAt } }: Moved) => {
    const booking = asItIs(bar);
    if (booking) desk.open({ kind: 'move', booking, to: { resourceId: resource.id, startsAt, endsAt } });
  };
  const keys = useKeyMoves({ day, resources, now, move });
  const zone = foreignZone(day.startsAt, day.site.timeZone, readersZone());
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="end">
        <FilterBar resources={day.resources} filters={filters} choose={setFilters} />
        {wide && (
          <Switch
            label="All 24 hours"
            checked={whole}
            onChange={(event) => setWhole(event.currentTarget.checked)}
          />
        )}
      </Group>
      {zone && <Text size="sm">All times are {zone}, not your own.</Text>}
      {day.open?.length === 0 && (
        <Text fw={600}>
          The site is closed on this day. With “New booking” staff book all the same, with a reason.
        </Text>
      )}
      {day.resources.length === 0 ? (
        <Nothing title="Nothing to book here">
          The operator has not added a desk or a room to this site yet.
        </Nothing>
      ) : resources.length === 0 ? (
        <Stack align="center">
          <Nothing title="Nothing here is like that">
            None of the {day.resources.length} places of this site fits what you chose.
          </Nothing>
          <Button variant="default" onClick={() => setFilters(noFilters)}>
            Show everything
          </Button>
        </Stack>
      ) : wide ? (
        <>
          <div onKeyDownCapture={keys}>
            <DayGrid day={drawn} {...{ resources, now, whole, open, choose, move }} />
          </div>
          <Text size="xs" c="dimmed">
            Drag a booking to move it, or its end to make it longer. By keyboard: arrows to look around, Enter
            to open, Alt and an arrow to move, Alt, Shift and an arrow to make it longer or shorter.
          </Text>
        </>
      ) : (
        <DayCards {...{ day: drawn, resources, now, open, choose }} />
      )}
    </Stack>
  );
}
