import { type FoundView, searchAnswer } from '@lintel/core/demand/wire.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import type { SiteView } from '@lintel/core/sites/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../ui/api.ts';
import { kindNames } from '../../ui/calendar/words.ts';
import { Loaded } from '../../ui/notes.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { instantAt } from '../../ui/zone.ts';
import { minuteOf } from '../series/series-hash.ts';
import { WaitButton } from '../waits/wait-button.tsx';
import { BookFound } from './book-found.tsx';
import { FoundCard } from './found-card.tsx';
import type { SearchWords } from './search-words.ts';

type Props = { readonly search: SearchWords; readonly home: SiteView };

/** What a search found: everything free as wanted; else why nothing is, the nearest instead, and the wait-list. */
export function Found({ search, home }: Props) {
  const span: Span = {
    startsAt: instantAt(search.date, minuteOf(search.from), home.timeZone),
    endsAt: instantAt(search.date, minuteOf(search.to), home.timeZone),
  };
  const path = `/api/search?${wordsOf(search, span)}`;
  const query = useQuery({
    queryKey: ['bookings', 'search', path],
    queryFn: () => call(searchAnswer, path, { timeoutMs: 20_000 }),
    refetchInterval: false,
  });
  const [taking, setTaking] = useState<FoundView>();
  if (span.endsAt <= span.startsAt) return null;
  return (
    <>
      <Loaded query={query}>
        {({ free, alternatives, reasons }) => (
          <Stack gap="sm">
            <Title order={2} size="h4" aria-live="polite">
              {free.length === 0
                ? 'Nothing is free then'
                : `${free.length} ${free.length === 1 ? 'place is' : 'places are'} free`}
            </Title>
            {free.map((found) => (
              <FoundCard key={found.resourceId} {...{ found }} book={() => setTaking(found)} />
            ))}
            {free.length === 0 && (
              <>
                {reasons.length > 0 && (
                  <List size="sm">
                    {reasons.map((reason) => (
                      <List.Item key={reason.kind}>{reason.sentence}</List.Item>
                    ))}
                  </List>
                )}
                {alternatives.length > 0 && <StateWord tone="good">The nearest that is free</StateWord>}
                {alternatives.map((found) => (
                  <FoundCard
                    key={`${found.resourceId} ${found.startsAt}`}
                    {...{ found }}
                    book={() => setTaking(found)}
                  />
                ))}
                <Wait {...{ search, home, span }} />
              </>
            )}
          </Stack>
        )}
      </Loaded>
      {taking && <BookFound found={taking} people={search.people} close={() => setTaking(undefined)} />}
    </>
  );
}

function Wait({ search, home, span }: Props & { readonly span: Span }) {
  const kind = search.kind ?? 'room';
  return (
    <Stack gap={4} mt="sm">
      <Text size="sm">
        You can wait for any {kindNames[kind].one.toLowerCase()} at {home.name} at this time.
      </Text>
      <WaitButton siteId={home.id as SiteId} wish={{ ...span, people: search.people }} what={{ kind }} />
    </Stack>
  );
}

function wordsOf({ siteId, kind, people, floor, equipment }: SearchWords, span: Span): string {
  return new URLSearchParams({
    from: String(span.startsAt),
    to: String(span.endsAt),
    people: String(people ?? 1),
    ...(siteId ? { siteId } : {}),
    ...(kind ? { kind } : {}),
    ...(floor ? { floor } : {}),
    ...(equipment.length > 0 ? { equipment: equipment.join(',') } : {}),
  }).toString();
}
