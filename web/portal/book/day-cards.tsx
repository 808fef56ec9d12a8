import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView, ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { bookingText } from '../../ui/calendar/words.ts';
import { byResource, type Item, itemsOf } from '../../ui/grid/items.ts';
import { type LaneCalls, placeText } from '../../ui/grid/lane.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { spanText } from '../../ui/zone.ts';

type Props = Pick<LaneCalls, 'open'> & {
  readonly day: DayView;
  readonly resources: readonly ResourceView[];
  readonly now: EpochMs;
  readonly choose: (booking: BookingView) => void;
};

const atOnce = 20;

/** The same day for a narrow screen: one card a resource, its free stretches as buttons, what is taken in words. Twenty at a time. */
export function DayCards({ day, resources, now, open, choose }: Props) {
  const [most, setMost] = useState(atOnce);
  const bookings = useMemo(() => byResource(day.bookings), [day.bookings]);
  const rest = resources.length - most;
  return (
    <Stack gap="sm" component="section" aria-label="Free times of the day">
      {resources.slice(0, most).map((resource) => (
        <ResourceCard
          key={resource.id}
          {...{ resource, day, now, open, choose }}
          items={itemsOf(resource, day, bookings.get(resource.id) ?? [], day, now)}
        />
      ))}
      {rest > 0 && (
        <Button variant="default" onClick={() => setMost(most + atOnce)}>
          Show {Math.min(rest, atOnce)} more of {rest}
        </Button>
      )}
    </Stack>
  );
}

type CardProps = Omit<Props, 'resources'> & {
  readonly resource: ResourceView;
  readonly items: readonly Item[];
};

function ResourceCard({ resource, items, day, now, open, choose }: CardProps) {
  const { timeZone } = day.site;
  const free = items.flatMap((item) => (item.kind === 'free' ? [item.whole] : []));
  const booked = items.flatMap((item) => (item.kind === 'booking' ? [item.booking] : []));
  const isFreeNow = free.some(({ startsAt, endsAt }) => startsAt <= now && now < endsAt);
  const isToday = now >= day.startsAt && now < day.endsAt;
  return (
    <Paper withBorder p="md" component="article" aria-label={resource.name}>
      <Group justify="space-between" mb={8} wrap="nowrap" align="start">
        <div>
          <Text fw={650}>{resource.name}</Text>
          <Text size="sm" c="dimmed">
            {placeText(resource)}
          </Text>
        </div>
        {isToday && (
          <StateWord tone={isFreeNow ? 'good' : 'none'}>{isFreeNow ? 'Free now' : 'Not free now'}</StateWord>
        )}
      </Group>
      <Group gap={8}>
        {free.map((stretch) => (
          <Button
            key={stretch.startsAt}
            variant="default"
            aria-label={`Book ${resource.name}, free ${spanText(stretch, timeZone)}`}
            onClick={() => open({ resource, startsAt: stretch.startsAt, freeUntil: stretch.endsAt })}
          >
            {spanText(stretch, timeZone)}
          </Button>
        ))}
        {free.length === 0 && <Text size="sm">Nothing free for the rest of this day.</Text>}
      </Group>
      {booked
        .filter(({ endsAt }) => endsAt > now)
        .map((booking) =>
          booking.mine ? (
            <Button
              key={booking.id}
              variant="subtle"
              size="compact-sm"
              mt={8}
              mr={8}
              onClick={() => choose(booking)}
            >
              {spanText(booking, timeZone)} · {bookingText(booking)}
            </Button>
          ) : (
            <Text key={booking.id} size="sm" mt={8} c="dimmed">
              {spanText(booking, timeZone)} · {bookingText(booking)}
            </Text>
          ),
        )}
    </Paper>
  );
}
