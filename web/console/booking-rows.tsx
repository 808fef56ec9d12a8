import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import { Button, Group, Paper, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { cancel } from '../ui/calendar/book.ts';
import { bookingText } from '../ui/calendar/words.ts';
import { Nothing, Problem } from '../ui/notes.tsx';
import { spanText } from '../ui/zone.ts';

const sources: Record<BookingView['source'], string> = {
  portal: 'booked in the portal',
  office: 'booked in the office',
  console: 'booked here',
  panel: 'booked at the panel',
};

/** Every booking of the day that has not ended, with its holder and a way to cancel it. */
export function BookingRows({ day }: { readonly day: DayView }) {
  const coming = day.bookings
    .filter((booking) => booking.state === 'confirmed' && booking.endsAt > day.at)
    .sort((a, b) => a.startsAt - b.startsAt);
  if (coming.length === 0)
    return <Nothing title="No more bookings today">Press a free time above to book one.</Nothing>;
  return coming.map((booking) => <Row key={booking.id} booking={booking} timeZone={day.site.timeZone} />);
}

function Row({ booking, timeZone }: { readonly booking: BookingView; readonly timeZone: string }) {
  const queries = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => cancel('/api/console/bookings', booking.id),
    onSuccess: () =>
      notifications.show({ title: 'Cancelled', message: `${booking.resourceName} is free again.` }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  const name = `${booking.resourceName}, ${spanText(booking, timeZone)}`;
  return (
    <Paper withBorder px="md" py="sm" component="article" aria-label={name}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm">
            {bookingText(booking)}
            {booking.holderName && booking.title && `, ${booking.holderName}`}, {sources[booking.source]}
          </Text>
        </div>
        <Button
          variant="default"
          size="sm"
          loading={cancelling.isPending}
          onClick={() => cancelling.mutate()}
          aria-label={`Cancel ${name}`}
        >
          Cancel
        </Button>
      </Group>
      {cancelling.error && <Problem error={cancelling.error} />}
    </Paper>
  );
}
