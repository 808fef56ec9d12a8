import { Anchor, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { hashOf } from '../ui/hash.ts';
import { Loaded, Nothing } from '../ui/notes.tsx';
import { useServerClock } from '../ui/server-clock.ts';
import { StateWord } from '../ui/state-word.tsx';
import { agoText, clock, dayAndClock } from '../ui/zone.ts';
import { BoxActs } from './box/box-acts.tsx';
import { EnrolmentCode } from './enrolment-code.tsx';
import type { LinkState } from './link-words.ts';
import { linkWords } from './link-words.ts';
import { type OfficeSite, useOfficeSites } from './office-sites.ts';
import { answersForBox, type Staff, setsRules } from './roles.ts';

/** All sites at once: is each heard, and how old is what the office knows of it. */
export function Sites({ staff }: { readonly staff: Staff }) {
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
                <SiteCard key={site.id} {...{ site, staff }} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </Stack>
  );
}

function SiteCard({ site, staff }: { readonly site: OfficeSite; readonly staff: Staff }) {
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
        <Known {...{ site, now }} />
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
          <Anchor href={hashOf('hours', site.id)} underline="always">
            Opening hours
          </Anchor>
        </Group>
        {setsRules(staff) && <EnrolmentCode site={site} />}
        {answersForBox(staff) && <BoxActs site={site} />}
      </Stack>
    </Paper>
  );
}

/** How old the knowledge of a site is, and until when it decides by itself. */
function Known({ site, now }: { readonly site: OfficeSite; readonly now: number }) {
  const { link, timeZone, horizonAt, currency, epoch } = site;
  return (
    <Text size="sm" component="div">
      {link.heardAt !== undefined && (
        <div>
          Last heard {agoText(Math.max(0, now - link.heardAt))} ({dayAndClock(link.heardAt, timeZone)} there)
        </div>
      )}
      {link.factAt !== undefined && <div>Newest fact from {agoText(Math.max(0, now - link.factAt))}</div>}
      {epoch > 0 && horizonAt != null && (
        <div>The site decides bookings until {dayAndClock(horizonAt, timeZone)}</div>
      )}
      <div>
        It is {clock(now, timeZone)} there ({timeZone}); prices in {currency}
      </div>
    </Text>
  );
}
