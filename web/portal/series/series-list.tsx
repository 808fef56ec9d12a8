import type { SeriesView } from '@lintel/core/bookings/series-wire.ts';
import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { hashOf } from '../../ui/hash.ts';
import { Loaded, Nothing } from '../../ui/notes.tsx';
import { StateWord } from '../../ui/state-word.tsx';
import { MineNav } from '../bookings/mine-nav.tsx';
import { countsText } from './series-words.ts';
import { useMySeries } from './use-series.ts';

/** What the member books again and again. */
export function SeriesList() {
  const series = useMySeries();
  return (
    <Stack>
      <MineNav here="series" />
      <Group justify="space-between">
        <Title order={1} size="h2">
          My series
        </Title>
        <Button component="a" href={hashOf('series', 'new')} variant="default">
          Make a series
        </Button>
      </Group>
      <Loaded query={series}>
        {(all) =>
          all.length === 0 ? (
            <Nothing title="No series yet">
              A series books the same place every week or month, and says which dates it could not have.
            </Nothing>
          ) : (
            all.map((one) => <Card key={one.id} series={one} />)
          )
        }
      </Loaded>
    </Stack>
  );
}

function Card({ series }: { readonly series: SeriesView }) {
  const clashes = series.counts.clash ?? 0;
  return (
    <Paper withBorder p="md" component="article" aria-label={`${series.resourceName}, ${series.sentence}`}>
      <Group justify="space-between" align="start" gap="sm">
        <div>
          <Anchor fw={650} c="inherit" underline="hover" href={hashOf('series', series.id)}>
            {series.resourceName}
            {series.title && ` · ${series.title}`}
          </Anchor>
          <Text size="sm">
            {series.sentence} · {series.siteName}
          </Text>
          <Text size="sm" c="dimmed">
            {countsText(series.counts) || 'No dates to come'}
          </Text>
        </div>
        {series.state === 'ended' ? (
          <StateWord tone="none">Ended</StateWord>
        ) : clashes > 0 ? (
          <StateWord tone="warn">{`${clashes} not booked`}</StateWord>
        ) : (
          <StateWord tone="good">Running</StateWord>
        )}
      </Group>
    </Paper>
  );
}
