import { instant } from '@lintel/core/wire.ts';
import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { call } from '../../ui/api.ts';
import { Loaded, Nothing } from '../../ui/notes.tsx';
import { useServerClock } from '../../ui/server-clock.ts';
import { PassCode } from './pass-code.tsx';
import { renewIn } from './pass-life.ts';

const pass = z.object({
  siteId: z.string(),
  siteName: z.string(),
  text: z.string().min(1),
  expiresAt: instant,
});
const answer = z.object({ pin: z.string().nullish(), passes: z.array(pass) });

/** The member's QR for each site and the PIN. The QR is fetched anew before it runs out, for as long as it is looked at. */
export function MyPass() {
  const query = useQuery({
    queryKey: ['pass'],
    queryFn: () => call(answer, '/api/me/pass'),
    refetchInterval: (known) => renewIn(known.state.data?.passes ?? [], Date.now()),
  });
  const now = useServerClock(1_000);
  return (
    <Stack>
      <Title order={1} size="h2">
        My pass
      </Title>
      <Loaded query={query}>
        {({ pin, passes }) => (
          <>
            {pin && <Pin pin={pin} />}
            {passes.length === 0 && (
              <Nothing title="No pass just now">
                A pass appears with your first booking or membership.
              </Nothing>
            )}
            <SimpleGrid cols={{ base: 1, sm: passes.length > 1 ? 2 : 1 }}>
              {passes.map((one) => (
                <PassCode
                  key={one.siteId}
                  siteName={one.siteName}
                  text={one.text}
                  lifeMs={one.expiresAt - now}
                />
              ))}
            </SimpleGrid>
          </>
        )}
      </Loaded>
    </Stack>
  );
}

function Pin({ pin }: { readonly pin: string }) {
  const [shown, setShown] = useState(false);
  return (
    <Paper withBorder p="md">
      <Group justify="space-between">
        <div>
          <Text fw={650}>PIN</Text>
          <Text size="sm" c="dimmed">
            Press it at the keypad of a door, or at a panel to book as yourself.
          </Text>
        </div>
        <Group>
          <span className="pin">{shown ? pin : '•'.repeat(pin.length)}</span>
          <Button variant="default" aria-pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide PIN' : 'Show PIN'}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
