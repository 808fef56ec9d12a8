import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cancel } from '../ui/calendar/book.ts';
import { useMyBookings } from '../ui/calendar/my-bookings.ts';
import { Loaded, Nothing, Problem } from '../ui/notes.tsx';
import { useServerClock } from '../ui/server-clock.ts';
import { StateWord, type Tone } from '../ui/state-word.tsx';
import { dayName, foreignZone, readersZone, spanText } from '../ui/zone.ts';
import { useSiteOf } from './site-of.ts';

const words: Record<BookingView['state'], { readonly tone: Tone; readonly word: string }> = {
  confirmed: { tone: 'good', word: 'Booked' },
  requested: { tone: 'warn', word: 'Not confirmed yet' },
  refused: { tone: 'bad', word: 'Refused by the site' },
  cancelled: { tone: 'none', word: 'Cancelled' },
};

/** What the member has booked: the coming ones, which can be cancelled, then the past. */
export function MyBookings() {
  const query = useMyBookings();
  const now = useServerClock(15_000);
  return (
    <Stack>
      <Title order={1} size="h2">
        My bookings
      </Title>
      <Loaded query={query}>
        {(bookings) => {
          const coming = bookings.filter((booking) => booking.endsAt > now);
          const past = bookings.filter((booking) => booking.endsAt <= now);
          return (
            <>
              {coming.length === 0 && <Nothing title="Nothing booked">Press a free time under Book.</Nothing>}
              {coming.map((booking) => (
                <Card key={booking.id} booking={booking} />
              ))}
              {past.length > 0 && (
                <Title order={2} size="h4" mt="md">
                  Past
                </Title>
              )}
              {past.slice(0, 20).map((booking) => (
                <Card key={booking.id} booking={booking} isPast />
              ))}
            </>
          );
        }}
      </Loaded>
    </Stack>
  );
}

function Card({ booking, isPast = false }: { readonly booking: BookingView; readonly isPast?: boolean }) {
  const site = useSiteOf()(booking.resourceId);
  const timeZone = site?.timeZone ?? readersZone();
  const zone = site ? foreignZone(booking.startsAt, timeZone, readersZone()) : 'your own time';
  const { tone, word } = words[booking.state];
  const cancelling = useCancel();
  const open = !isPast && (booking.state === 'confirmed' || booking.state === 'requested');

  return (
    <Paper withBorder p="md" component="article" aria-label={`${booking.resourceName}, ${booking.title}`}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={650}>
            {booking.resourceName}
            {booking.title && ` · ${booking.title}`}
          </Text>
          <Text size="sm">
            {dayName(booking.startsAt, timeZone)}, {spanText(booking, timeZone)}
            {zone && `, ${zone}`}
            {site && ` · ${site.name}`}
          </Text>
        </div>
        <Group gap="md">
          <StateWord tone={isPast ? 'none' : tone}>{isPast && word === 'Booked' ? 'Over' : word}</StateWord>
          {open && (
            <Button
              variant="default"
              size="sm"
              loading={cancelling.isPending}
              onClick={() => cancelling.mutate(booking.id)}
            >
              Cancel
            </Button>
          )}
        </Group>
      </Group>
      {cancelling.error && <Problem error={cancelling.error} />}
    </Paper>
  );
}

function useCancel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => cancel('/api/bookings', id),
    onSuccess: (answer) =>
      notifications.show(
        answer.kind === 'cancelled'
          ? { title: 'Cancelled', message: 'The time is free again.' }
          : { title: 'Not cancelled yet', message: answer.sentence },
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
}
