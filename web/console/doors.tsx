import { accessEventView, doorView } from '@lintel/core/doors/wire.ts';
import { SimpleGrid, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { AccessEvents } from '../ui/access-events.tsx';
import { call } from '../ui/api.ts';
import { Loaded, Nothing } from '../ui/notes.tsx';
import { DoorCard } from './door-card.tsx';
import { useZone } from './health.ts';

const doorsAnswer = z.object({ doors: z.array(doorView) });
const eventsAnswer = z.object({ events: z.array(accessEventView) });

/** The doors of the site as they are now, and what happened at them, the newest first. */
export function DoorsAndEvents() {
  const timeZone = useZone();
  const doors = useQuery({
    queryKey: ['doors'],
    queryFn: async () => (await call(doorsAnswer, '/api/console/doors')).doors,
    refetchInterval: 5_000,
  });
  const events = useQuery({
    queryKey: ['access'],
    queryFn: async () => (await call(eventsAnswer, '/api/console/access-events?limit=100')).events,
  });
  return (
    <Stack>
      <Title order={1} size="h2">
        Doors
      </Title>
      <Loaded query={doors}>
        {(all) =>
          all.length === 0 ? (
            <Nothing title="No doors yet">
              Add the doors of this site in the cloud; they appear here by themselves.
            </Nothing>
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {all.map((door) => (
                <DoorCard key={door.id} door={door} timeZone={timeZone} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
      <Title order={2} size="h3" mt="sm">
        What happened
      </Title>
      <Loaded query={events}>{(all) => <AccessEvents events={all} timeZone={timeZone} />}</Loaded>
    </Stack>
  );
}
