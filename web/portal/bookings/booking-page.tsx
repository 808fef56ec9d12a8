import { Anchor, Paper, Stack, Text, Title } from '@mantine/core';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { stateWords } from '../../ui/booking/state-words.ts';
import type { BookingDetail } from '../../ui/booking/wires.ts';
import { hashOf } from '../../ui/hash.ts';
import { Loaded } from '../../ui/notes.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useServerClock } from '../../ui/server-clock.ts';
import { StateWord } from '../../ui/state-word.tsx';
import { dayAndClock, dayName, foreignZone, lengthText, readersZone, spanText } from '../../ui/zone.ts';
import { useSiteOf } from '../sites.ts';
import { useWaits } from '../waits/waits.ts';
import { actsOf } from './acts.ts';
import { ActsBar } from './acts-bar.tsx';
import { useDetail } from './detail.ts';
import { MineNav } from './mine-nav.tsx';
import { OfferNote } from './offer-note.tsx';

/** One booking whole: how it stands, what it took, everything that can be done with it, and everything that happened to it. */
export function BookingPage({ id }: { readonly id: string }) {
  const detail = useDetail(id);
  return (
    <Stack>
      <MineNav here="bookings" />
      <Loaded query={detail}>{(known) => <Whole detail={known} />}</Loaded>
    </Stack>
  );
}

function Whole({ detail }: { readonly detail: BookingDetail }) {
  const { booking, currency, pending } = detail;
  const now = useServerClock(5_000);
  const site = useSiteOf()(booking.resourceId);
  const waits = useWaits();
  const offer = waits.data?.find((wait) => wait.offer?.bookingId === booking.id)?.offer;
  const timeZone = site?.timeZone ?? readersZone();
  const zone = foreignZone(booking.startsAt, timeZone, readersZone());
  const { tone, word } = stateWords(booking, now);
  const took = booking.charge && chargeText(booking.charge, currency);
  const minutes = (booking.endsAt - booking.startsAt) / 60_000;
  return (
    <>
      <div>
        <Title order={1} size="h2">
          {booking.resourceName}
          {booking.title && ` · ${booking.title}`}
        </Title>
        <StateWord tone={tone}>{word}</StateWord>
      </div>
      <Text>
        {dayName(booking.startsAt, timeZone)}, {spanText(booking, timeZone)} ({lengthText(minutes)})
        {zone && `, ${zone}`}
        {site && `, ${site.name}`}
        {booking.people > 0 && `, for ${booking.people}`}
      </Text>
      {took && <Text size="sm">It takes {took}.</Text>}
      {booking.seriesId && (
        <Text size="sm">
          One date of a{' '}
          <Anchor href={hashOf('series', booking.seriesId)} underline="always">
            series
          </Anchor>
          .
        </Text>
      )}
      {pending && (
        <Notice tone="warn" role="status" title="A change waits for the site">
          {pending.sentence}
        </Notice>
      )}
      {offer && <OfferNote expiresAt={offer.expiresAt} timeZone={timeZone} />}
      {site && <ActsBar {...{ booking, site }} acts={actsOf(booking, now, pending?.kind === 'change')} />}
      <History detail={detail} timeZone={timeZone} />
    </>
  );
}

function History({ detail, timeZone }: { readonly detail: BookingDetail; readonly timeZone: string }) {
  return (
    <Paper withBorder p="md" component="section" aria-label="What happened">
      <Title order={2} size="h4" mb="xs">
        What happened
      </Title>
      <ol className="history">
        {detail.history.map((entry) => (
          <li key={`${entry.at} ${entry.kind} ${entry.why}`}>
            <Text size="sm" c="dimmed" className="numbers">
              {dayAndClock(entry.at, timeZone)}
            </Text>
            <Text size="sm">{entry.sentence}</Text>
          </li>
        ))}
      </ol>
    </Paper>
  );
}
