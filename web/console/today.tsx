import { dayView } from '@lintel/core/sites/wire.ts';
import { Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { call } from '../ui/api.ts';
import { Day } from '../ui/calendar/day-view.tsx';
import { Loaded } from '../ui/notes.tsx';
import { dayName } from '../ui/zone.ts';
import { BookingRows } from './booking-rows.tsx';

/** Today at this site: to look at, to book a walk-in from, to cancel. */
export function Today() {
  const query = useQuery({
    queryKey: ['bookings', 'today'],
    queryFn: () => call(dayView, '/api/console/day'),
  });
  return (
    <Loaded query={query}>
      {(day) => (
        <Stack>
          <Title order={1} size="h2">
            {dayName(day.at, day.site.timeZone)}
          </Title>
          <Day
            day={day}
            answeredAt={query.dataUpdatedAt}
            path="/api/console/bookings"
            titleLabel="Who or what for (a walk-in’s name)"
          />
          <Title order={2} size="h3" mt="sm">
            Still to come
          </Title>
          <BookingRows day={day} />
        </Stack>
      )}
    </Loaded>
  );
}
