import { Anchor, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { hashOf } from '../ui/hash.ts';
import { Loaded, Nothing } from '../ui/notes.tsx';
import { useServerClock } from '../ui/server-clock.ts';
import { StateWord } from '../ui/state-word.tsx';
import { agoText, clock, dayAndClock } from '../ui/zone.ts';
import { EnrolmentCode } from './enrolment-code.tsx';
import type { LinkState } from './link-words.ts';
import { linkWords } from './link-words.ts';
import { type OfficeSite, useOfficeSites } from './office-sites.ts';

/** All sites at once: is each heard, and how old is what the office knows of it. */
export function Sites() {
  const query = useOfficeSites();
  return (
    <Stack>
      <Title order={1} size="h2">
        Sites
      </Title>
      <Loaded query={query}>
        {(sites) =>
          sites.length === 0 ? (
            <Nothing title="No sites">Your role covers no site yet. Ask a director.</Nothing>
          ) : (
            <SimpleGrid cols={{ base: 1, md: 2 }}>
              {sites.map((site) => (
                <SiteCard key={site.id} site={site} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Stack>
  );
}

function SiteCard({ site }: { readonly site: OfficeSite }) {
  const now = useServerClock(1_000);
  const { tone, word, means } = linkWords[site.link.state satisfies LinkState];
  return (
    <Paper withBorder p="lg" component="article" aria-label={site.name}>
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2} size="h3">
            {site.name}
          </Title>
          <StateWord tone={tone}>{word}</StateWord>
        </Group>
        <Text size="sm">{means}</Text>
        <Text size="sm" component="div">
          {site.link.heardAt !== undefined && (
            <div>
              Last heard {agoText(Math.max(0, now - site.link.heardAt))} (
              {dayAndClock(site.link.heardAt, site.timeZone)} there)
            </div>
          )}
          {site.link.factAt !== undefined && (
            <div>Newest fact from {agoText(Math.max(0, now - site.link.factAt))}</div>
          )}
          {site.horizonAt != null && (
            <div>The site decides bookings until {dayAndClock(site.horizonAt, site.timeZone)}</div>
          )}
          <div>
            It is {clock(now, site.timeZone)} there ({site.timeZone}); prices in {site.currency}
          </div>
        </Text>
        {site.waiting > 0 && (
          <Text size="sm" fw={600}>
            <StateWord tone="warn">Look into this</StateWord> {site.waiting}{' '}
            {site.waiting === 1 ? 'fact' : 'facts'} could not be applied and{' '}
            {site.waiting === 1 ? 'is' : 'are'} kept aside.
          </Text>
        )}
        <Group gap="md">
          <Anchor href={hashOf('bookings', site.id)} underline="always">
            Bookings
          </Anchor>
          <Anchor href={hashOf('access', site.id)} underline="always">
            Doors
          </Anchor>
        </Group>
        <EnrolmentCode site={site} />
      </Stack>
    </Paper>
  );
}
