import type { WaitView } from '@lintel/core/waits/wire.ts';
import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ask, refusalOf } from '../../ui/api.ts';
import { kindNames } from '../../ui/calendar/words.ts';
import { hashOf } from '../../ui/hash.ts';
import { Loaded, Nothing, Problem } from '../../ui/notes.tsx';
import { StateWord, type Tone } from '../../ui/state-word.tsx';
import { dayName, foreignZone, readersZone, spanText } from '../../ui/zone.ts';
import { MineNav } from '../bookings/mine-nav.tsx';
import { OfferNote } from '../bookings/offer-note.tsx';
import { useSites } from '../sites.ts';
import { useWaits } from './waits.ts';

/** What the member waits for: how many are before them, what is kept for them, and what became of the rest. */
export function WaitsPage() {
  const waits = useWaits();
  return (
    <Stack>
      <MineNav here="waits" />
      <Title order={1} size="h2">
        Wait-list
      </Title>
      <Loaded query={waits}>
        {(all) =>
          all.length === 0 ? (
            <Nothing title="You wait for nothing">
              Where a time is taken, you can wait for it: it is kept for you for a while once it becomes free.
            </Nothing>
          ) : (
            all.map((wait) => <Wait key={wait.id} wait={wait} />)
          )
        }
      </Loaded>
    </Stack>
  );
}

const words: Record<WaitView['state'], { readonly tone: Tone; readonly word: string }> = {
  waiting: { tone: 'warn', word: 'Waiting' },
  offered: { tone: 'good', word: 'Kept for you' },
  taken: { tone: 'good', word: 'Taken by you' },
  lapsed: { tone: 'none', word: 'Not answered in time' },
  withdrawn: { tone: 'none', word: 'Withdrawn' },
  over: { tone: 'none', word: 'Nothing became free' },
};

function Wait({ wait }: { readonly wait: WaitView }) {
  const timeZone = useSites().data?.find(({ id }) => id === wait.siteId)?.timeZone ?? readersZone();
  const zone = foreignZone(wait.startsAt, timeZone, readersZone());
  const leaving = useLeave(wait.id);
  const { tone, word } = words[wait.state];
  const what =
    wait.resourceName ?? (wait.kind ? `Any ${kindNames[wait.kind].one.toLowerCase()}` : 'Any place');
  return (
    <Paper withBorder p="md" component="article" aria-label={`Waiting for ${what}`}>
      <Group justify="space-between" align="start" gap="sm">
        <div>
          <Text fw={650}>
            {what}
            {wait.people > 1 && ` for ${wait.people}`}
          </Text>
          <Text size="sm">
            {dayName(wait.startsAt, timeZone)}, {spanText(wait, timeZone)}
            {zone && `, ${zone}`} · {wait.siteName}
          </Text>
        </div>
        <StateWord tone={tone}>{word}</StateWord>
      </Group>
      {wait.state === 'waiting' && (
        <Group justify="space-between" mt="xs">
          <Text size="sm">{aheadText(wait.ahead)}</Text>
          <Button variant="default" size="sm" loading={leaving.isPending} onClick={() => leaving.mutate()}>
            Stop waiting
          </Button>
        </Group>
      )}
      {wait.offer && (
        <Stack gap="xs" mt="xs">
          <Text size="sm">{wait.offer.resourceName} has become free.</Text>
          <OfferNote expiresAt={wait.offer.expiresAt} timeZone={timeZone} />
          <Anchor href={hashOf('bookings', wait.offer.bookingId)} underline="always">
            Take it or leave it
          </Anchor>
        </Stack>
      )}
      {leaving.error && <Problem error={leaving.error} />}
    </Paper>
  );
}

function aheadText(ahead: number): string {
  if (ahead === 0) return 'You are the first in line.';
  return `${ahead} ${ahead === 1 ? 'person is' : 'people are'} before you.`;
}

function useLeave(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      const answer = await ask(`/api/waits/${id}`, { method: 'DELETE' });
      if (answer.status >= 400) throw refusalOf(answer);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['waits'] }),
  });
}
