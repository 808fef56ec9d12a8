import { Anchor, Stack, Text, Title } from '@mantine/core';
import { hashOf } from '../../ui/hash.ts';
import { Loaded } from '../../ui/notes.tsx';
import { useOfficeSites } from '../office-sites.ts';
import { type Staff, setsRules } from '../roles.ts';
import { useHours } from './hours.ts';
import { HoursForm } from './hours-form.tsx';

/** When a site is open. The front desk reads it. */
export function HoursPage({ siteId, staff }: { readonly siteId: string; readonly staff: Staff }) {
  const query = useHours(siteId);
  const { data: sites } = useOfficeSites();
  const name = sites?.find(({ id }) => id === siteId)?.name;
  return (
    <Stack>
      <Anchor href={hashOf('sites')} underline="always">
        All sites
      </Anchor>
      <Title order={1} size="h2">
        Opening hours{name ? ` of ${name}` : ''}
      </Title>
      <Loaded query={query}>
        {(kept) => (
          <>
            <Text size="sm">
              Times are those of the site ({kept.timeZone}); closing at midnight (00:00) is the end of the
              day. Bookings, and cards that open in opening hours, follow them within seconds.
            </Text>
            <HoursForm key={siteId} {...{ siteId, kept }} mayChange={setsRules(staff)} />
          </>
        )}
      </Loaded>
    </Stack>
  );
}
