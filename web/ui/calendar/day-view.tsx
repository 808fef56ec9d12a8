import type { DayView } from '@lintel/core/sites/wire.ts';
import { Group, Stack, Switch, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { Nothing } from '../notes.tsx';
import { foreignZone, readersZone } from '../zone.ts';
import { BookDialog } from './book-dialog.tsx';
import { DayList } from './day-list.tsx';
import { type KindChoice, KindFilter, ofKind } from './kind-filter.tsx';
import { useServerNow } from './server-now.ts';
import { type Opening, Timeline } from './timeline.tsx';

type Props = {
  readonly day: DayView;
  readonly answeredAt: number;
  /** Where bookings are posted, and what their title is called there. */
  readonly path: string;
  readonly titleLabel: string;
};

/** A site's day, to look at and to book from: lanes where there is room for them, else a list. */
export function Day({ day, answeredAt, path, titleLabel }: Props) {
  const now = useServerNow(day.at, answeredAt);
  const [kind, setKind] = useState<KindChoice>('all');
  const [whole, setWhole] = useState(false);
  const [opening, setOpening] = useState<Opening>();
  const wide = useMediaQuery('(min-width: 900px)', true, { getInitialValueInEffect: false });
  const resources = ofKind(day.resources, kind);
  const zone = foreignZone(day.startsAt, day.site.timeZone, readersZone());

  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <KindFilter resources={day.resources} kind={kind} choose={setKind} />
        {wide && (
          <Switch
            label="All 24 hours"
            checked={whole}
            onChange={(event) => setWhole(event.currentTarget.checked)}
          />
        )}
      </Group>
      {zone && <Text size="sm">All times are {zone}, not your own.</Text>}
      {day.resources.length === 0 ? (
        <Nothing title="Nothing to book here">
          The operator has not added a desk or a room to this site yet.
        </Nothing>
      ) : wide ? (
        <Timeline {...{ day, resources, now, whole }} open={setOpening} />
      ) : (
        <DayList {...{ day, resources, now }} open={setOpening} />
      )}
      <BookDialog {...{ day, opening, path, titleLabel }} close={() => setOpening(undefined)} />
    </Stack>
  );
}
