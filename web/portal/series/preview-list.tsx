import type { OccurrencePreview, OccurrenceState, SeriesPreview } from '@lintel/core/bookings/series-wire.ts';
import { Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { dayAndClock, spanText } from '../../ui/zone.ts';
import { DateRow } from './date-row.tsx';
import { countsText } from './series-words.ts';

type Props = { readonly preview: SeriesPreview; readonly resourceId: string };

/** Every date before anything is saved: those that clash first, with why and what is free instead; then the others, and the price of all. */
export function PreviewList({ preview, resourceId }: Props) {
  const [all, setAll] = useState(false);
  const { occurrences, more, total, currency, timeZone } = preview;
  const clashes = occurrences.filter(({ state }) => state === 'clash' || state === 'skipped');
  const others = occurrences.filter(({ state }) => state !== 'clash' && state !== 'skipped');
  const shown = all ? others : others.slice(0, firstShown);
  const row = (one: OccurrencePreview) => (
    <DateRow key={one.date} date={one} isPlanned {...{ timeZone, currency }}>
      {one.state === 'clash' && <Instead {...{ one, timeZone, resourceId }} />}
    </DateRow>
  );
  return (
    <Paper withBorder p="md" component="section" aria-label="Every date">
      <Stack gap="sm">
        <div role="status">
          <Title order={2} size="h4">
            {countsText(counted(occurrences), true) || 'No dates'}
          </Title>
          <Text size="sm">
            {chargeText(total, currency)
              ? `Those booked now take ${chargeText(total, currency)}.`
              : 'There is nothing to pay for those booked now.'}
            {more && ' The series goes on after these.'}
          </Text>
        </div>
        {clashes.length > 0 && (
          <>
            <Title order={3} size="h5">
              Cannot be booked
            </Title>
            {clashes.map(row)}
          </>
        )}
        {others.length > 0 && clashes.length > 0 && (
          <Title order={3} size="h5">
            The others
          </Title>
        )}
        {shown.map(row)}
        {shown.length < others.length && (
          <button type="button" className="link" onClick={() => setAll(true)}>
            Show all {others.length}
          </button>
        )}
      </Stack>
    </Paper>
  );
}

const firstShown = 12;

function counted(all: readonly OccurrencePreview[]): Partial<Record<OccurrenceState, number>> {
  const counts: Partial<Record<OccurrenceState, number>> = {};
  for (const { state } of all) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}

function Instead(props: {
  readonly one: OccurrencePreview;
  readonly timeZone: string;
  readonly resourceId: string;
}) {
  const { one, timeZone, resourceId } = props;
  if (one.alternatives.length === 0) return null;
  const said = one.alternatives.map((free) =>
    free.resourceId === resourceId
      ? `${free.resourceName} ${dayAndClock(free.startsAt, timeZone)}`
      : `${free.resourceName} ${spanText(free, timeZone)}`,
  );
  return <Text size="sm">Free instead: {said.join('; ')}. Book it by itself once the series is made.</Text>;
}
