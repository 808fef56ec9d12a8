import type { EpochMs } from '@lintel/core/time.ts';
import { Text } from '@mantine/core';
import { useServerClock } from '../../ui/server-clock.ts';
import { clock } from '../../ui/zone.ts';
import { lifeText } from '../pass/pass-life.ts';

type Props = { readonly expiresAt: EpochMs; readonly timeZone: string };

/** How long an offer from the wait-list is still kept, counting down. */
export function OfferNote({ expiresAt, timeZone }: Props) {
  const now = useServerClock(1_000);
  const left = expiresAt - now;
  return (
    <Text size="sm" fw={600} className="numbers" role="timer">
      {left > 0
        ? `Kept for you until ${clock(expiresAt, timeZone)}, ${lifeText(left)} from now. Then it goes to the next who waits.`
        : 'The time to take it has run out: it goes to the next who waits.'}
    </Text>
  );
}
