import { Box } from '@mantine/core';
import { useConnection } from './connection.ts';
import { Notice } from './notice.tsx';
import { useNow } from './tick.ts';
import { agoText, clockWithSeconds, readersZone } from './zone.ts';

/** Shown while the server is not heard: since when, and that what is on the screen is as old as that. Goes away by itself. */
export function ConnectionBanner({ server }: { readonly server: string }) {
  const connection = useConnection();
  const now = useNow(1_000);
  if (connection.kind === 'live') return null;

  const since = clockWithSeconds(connection.since, readersZone());
  return (
    <Box mb="md">
      <Notice tone="bad" role="status" title={`No contact with ${server}`}>
        What you see was true at {since} by your own clock ({agoText(now - connection.since)}) and may have
        changed. This screen keeps trying and goes on by itself.
      </Notice>
    </Box>
  );
}
