import { type DemandView, demandView } from '@lintel/core/demand/wire.ts';
import { hourMs } from '@lintel/core/time.ts';
import { Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../ui/api.ts';
import { Loaded, Nothing } from '../../ui/notes.tsx';
import { weekdays } from '../hours/draft.ts';
import { SiteFilter } from '../site-filter.tsx';
import { byHour, total } from './by-hour.ts';
import { DemandTable } from './demand-table.tsx';
import { DemandWhy } from './demand-why.tsx';

const reaches = [
  { value: '7', label: 'Last 7 days' },
  { value: '28', label: 'Last 28 days' },
  { value: '91', label: 'Last 13 weeks' },
];
const days = [
  { value: '', label: 'Every day of the week' },
  ...weekdays.map((name, index) => ({ value: String(index + 1), label: name })),
];

/** What members looked for and did not find, by the hour it was wanted in: what a new room would be used for. */
export function DemandPage({ siteId }: { readonly siteId: string | undefined }) {
  const [reach, setReach] = useState('28');
  const [day, setDay] = useState('');
  const query = useQuery({
    queryKey: ['demand', siteId ?? 'all', reach],
    queryFn: () => {
      const asked = new URLSearchParams({ from: String(Date.now() - Number(reach) * 24 * hourMs) });
      if (siteId) asked.set('siteId', siteId);
      return call(demandView, `/api/office/demand?${asked}`);
    },
  });
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          What was looked for
        </Title>
        <Group>
          <NativeSelect
            aria-label="How far back"
            value={reach}
            data={reaches}
            onChange={(event) => setReach(event.currentTarget.value)}
          />
          <NativeSelect
            aria-label="Day of the week"
            value={day}
            data={days}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <SiteFilter view="demand" siteId={siteId} />
        </Group>
      </Group>
      <Loaded query={query}>
        {(view) => <Demand view={view} weekday={day ? Number(day) : undefined} />}
      </Loaded>
    </Stack>
  );
}

function Demand({ view, weekday }: { readonly view: DemandView; readonly weekday: number | undefined }) {
  const rows = byHour(view.hours, weekday);
  if (rows.length === 0)
    return (
      <Nothing title="Nothing was looked for">
        Searches in the portal, and bookings that were refused, appear here by the hour they were wanted in.
      </Nothing>
    );
  const { searches, missed, refused } = total(
    view.hours.filter((one) => !weekday || one.weekday === weekday),
  );
  return (
    <Stack>
      <Text>
        {searches} {searches === 1 ? 'search' : 'searches'}, of which <strong>{missed} found nothing</strong>,
        and <strong>{refused} refused</strong> {refused === 1 ? 'attempt' : 'attempts'} to book. Hours are
        those of each site.
      </Text>
      <DemandTable rows={rows} />
      <DemandWhy view={view} />
    </Stack>
  );
}
