import { Paper, Stack, Table, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Nothing } from '../ui/notes.tsx';
import { StateWord } from '../ui/state-word.tsx';
import { clock, dayAndClock } from '../ui/zone.ts';
import { bookingWords } from './booking-words.ts';
import type { OfficeBooking } from './bookings-across.tsx';
import { useZoneOf } from './office-sites.ts';

/** Bookings as rows where there is room, else as cards. */
export function BookingTable({ bookings }: { readonly bookings: readonly OfficeBooking[] }) {
  const wide = useMediaQuery('(min-width: 760px)', true, { getInitialValueInEffect: false });
  const zoneOf = useZoneOf();
  const when = (booking: OfficeBooking) => {
    const zone = zoneOf(booking.siteId);
    return `${dayAndClock(booking.startsAt, zone)}–${clock(booking.endsAt, zone)}`;
  };
  if (bookings.length === 0)
    return <Nothing title="No bookings">Nobody has booked for this time yet.</Nothing>;
  if (!wide) {
    return (
      <Stack gap="xs">
        {bookings.map((booking) => (
          <Paper withBorder p="sm" key={booking.id} component="article">
            <Text fw={600}>
              {booking.resourceName}, {booking.siteName}
            </Text>
            <Text size="sm" className="numbers">
              {when(booking)}
            </Text>
            <Text size="sm">{who(booking)}</Text>
            <State booking={booking} />
          </Paper>
        ))}
      </Stack>
    );
  }
  return (
    <Table verticalSpacing="xs">
      <Table.Thead>
        <Table.Tr>
          {['When', 'Site', 'What', 'Who', 'State'].map((name) => (
            <Table.Th key={name}>{name}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {bookings.map((booking) => (
          <Table.Tr key={booking.id}>
            <Table.Td className="numbers">{when(booking)}</Table.Td>
            <Table.Td>{booking.siteName}</Table.Td>
            <Table.Td>{booking.resourceName}</Table.Td>
            <Table.Td>{who(booking)}</Table.Td>
            <Table.Td>
              <State booking={booking} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function State({ booking }: { readonly booking: OfficeBooking }) {
  const { tone, word } = bookingWords(booking);
  return <StateWord tone={tone}>{word}</StateWord>;
}

function who(booking: OfficeBooking): string {
  const name = booking.holderName ?? (booking.purpose === 'block' ? 'Block' : 'Walk-in');
  return booking.title ? `${name}: ${booking.title}` : name;
}
