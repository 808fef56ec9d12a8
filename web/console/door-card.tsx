import { accessEventView, type DoorView } from '@lintel/core/doors/wire.ts';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../ui/api.ts';
import { Problem } from '../ui/notes.tsx';
import { StateWord } from '../ui/state-word.tsx';
import { clockWithSeconds, dayAndClock } from '../ui/zone.ts';

const opened = z.object({ event: accessEventView });

type Props = { readonly door: DoorView; readonly timeZone: string };

/** A door: its state, the health of what hangs on it, the last thing that happened, and the button that opens it. */
export function DoorCard({ door, timeZone }: Props) {
  const queries = useQueryClient();
  const opening = useMutation({
    mutationFn: () => call(opened, `/api/console/doors/${door.id}/open`, { method: 'POST', body: {} }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ['doors'] });
      await queries.invalidateQueries({ queryKey: ['access'] });
    },
  });
  return (
    <Paper withBorder p="md" component="article" aria-label={door.name}>
      <Stack gap="xs" h="100%">
        <Group justify="space-between" wrap="nowrap" align="start">
          <Title order={3} size="h4">
            {door.name}
          </Title>
          {door.state === 'locked' ? (
            <StateWord tone="none">Locked</StateWord>
          ) : (
            <StateWord tone="good">Unlocked</StateWord>
          )}
        </Group>
        <Devices door={door} />
        {door.last && (
          <Text size="sm">
            {dayAndClock(door.last.at, timeZone)}: {door.last.holderName ?? 'Unknown'},{' '}
            {door.last.outcome === 'granted' ? 'let in' : 'refused'}. {door.last.sentence}
          </Text>
        )}
        <div role="status" style={{ flex: 1 }}>
          {opening.data && (
            <Text size="sm" fw={600}>
              Opened at {clockWithSeconds(opening.data.event.at, timeZone)}. It locks again by itself.
            </Text>
          )}
        </div>
        {opening.error && <Problem error={opening.error} />}
        <Button loading={opening.isPending} onClick={() => opening.mutate()} aria-label={`Open ${door.name}`}>
          Open
        </Button>
      </Stack>
    </Paper>
  );
}

/** Readers and relay by name; why, when one is silent. */
function Devices({ door }: { readonly door: DoorView }) {
  const devices = [
    ...door.readers.map((reader) => ({ ...reader, name: `Reader ${reader.id}` })),
    ...(door.relay ? [{ ...door.relay, id: 'relay', name: 'Relay' }] : []),
  ];
  if (devices.length === 0)
    return <Text size="sm">No reader or relay is set up for this door on this box.</Text>;
  return (
    <Stack gap={2}>
      {devices.map((device) => (
        <Text size="sm" key={device.id} component="div">
          <StateWord tone={device.state === 'online' ? 'good' : 'bad'}>
            {device.state === 'online' ? 'Online' : 'Offline'}
          </StateWord>{' '}
          {device.name} ({device.driver}){device.why && `: ${device.why}`}
        </Text>
      ))}
    </Stack>
  );
}
