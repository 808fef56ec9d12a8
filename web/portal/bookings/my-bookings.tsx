import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Stack, Title } from '@mantine/core';
import { isOpen } from '../../ui/booking/state-words.ts';
import { useMyBookings } from '../../ui/calendar/my-bookings.ts';
import { Loaded, Nothing } from '../../ui/notes.tsx';
import { useServerClock } from '../../ui/server-clock.ts';
import { useSiteOf } from '../sites.ts';
import { useWaits } from '../waits/waits.ts';
import { BookingCard } from './booking-card.tsx';
import { MineNav } from './mine-nav.tsx';

/** What the member has booked: offers that wait for a yes, then what is to come, then what is over, cancelled or refused. */
export function MyBookings() {
  const query = useMyBookings();
  return (
    <Stack>
      <MineNav here="bookings" />
      <Title order={1} size="h2">
        My bookings
      </Title>
      <Loaded query={query}>{(bookings) => <Lists bookings={bookings} />}</Loaded>
    </Stack>
  );
}

const pastMost = 20;

function Lists({ bookings }: { readonly bookings: readonly BookingView[] }) {
  const now = useServerClock(15_000);
  const siteOf = useSiteOf();
  const waits = useWaits();
  const offers = new Map(waits.data?.map(({ offer }) => [offer?.bookingId, offer?.expiresAt]));
  const open = bookings.filter((booking) => isOpen(booking, now));
  const past = bookings.filter((booking) => !isOpen(booking, now));
  const kept = open.filter(({ purpose }) => purpose === 'hold');
  const coming = open.filter(({ purpose }) => purpose !== 'hold');
  const card = (booking: BookingView) => (
    <BookingCard
      key={booking.id}
      {...{ booking, now }}
      site={siteOf(booking.resourceId)}
      offerExpiresAt={offers.get(booking.id)}
    />
  );
  // One list, so that a card that goes from one part to another stays the same card, with the answer it shows.
  const none = (
    <Nothing key="none" title="Nothing booked">
      Press a free time under Book.
    </Nothing>
  );
  const title = (
    <Title key="past" order={2} size="h4" mt="md">
      Past
    </Title>
  );
  return [
    ...kept.map(card),
    ...(coming.length === 0 ? [none] : coming.map(card)),
    ...(past.length > 0 ? [title, ...past.slice(0, pastMost).map(card)] : []),
  ];
}
