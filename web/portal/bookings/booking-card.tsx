import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { SiteView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Anchor, Group, Paper, Stack, Text } from '@mantine/core';
import { stateWords } from '../../ui/booking/state-words.ts';
import { hashOf } from '../../ui/hash.ts';
import { StateWord } from '../../ui/state-word.tsx';
import { clock, dayName, foreignZone, readersZone, spanText } from '../../ui/zone.ts';
import { actsOf } from './acts.ts';
import { ActsBar } from './acts-bar.tsx';
import { OfferNote } from './offer-note.tsx';

type Props = {
  readonly booking: BookingView;
  /** Absent while it is not known, and for a place that was removed. */
  readonly site: SiteView | undefined;
  readonly now: number;
  readonly offerExpiresAt?: EpochMs | undefined;
};

/** One booking: what, when and where, how it stands, what it waits for, and the likeliest things to do with it. The rest is on its own page. */
export function BookingCard({ booking, site, now, offerExpiresAt }: Props) {
  const timeZone = site?.timeZone ?? readersZone();
  const zone = site ? foreignZone(booking.startsAt, timeZone, readersZone()) : 'your own time';
  const { tone, word } = stateWords(booking, now);
  const acts = actsOf(booking, now);
  const likeliest = acts.filter((act) => act !== 'describe' && act !== 'transfer');
  return (
    <Paper withBorder p="md" component="article" aria-label={`${booking.resourceName}, ${booking.title}`}>
      <Stack gap="xs">
        <Group justify="space-between" gap="sm" align="start">
          <div>
            <Text fw={650}>
              {booking.resourceName}
              {booking.title && ` · ${booking.title}`}
            </Text>
            <Text size="sm">
              {dayName(booking.startsAt, timeZone)}, {spanText(booking, timeZone)}
              {zone && `, ${zone}`}
              {site && ` · ${site.name}`}
            </Text>
          </div>
          <StateWord tone={tone}>{word}</StateWord>
        </Group>
        {booking.state === 'requested' && booking.endsAt > now && (
          <Text size="sm">
            {site?.name ?? 'The site'} has not answered yet. It decides as soon as it is reached, and this
            page shows what it said; until then the time is not yours.
          </Text>
        )}
        {booking.releasesAt !== undefined && booking.state === 'confirmed' && booking.endsAt > now && (
          <Text size="sm">
            Check in by {clock(booking.releasesAt, timeZone)}, here, at the door or at the panel; else it is
            released.
          </Text>
        )}
        {offerExpiresAt !== undefined && <OfferNote expiresAt={offerExpiresAt} timeZone={timeZone} />}
        {site && <ActsBar {...{ booking, site }} acts={likeliest} />}
        <Anchor
          size="sm"
          underline="always"
          href={hashOf('bookings', booking.id)}
          aria-label={`Details and history of ${booking.resourceName}, ${dayName(booking.startsAt, timeZone)}`}
        >
          Details and history
        </Anchor>
      </Stack>
    </Paper>
  );
}
