import type { DayView } from '@lintel/core/sites/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { Button, Group, MultiSelect, NativeSelect, SegmentedControl, Stack, Text } from '@mantine/core';
import { spanOf } from '../../ui/booking/times.ts';
import { TimesFields } from '../../ui/booking/times-fields.tsx';
import { placeText } from '../../ui/grid/lane.tsx';
import { Problem } from '../../ui/notes.tsx';
import { clock } from '../../ui/zone.ts';
import { sameClockOn } from '../day/day.ts';
import { DateField } from './date-field.tsx';
import { useDesk } from './desk.tsx';
import { type Draft, missing, whoNames, whos } from './draft.ts';
import { WhoFields } from './who-fields.tsx';

type Props = {
  readonly day: DayView;
  readonly draft: Draft;
  readonly change: (some: Partial<Draft>) => void;
  readonly asking: boolean;
  readonly error: Error | null;
  readonly book: () => void;
};

/** For whom, where, when and what for. Anything may be asked: the box answers with every reason against it. */
export function WishForm({ day, draft, change, asking, error, book }: Props) {
  const { timeZone } = useDesk();
  const resource = day.resources.find(({ id }) => id === draft.resourceId);
  const lacks = missing(draft);
  const others = day.resources.filter(({ id }) => id !== draft.resourceId);
  const verb = draft.who === 'block' ? 'Block' : 'Book';
  if (!resource) return <Text>This place is not there any more. Close this and choose another.</Text>;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!lacks) book();
      }}
    >
      <Stack>
        <SegmentedControl
          aria-label="For whom"
          fullWidth
          value={draft.who}
          onChange={(value) => change({ who: whos.find((who) => who === value) ?? 'member' })}
          data={whos.map((who) => ({ value: who, label: whoNames[who] }))}
        />
        <WhoFields {...{ draft, change }} />
        <Group grow align="start">
          <NativeSelect
            label="Place"
            value={draft.resourceId}
            data={day.resources.map((one) => ({ value: one.id, label: `${one.name}, ${placeText(one)}` }))}
            onChange={(event) => {
              const chosen = day.resources.find(({ id }) => id === event.currentTarget.value);
              if (chosen) change({ resourceId: chosen.id });
            }}
          />
          <DateField
            date={draft.date}
            choose={(date) => {
              const startsAt = sameClockOn(date, draft.startsAt, timeZone);
              change({ date, ...spanOf(startsAt, (draft.endsAt - draft.startsAt) / minuteMs) });
            }}
          />
        </Group>
        <TimesFields
          steps={resource}
          now={day.at}
          span={{ startsAt: draft.startsAt, endsAt: draft.endsAt }}
          choose={({ startsAt, endsAt }) => change({ startsAt, endsAt })}
          {...{ day, timeZone }}
        />
        {others.length > 0 && (
          <MultiSelect
            label="Together with"
            description="All of them or none"
            placeholder={draft.alsoResourceIds.length === 0 ? 'Nothing else' : ''}
            searchable
            data={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={draft.alsoResourceIds.filter((id) => id !== draft.resourceId)}
            onChange={(ids) =>
              change({ alsoResourceIds: others.filter(({ id }) => ids.includes(id)).map(({ id }) => id) })
            }
          />
        )}
        {error && <Problem error={error} />}
        <Group>
          <Button type="submit" loading={asking} disabled={lacks !== undefined}>
            {verb} {clock(draft.startsAt, timeZone)}–{clock(draft.endsAt, timeZone)}
          </Button>
          {lacks && <Text size="sm">{lacks}</Text>}
        </Group>
      </Stack>
    </form>
  );
}
