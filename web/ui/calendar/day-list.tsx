import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { StateWord } from '../state-word.tsx';
import { spanText } from '../zone.ts';
import { freeStretches } from './stretches.ts';
import type { DayProps } from './timeline.tsx';
import { bookingText, resourceText } from './words.ts';

/** The same day for a narrow screen: one card a resource, its free stretches as buttons, what is taken in words. */
export function DayList({ day, resources, now, open }: DayProps) {
  return (
    <Stack gap="sm" component="section" aria-label="Free times of the day">
      {resources.map((resource) => (
        <ResourceCard key={resource.id} {...{ day, resource, now, open }} />
      ))}
    </Stack>
  );
}

function ResourceCard({
  day,
  resource,
  now,
  open,
}: Omit<DayProps, 'resources'> & { resource: ResourceView }) {
  const { timeZone } = day.site;
  const stretches = freeStretches(resource, day.bookings, day, now);
  const coming = day.bookings.filter(
    (booking) =>
      booking.resourceId === resource.id &&
      booking.endsAt > now &&
      (booking.state === 'confirmed' || booking.state === 'requested'),
  );
  const freeNow = stretches.find((free) => free.startsAt <= now);
  const today = now >= day.startsAt && now < day.endsAt;

  return (
    <Paper withBorder p="md" component="article" aria-label={resource.name}>
      <Group justify="space-between" mb={8} wrap="nowrap" align="start">
        <div>
          <Text fw={650}>{resource.name}</Text>
          <Text size="sm" c="dimmed">
            {resourceText(resource)}
          </Text>
        </div>
        {today && <StateWord tone={freeNow ? 'good' : 'bad'}>{freeNow ? 'Free now' : 'Taken now'}</StateWord>}
      </Group>
      <Group gap={8}>
        {stretches.map((free) => (
          <Button
            key={free.startsAt}
            variant="default"
            size="sm"
            aria-label={`Book ${resource.name}, free ${spanText(free, timeZone)}`}
            onClick={() => open({ resource, free, startsAt: free.startsAt })}
          >
            {spanText(free, timeZone)}
          </Button>
        ))}
        {stretches.length === 0 && <Text size="sm">Nothing free for the rest of this day.</Text>}
      </Group>
      {coming.map((booking) => (
        <Text
          key={booking.id}
          size="sm"
          mt={8}
          c={booking.mine ? 'bright' : 'dimmed'}
          fw={booking.mine ? 600 : 400}
        >
          {spanText(booking, timeZone)} · {bookingText(booking)}
        </Text>
      ))}
    </Paper>
  );
}
