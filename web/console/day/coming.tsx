import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { Nothing } from '../../ui/notes.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { spanText } from '../../ui/zone.ts';
import type { Desk } from '../desk/desk.tsx';
import { deskState, whoText } from '../desk/words.ts';
import { CheckInButton } from './check-in-button.tsx';

type Props = { readonly day: DayView; readonly now: EpochMs; readonly desk: Desk };

const atOnce = 12;

/** Whom the desk waits for: what is under way and what is to come, the first to be released on top of its hour. */
export function Coming({ day, now, desk }: Props) {
  const [all, setAll] = useState(false);
  const coming = day.bookings
    .filter(({ state, endsAt }) => (state === 'confirmed' || state === 'checked_in') && endsAt > now)
    .sort((a, b) => a.startsAt - b.startsAt || a.resourceName.localeCompare(b.resourceName));
  const shown = all ? coming : coming.slice(0, atOnce);
  if (day.endsAt <= now) return null;
  return (
    <Stack gap="xs" component="section" aria-label="Under way and to come">
      <Group justify="space-between" align="baseline" mt="sm">
        <Title order={2} size="h3">
          Under way and to come
        </Title>
        <Text size="sm">{countText(coming, now)}</Text>
      </Group>
      {coming.length === 0 && (
        <Nothing title="No more bookings on this day">Press a free time above to book one.</Nothing>
      )}
      {shown.map((booking) => (
        <Row key={booking.id} {...{ booking, now, desk }} timeZone={day.site.timeZone} />
      ))}
      {shown.length < coming.length && (
        <Group>
          <Button variant="default" onClick={() => setAll(true)}>
            Show all {coming.length}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

/** `2 here, 1 not yet, 4 to come` */
function countText(coming: readonly BookingView[], now: number): string {
  const use = coming.filter(({ purpose }) => purpose === 'use');
  const here = use.filter(({ state, startsAt, releasesAt }) =>
    state === 'checked_in' ? true : startsAt <= now && releasesAt === undefined,
  ).length;
  const late = use.filter(
    ({ state, startsAt, releasesAt }) => state === 'confirmed' && startsAt <= now && releasesAt !== undefined,
  ).length;
  const later = use.filter(({ state, startsAt }) => state === 'confirmed' && startsAt > now).length;
  return `${here} here, ${late > 0 ? `${late} not yet here, ` : ''}${later} to come`;
}

type RowProps = {
  readonly booking: BookingView;
  readonly now: EpochMs;
  readonly desk: Desk;
  readonly timeZone: string;
};

function Row({ booking, now, desk, timeZone }: RowProps) {
  const name = `${booking.resourceName}, ${spanText(booking, timeZone)}`;
  const { tone, word } = deskState(booking, now, timeZone);
  const mayCheckIn =
    booking.checkInFrom !== undefined && booking.checkInFrom <= now && booking.state === 'confirmed';
  return (
    <Paper withBorder px="md" py="xs" component="article" aria-label={name}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" component="div">
            {whoText(booking)} <StateWord tone={tone}>{word}</StateWord>
          </Text>
        </div>
        <Group gap="xs">
          {mayCheckIn && <CheckInButton {...{ booking, desk, name }} />}
          <Button
            variant="default"
            size="sm"
            aria-label={`Open ${name}`}
            onClick={() => desk.open({ kind: 'booking', booking })}
          >
            Open
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}
