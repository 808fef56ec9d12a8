import { unsentNoticeView } from '@lintel/core/notices/wire.ts';
import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from '../../ui/api.ts';
import { Loaded, Nothing } from '../../ui/notes.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useServerClock } from '../../ui/server-clock.ts';
import { StateWord, type Tone } from '../../ui/state-word.tsx';
import { agoText, clock, dayAndClock, readersZone } from '../../ui/zone.ts';
import { useOfficeSites } from '../office-sites.ts';

const answer = z.object({ notices: z.array(unsentNoticeView), mailIsSetUp: z.boolean() });
type Unsent = z.infer<typeof unsentNoticeView>;

const states: Record<Unsent['state'], { readonly tone: Tone; readonly word: string }> = {
  waiting: { tone: 'warn', word: 'Waiting' },
  failed: { tone: 'bad', word: 'Given up' },
  not_set_up: { tone: 'none', word: 'Not sent: no mail server' },
};

/** Mails that have not gone out, so that somebody can call the person instead. */
export function UnsentPage() {
  const query = useQuery({
    queryKey: ['notices', 'office'],
    queryFn: () => call(answer, '/api/office/notices'),
  });
  return (
    <Stack>
      <Title order={1} size="h2">
        Mails not sent
      </Title>
      <Loaded query={query}>
        {({ notices, mailIsSetUp }) => (
          <Stack>
            {!mailIsSetUp && (
              <Notice tone="warn" role="status" title="No mail server is set up">
                Members see every notice in the portal; none goes out by mail. Set SMTP_URL and MAIL_FROM for
                the cloud to send mails.
              </Notice>
            )}
            {notices.length === 0 ? (
              <Nothing title="Everything has gone out">No mail is waiting and none has failed.</Nothing>
            ) : (
              <SimpleGrid cols={{ base: 1, md: 2 }}>
                {notices.map((notice) => (
                  <UnsentCard key={notice.id} notice={notice} />
                ))}
              </SimpleGrid>
            )}
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

function UnsentCard({ notice }: { readonly notice: Unsent }) {
  const now = useServerClock(10_000);
  const { data: sites } = useOfficeSites();
  const site = sites?.find(({ id }) => id === notice.siteId);
  const zone = site?.timeZone ?? readersZone();
  const { tone, word } = states[notice.state];
  const tries = notice.attempts === 1 ? 'once' : `${notice.attempts} times`;
  return (
    <Paper withBorder p="md" component="article" aria-label={`${notice.subject}, to ${notice.holderName}`}>
      <StateWord tone={tone}>{word}</StateWord>
      <Text fw={600} mt={4}>
        {notice.subject}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        To {notice.holderName}, {notice.email}
        {site && ` (${site.name})`}
      </Text>
      <Text size="sm" className="numbers">
        Made {dayAndClock(notice.madeAt, zone)} ({agoText(Math.max(0, now - notice.madeAt))})
      </Text>
      {notice.attempts > 0 && (
        <Text size="sm">
          Tried {tries}
          {notice.nextTryAt !== undefined && `, again at ${clock(notice.nextTryAt, zone)}`}.
        </Text>
      )}
      {notice.lastError && notice.state !== 'not_set_up' && (
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          The mail server said: {notice.lastError}
        </Text>
      )}
    </Paper>
  );
}
