import { bookingView } from '@lintel/core/bookings/wire.ts';
import { hourMs } from '@lintel/core/time.ts';
import { siteId as siteIdSchema } from '@lintel/core/wire.ts';
import { Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { call } from '../ui/api.ts';
import { Loaded } from '../ui/notes.tsx';
import { BookingTable } from './booking-table.tsx';
import { SiteFilter } from './site-filter.tsx';

const booking = bookingView.extend({ siteId: siteIdSchema, siteName: z.string() });
const answer = z.object({ bookings: z.array(booking) });
export type OfficeBooking = z.infer<typeof booking>;

const reaches = [
  { value: '24', label: 'Next 24 hours' },
  { value: '168', label: 'Next 7 days' },
  { value: '720', label: 'Next 30 days' },
];

/** The coming bookings of all sites in one list, in each site's own time. */
export function BookingsAcross({ siteId }: { readonly siteId: string | undefined }) {
  const [hours, setHours] = useState('24');
  const query = useQuery({
    queryKey: ['bookings', 'office', siteId ?? 'all', hours],
    queryFn: async () => {
      const now = Date.now();
      const asked = new URLSearchParams({ from: String(now), to: String(now + Number(hours) * hourMs) });
      if (siteId) asked.set('siteId', siteId);
      return (await call(answer, `/api/office/bookings?${asked}`)).bookings;
    },
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          Bookings of all sites
        </Title>
        <Group>
          <NativeSelect
            aria-label="How far ahead"
            value={hours}
            data={reaches}
            onChange={(event) => setHours(event.currentTarget.value)}
          />
          <SiteFilter view="bookings" siteId={siteId} />
        </Group>
      </Group>
      <Text size="sm">Times are those of each site.</Text>
      <Loaded query={query}>{(bookings) => <BookingTable bookings={bookings} />}</Loaded>
    </Stack>
  );
}
