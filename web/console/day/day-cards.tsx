import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView, ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
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

/** The same day for a narrow screen: one card a place, with what is free and what is booked as buttons. Twenty at a time. */
export function DayCards({ day, resources, now, open, choose }: Props) {
  const [most, setMost] = useState(atOnce);
  const bookings = useMemo(() => byResource(day.bookings), [day.bookings]);
  const rest = resources.length - most;
  return (
    <Stack gap="sm" component="section" aria-label="The day, place by place">
      {resources.slice(0, most).map((resource) => (
        <PlaceCard
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

function PlaceCard({ resource, items, day, now, open, choose }: CardProps) {
  const { timeZone } = day.site;
  const isFreeNow = items.some(
    ({ kind, span }) => kind === 'free' && span.startsAt <= now && now < span.endsAt,
  );
  const isToday = now >= day.startsAt && now < day.endsAt;
  const coming = items.filter((item) => item.kind === 'free' || item.booking.endsAt > now);
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
      <Stack gap={6}>
        {coming.map((item) =>
          item.kind === 'free' ? (
            <Button
              key={`free ${item.whole.startsAt}`}
              variant="default"
              justify="start"
              aria-label={`Book ${resource.name}, free ${spanText(item.whole, timeZone)}`}
              onClick={() => open({ resource, startsAt: item.whole.startsAt })}
            >
              free {spanText(item.whole, timeZone)}
            </Button>
          ) : (
            <Button
              key={item.booking.id}
              variant="light"
              justify="start"
              onClick={() => choose(item.booking)}
              aria-label={`${resource.name}: ${spanText(item.booking, timeZone)} ${item.booking.title}`}
            >
              {spanText(item.booking, timeZone)} {item.booking.title}
            </Button>
          ),
        )}
        {coming.length === 0 && <Text size="sm">Nothing more on this day.</Text>}
      </Stack>
    </Paper>
  );
}
