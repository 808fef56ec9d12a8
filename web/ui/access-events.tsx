import type { AccessEventView } from '@lintel/core/doors/wire.ts';
import { Paper, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Nothing } from './notes.tsx';
import { StateWord } from './state-word.tsx';
import { clockWithSeconds, dayAndClock } from './zone.ts';

type Event = AccessEventView & { readonly siteName?: string | undefined };
type Props = {
  readonly events: readonly Event[];
  /** The zone of each event's own site. */
  readonly timeZone: string | ((event: Event) => string);
};

/** What happened at doors, newest first, each with its reason in words: a table where there is room, else cards. */
export function AccessEvents({ events, timeZone }: Props) {
  const wide = useMediaQuery('(min-width: 760px)', true, { getInitialValueInEffect: false });
  const timeOf = (event: Event) => {
    const zone = typeof timeZone === 'string' ? timeZone : timeZone(event);
    const seconds = clockWithSeconds(event.at, zone);
    return `${dayAndClock(event.at, zone).replace(/\d\d:\d\d$/, seconds)}${event.trust === 'trusted' ? '' : ' (clock not sure)'}`;
  };
  if (events.length === 0) {
    return (
      <Nothing title="Nothing has happened yet">
        The next card, PIN or pass at a door appears here at once.
      </Nothing>
    );
  }
  return wide ? <Rows events={events} timeOf={timeOf} /> : <Cards events={events} timeOf={timeOf} />;
}

type Drawn = { readonly events: readonly Event[]; readonly timeOf: (event: Event) => string };

function Rows({ events, timeOf }: Drawn) {
  const hasSites = events.some((event) => event.siteName);
  return (
    <Table verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>When</Table.Th>
          {hasSites && <Table.Th>Site</Table.Th>}
          <Table.Th>Door</Table.Th>
          <Table.Th>Who</Table.Th>
          <Table.Th>Answer</Table.Th>
          <Table.Th>Why</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {events.map((event) => (
          <Table.Tr key={event.id}>
            <Table.Td className="numbers">{timeOf(event)}</Table.Td>
            {hasSites && <Table.Td>{event.siteName}</Table.Td>}
            <Table.Td>{event.doorName}</Table.Td>
            <Table.Td>
              {event.holderName ?? 'Unknown'}, {event.presented}
            </Table.Td>
            <Table.Td>
              <Outcome event={event} />
            </Table.Td>
            <Table.Td>{event.sentence}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Cards({ events, timeOf }: Drawn) {
  return (
    <Stack gap="xs">
      {events.map((event) => (
        <Paper withBorder p="sm" key={event.id} component="article">
          <Outcome event={event} />
          <Text size="sm" mt={4}>
            {event.holderName ?? 'Unknown'}, {event.presented}, at {event.doorName}
            {event.siteName && `, ${event.siteName}`}
          </Text>
          <Text size="sm">{event.sentence}</Text>
          <Text size="sm" c="dimmed" className="numbers">
            {timeOf(event)}
          </Text>
        </Paper>
      ))}
    </Stack>
  );
}

function Outcome({ event }: { readonly event: Event }) {
  return event.outcome === 'granted' ? (
    <StateWord tone="good">Let in</StateWord>
  ) : (
    <StateWord tone="bad">Refused</StateWord>
  );
}
