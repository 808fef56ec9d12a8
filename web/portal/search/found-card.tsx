import type { FoundView } from '@lintel/core/demand/wire.ts';
import { Button, Group, Paper, Text } from '@mantine/core';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { floorText, kindNames } from '../../ui/calendar/words.ts';
import { dayAndClock, foreignZone, readersZone, spanText } from '../../ui/zone.ts';

type Props = { readonly found: FoundView; readonly book: () => void };

/** One free place: where, when by its own clocks, what stands in it, and what it takes. */
export function FoundCard({ found, book }: Props) {
  const { timeZone, capacity, floor, equipment } = found;
  const kind = kindNames[found.kind].one;
  const zone = foreignZone(found.startsAt, timeZone, readersZone());
  const day = dayAndClock(found.startsAt, timeZone).split(',')[0];
  const facts = [
    capacity > 1 ? `${kind} for ${capacity}` : kind,
    ...(floor ? [floorText(floor)] : []),
    ...equipment,
  ];
  return (
    <Paper withBorder p="sm" component="article" aria-label={found.resourceName}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={650}>
            {found.resourceName} · {found.siteName}
          </Text>
          <Text size="sm">
            {day}, {spanText(found, timeZone)}
            {zone && `, ${zone}`}
          </Text>
          <Text size="sm" c="dimmed">
            {facts.join(', ')}
          </Text>
        </div>
        <Group gap="md">
          <Text size="sm" fw={600}>
            {chargeText(found.charge, found.currency) ?? 'Nothing to pay'}
          </Text>
          <Button size="sm" onClick={book} aria-label={`Book ${found.resourceName}, ${found.siteName}`}>
            Book
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
