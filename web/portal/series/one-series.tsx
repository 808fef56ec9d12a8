import type { OccurrenceView, WholeSeries } from '@lintel/core/bookings/series-wire.ts';
import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { hashOf } from '../../ui/hash.ts';
import { Loaded, Nothing, Problem } from '../../ui/notes.tsx';
import { foreignZone, readersZone } from '../../ui/zone.ts';
import { MineNav } from '../bookings/mine-nav.tsx';
import { DateRow } from './date-row.tsx';
import { type RangeAct, RangeDialog } from './range-dialog.tsx';
import { countsText } from './series-words.ts';
import { useOneSeries, useSeriesStep } from './use-series.ts';

/** One series with its dates from today on: change or cancel one, this and the following, or a range; and try again what could not be had. */
export function OneSeries({ id }: { readonly id: string }) {
  const whole = useOneSeries(id);
  return (
    <Stack>
      <MineNav here="series" />
      <Loaded query={whole}>{(known) => <Whole whole={known} />}</Loaded>
    </Stack>
  );
}

const firstShown = 15;

function Whole({ whole }: { readonly whole: WholeSeries }) {
  const { series, occurrences } = whole;
  const [act, setAct] = useState<RangeAct>();
  const [most, setMost] = useState(firstShown);
  const first = occurrences[0];
  const startsAt = first?.startsAt;
  const zone = startsAt === undefined ? undefined : foreignZone(startsAt, series.timeZone, readersZone());
  return (
    <>
      <div>
        <Title order={1} size="h2">
          {series.resourceName}
          {series.title && ` · ${series.title}`}
        </Title>
        <Text>
          {series.sentence}
          {zone && `, ${zone}`} · {series.siteName}
        </Text>
        <Text size="sm" c="dimmed">
          {countsText(series.counts)}
        </Text>
      </div>
      {series.state === 'running' && first && (
        <Group gap="xs">
          <Button variant="default" onClick={() => setAct({ kind: 'change', from: first.date })}>
            Change dates
          </Button>
          <Button variant="default" onClick={() => setAct({ kind: 'cancel', from: first.date })}>
            Cancel dates
          </Button>
          <Button variant="default" onClick={() => setAct({ kind: 'give', from: first.date })}>
            Give away
          </Button>
        </Group>
      )}
      {occurrences.length === 0 ? (
        <Nothing title="No dates to come">This series is over.</Nothing>
      ) : (
        <Paper withBorder p="md" component="section" aria-label="Dates to come">
          <Stack gap="sm">
            {occurrences.slice(0, most).map((date) => (
              <Occurrence key={date.date} {...{ whole, date }} open={setAct} />
            ))}
            {occurrences.length > most && (
              <button type="button" className="link" onClick={() => setMost(occurrences.length)}>
                Show all {occurrences.length} dates
              </button>
            )}
          </Stack>
        </Paper>
      )}
      {act && <RangeDialog {...{ whole, act }} close={() => setAct(undefined)} />}
    </>
  );
}

type OccurrenceProps = {
  readonly whole: WholeSeries;
  readonly date: OccurrenceView;
  readonly open: (act: RangeAct) => void;
};

/** One date with what can be done with it alone. */
function Occurrence({ whole, date, open }: OccurrenceProps) {
  const { series } = whole;
  const restoring = useSeriesStep(series.id);
  const isBooked =
    date.state === 'booked' || date.state === 'requested' || date.state === 'waiting_for_window';
  const canRestore = date.state === 'clash' || date.state === 'cancelled' || date.state === 'skipped';
  const only = { from: date.date, until: date.date };
  const restore = () =>
    restoring.mutate(
      { path: `dates/${date.date}/restore`, body: {} },
      {
        onSuccess: () =>
          notifications.show({ title: 'Part of the series again', message: date.resourceName }),
      },
    );
  return (
    <DateRow
      date={date}
      timeZone={series.timeZone}
      acts={
        <Group gap={6}>
          {date.bookingId && isBooked && (
            <Anchor size="sm" underline="always" href={hashOf('bookings', date.bookingId)}>
              Open
            </Anchor>
          )}
          {isBooked && (
            <>
              <Button size="compact-sm" variant="default" onClick={() => open({ kind: 'change', ...only })}>
                Change
              </Button>
              <Button size="compact-sm" variant="default" onClick={() => open({ kind: 'cancel', ...only })}>
                Cancel
              </Button>
            </>
          )}
          {canRestore && (
            <Button size="compact-sm" variant="default" loading={restoring.isPending} onClick={restore}>
              Try again
            </Button>
          )}
        </Group>
      }
    >
      {restoring.error && <Problem error={restoring.error} />}
    </DateRow>
  );
}
