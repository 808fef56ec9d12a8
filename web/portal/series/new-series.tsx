import type { DayView, SiteView } from '@lintel/core/sites/wire.ts';
import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { goTo, useHashQuery } from '../../ui/hash.ts';
import { Loaded, Problem } from '../../ui/notes.tsx';
import { foreignZone, readersZone } from '../../ui/zone.ts';
import { MineNav } from '../bookings/mine-nav.tsx';
import { useDay } from '../sites.ts';
import { PreviewList } from './preview-list.tsx';
import { SeriesForm } from './series-form.tsx';
import { type Draft, draftFrom } from './series-words.ts';
import { useMakeSeries, usePreview } from './use-series.ts';

/** Makes a series: what is wanted, then every date with what would become of it, then all that can be booked is. */
export function NewSeries({ site }: { readonly site: SiteView }) {
  const day = useDay(site.id, undefined);
  return (
    <Stack>
      <MineNav here="series" />
      <Title order={1} size="h2">
        A series at {site.name}
      </Title>
      <Loaded query={day}>{(known) => <Making day={known} />}</Loaded>
    </Stack>
  );
}

function Making({ day }: { readonly day: DayView }) {
  const query = useHashQuery();
  const [draft, setDraft] = useState<Draft>(() => {
    const read = draftFrom(query, day.date);
    const isKnown = day.resources.some(({ id }) => id === read.resourceId);
    return isKnown ? read : { ...read, resourceId: day.resources[0]?.id ?? '' };
  });
  const preview = usePreview();
  const making = useMakeSeries((id) => goTo('series', id));
  const zone = foreignZone(day.startsAt, day.site.timeZone, readersZone());
  const put = (some: Partial<Draft>) => {
    setDraft({ ...draft, ...some });
    preview.reset();
    making.reset();
  };
  const shown = making.data?.kind === 'nothing' ? making.data.preview : preview.data;
  const canBook = shown?.occurrences.some(({ state }) => bookable.has(state)) ?? false;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        preview.mutate(draft);
      }}
    >
      <Stack>
        <Text size="sm">
          {zone
            ? `The times are ${zone}, not your own, and stay the same when clocks change.`
            : 'The times stay the same when clocks change.'}
        </Text>
        <SeriesForm {...{ draft, put }} resources={day.resources} />
        {preview.error && <Problem error={preview.error} />}
        {making.error && <Problem error={making.error} />}
        {making.data?.kind === 'nothing' && (
          <Text role="alert" fw={600}>
            {making.data.sentence}
          </Text>
        )}
        <Group>
          <Button
            type="submit"
            variant={shown ? 'default' : 'filled'}
            loading={preview.isPending}
            disabled={draft.every === 'week' && draft.weekdays.length === 0}
          >
            Show all dates
          </Button>
        </Group>
        {shown && (
          <>
            <PreviewList preview={shown} resourceId={draft.resourceId} />
            <Group>
              <Button loading={making.isPending} disabled={!canBook} onClick={() => making.mutate(draft)}>
                Book the series
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </form>
  );
}

const bookable: ReadonlySet<string> = new Set(['booked', 'requested', 'waiting_for_window']);
