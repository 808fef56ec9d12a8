import { type CalendarLinkView, calendarLinkView } from '@lintel/core/calendars/wire.ts';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod';
import { ask, call, refusalOf } from '../../ui/api.ts';
import { Loaded, Nothing, Problem } from '../../ui/notes.tsx';
import { dayAndClock, readersZone } from '../../ui/zone.ts';
import { MineNav } from '../bookings/mine-nav.tsx';
import { MakeLink } from './make-link.tsx';

const answer = z.object({ links: z.array(calendarLinkView) });

/** Addresses at which calendar programs read bookings: make one, and end one that somebody has who should not. */
export function CalendarsPage() {
  const query = useQuery({
    queryKey: ['calendars'],
    queryFn: async () => (await call(answer, '/api/me/calendar-links')).links,
  });
  return (
    <Stack>
      <MineNav here="calendars" />
      <Title order={1} size="h2">
        Calendar links
      </Title>
      <Text size="sm">
        A link shows bookings in your own calendar program and follows every change. Whoever knows the address
        can read it, so end it here when it got about.
      </Text>
      <MakeLink />
      <Loaded query={query}>
        {(links) =>
          links.length === 0 ? (
            <Nothing title="No links yet">
              Make one and add it to your calendar program as a subscription.
            </Nothing>
          ) : (
            links.map((link) => <Link key={link.id} link={link} />)
          )
        }
      </Loaded>
    </Stack>
  );
}

function Link({ link }: { readonly link: CalendarLinkView }) {
  const queries = useQueryClient();
  const zone = readersZone();
  const ending = useMutation({
    mutationFn: async () => {
      const said = await ask(`/api/me/calendar-links/${link.id}`, { method: 'DELETE' });
      if (said.status >= 400) throw refusalOf(said);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['calendars'] }),
  });
  return (
    <Paper withBorder p="md" component="article" aria-label={link.name}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={650}>{link.name}</Text>
          <Text size="sm" c="dimmed">
            Made {dayAndClock(link.madeAt, zone)}.{' '}
            {link.readAt === undefined
              ? 'No calendar program has asked for it yet.'
              : `Last asked for around ${dayAndClock(link.readAt, zone)}.`}
          </Text>
        </div>
        <Button
          variant="default"
          loading={ending.isPending}
          onClick={() => ending.mutate()}
          aria-label={`End it: the link to ${link.name}`}
        >
          End it
        </Button>
      </Group>
      {ending.error && <Problem error={ending.error} />}
    </Paper>
  );
}
