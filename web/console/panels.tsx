import { instant, panelId, resourceId } from '@lintel/core/wire.ts';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, call, refusalOf } from '../ui/api.ts';
import { Loaded, Nothing, Problem } from '../ui/notes.tsx';
import { useServerClock } from '../ui/server-clock.ts';
import { agoText, dayAndClock } from '../ui/zone.ts';
import { useZone } from './health.ts';
import { PairingCode } from './pairing-code.tsx';

const panel = z.object({
  id: panelId,
  name: z.string(),
  resourceId,
  resourceName: z.string(),
  pairedAt: instant,
  seenAt: instant.nullish(),
});
const answer = z.object({ panels: z.array(panel) });

/** The panels that hang by the rooms: a code to pair one, when each was last seen, and how to remove one. */
export function Panels() {
  const query = useQuery({
    queryKey: ['panels'],
    queryFn: async () => (await call(answer, '/api/console/panels')).panels,
    refetchInterval: 5_000,
  });
  return (
    <Stack>
      <Title order={1} size="h2">
        Panels
      </Title>
      <PairingCode />
      <Loaded query={query}>
        {(panels) =>
          panels.length === 0 ? (
            <Nothing title="No panel yet">Make a pairing code above and type it at the tablet.</Nothing>
          ) : (
            panels.map((one) => <Row key={one.id} panel={one} />)
          )
        }
      </Loaded>
    </Stack>
  );
}

function Row({
  panel: { id, name, resourceName, pairedAt, seenAt },
}: {
  readonly panel: z.infer<typeof panel>;
}) {
  const timeZone = useZone();
  const now = useServerClock(5_000);
  const queries = useQueryClient();
  const removing = useMutation({
    mutationFn: async () => {
      const removed = await ask(`/api/console/panels/${id}`, { method: 'DELETE' });
      if (removed.status >= 400) throw refusalOf(removed);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['panels'] }),
  });
  return (
    <Paper withBorder px="md" py="sm" component="article" aria-label={name}>
      <Group justify="space-between">
        <div>
          <Text fw={600}>
            {name} · {resourceName}
          </Text>
          <Text size="sm">
            Paired {dayAndClock(pairedAt, timeZone)}
            {seenAt
              ? `, last seen ${agoText(Math.max(0, now - seenAt))}`
              : ', not seen since the box started'}
          </Text>
        </div>
        <Button
          variant="default"
          loading={removing.isPending}
          onClick={() => removing.mutate()}
          aria-label={`Remove ${name}`}
        >
          Remove
        </Button>
      </Group>
      {removing.error && <Problem error={removing.error} />}
    </Paper>
  );
}
