import type { NoticeView } from '@lintel/core/notices/wire.ts';
import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { hashOf } from '../../ui/hash.ts';
import { Loaded, Nothing, Problem } from '../../ui/notes.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { dayAndClock, readersZone } from '../../ui/zone.ts';
import { useNotices, useRead } from './notices.ts';

/** What the member was told, the newest first: what is new stands out by a word, and whether it went out by mail is said. */
export function NoticesPage() {
  const notices = useNotices();
  const read = useRead();
  const unread = notices.data?.unread ?? 0;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={1} size="h2">
          Notices
        </Title>
        {unread > 0 && (
          <Button variant="default" loading={read.isPending} onClick={() => read.mutate(undefined)}>
            Mark all as read
          </Button>
        )}
      </Group>
      {read.error && <Problem error={read.error} />}
      <Loaded query={notices}>
        {({ notices: all }) =>
          all.length === 0 ? (
            <Nothing title="Nothing yet">What happens to your bookings is told here, and by mail.</Nothing>
          ) : (
            all.map((notice) => (
              <Notice key={notice.id} {...{ notice }} read={() => read.mutate([notice.id])} />
            ))
          )
        }
      </Loaded>
    </Stack>
  );
}

function Notice({ notice, read }: { readonly notice: NoticeView; readonly read: () => void }) {
  const { bookingId, seriesId } = notice;
  const href = bookingId ? hashOf('bookings', bookingId) : seriesId ? hashOf('series', seriesId) : undefined;
  const isNew = notice.readAt === undefined;
  return (
    <Paper withBorder p="md" component="article" aria-label={notice.subject}>
      <Stack gap={6}>
        <Group justify="space-between" align="start" gap="sm">
          <Text fw={isNew ? 650 : 450}>{notice.subject}</Text>
          {isNew && <StateWord tone="warn">New</StateWord>}
        </Group>
        <Text size="sm" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
          {notice.text}
        </Text>
        <Group justify="space-between" gap="sm">
          <Text size="sm" c="dimmed">
            {dayAndClock(notice.madeAt, readersZone())}, your time. {notice.mail.sentence}
          </Text>
          <Group gap="sm">
            {href && (
              <Anchor size="sm" underline="always" href={href} onClick={() => isNew && read()}>
                {bookingId ? 'Open the booking' : 'Open the series'}
              </Anchor>
            )}
            {isNew && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={read}
                aria-label={`Mark as read: ${notice.subject}`}
              >
                Mark as read
              </Button>
            )}
          </Group>
        </Group>
      </Stack>
    </Paper>
  );
}
