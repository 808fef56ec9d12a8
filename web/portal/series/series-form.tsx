import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { Checkbox, Group, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { EndFields } from './end-fields.tsx';
import { clockOf, minuteOf } from './series-hash.ts';
import { type Draft, nthOf, weekdayNames, weekdayOf } from './series-words.ts';

type Props = {
  readonly draft: Draft;
  readonly resources: readonly ResourceView[];
  readonly put: (some: Partial<Draft>) => void;
};

/** Where, on which days, from when to when by the clocks of the site, and until when. An end before the start is on the next day. */
export function SeriesForm({ draft, resources, put }: Props) {
  return (
    <Stack>
      <Group align="end" gap="sm">
        <NativeSelect
          label="Place"
          value={draft.resourceId}
          data={resources.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => put({ resourceId: event.currentTarget.value })}
        />
        <TextInput
          label="From"
          type="time"
          step={900}
          value={clockOf(draft.startMin)}
          onChange={(event) => {
            if (!event.currentTarget.value) return;
            const startMin = minuteOf(event.currentTarget.value);
            put({ startMin, endMin: after(startMin, draft.endMin % 1440) });
          }}
        />
        <TextInput
          label={draft.endMin > 1440 ? 'To (the next day)' : 'To'}
          type="time"
          step={900}
          value={clockOf(draft.endMin)}
          onChange={(event) => {
            if (!event.currentTarget.value) return;
            put({ endMin: after(draft.startMin, minuteOf(event.currentTarget.value)) });
          }}
        />
        <NativeSelect
          label="Repeats"
          value={draft.every === 'month' ? 'month' : String(draft.everyWeeks)}
          data={[
            { value: '1', label: 'Every week' },
            { value: '2', label: 'Every 2 weeks' },
            { value: '3', label: 'Every 3 weeks' },
            { value: '4', label: 'Every 4 weeks' },
            { value: 'month', label: 'Every month' },
          ]}
          onChange={(event) => {
            const value = event.currentTarget.value;
            put(value === 'month' ? { every: 'month' } : { every: 'week', everyWeeks: Number(value) });
          }}
        />
      </Group>
      {draft.every === 'week' ? <Weekdays {...{ draft, put }} /> : <Monthly {...{ draft, put }} />}
      <Group align="end" gap="sm">
        <TextInput
          label="First day"
          type="date"
          value={draft.fromDate}
          onChange={(event) => {
            const fromDate = event.currentTarget.value;
            if (fromDate) put({ fromDate, nth: nthOf(fromDate) });
          }}
        />
        <EndFields {...{ draft, put }} />
      </Group>
      <Group align="end" gap="sm">
        <TextInput
          label="Title (others do not see it)"
          maxLength={120}
          value={draft.title}
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <NumberInput
          label="People, you included"
          placeholder="Not said"
          min={1}
          max={10_000}
          allowDecimal={false}
          allowNegative={false}
          value={draft.people || ''}
          onChange={(value) => put({ people: Number(value) || 0 })}
        />
      </Group>
    </Stack>
  );
}

/** An end at or before the start is meant on the next day. */
function after(startMin: number, endOfDay: number): number {
  return endOfDay > startMin ? endOfDay : endOfDay + 1440;
}

type PartProps = Omit<Props, 'resources'>;

function Weekdays({ draft, put }: PartProps) {
  return (
    <Checkbox.Group
      label="On"
      value={draft.weekdays.map(String)}
      error={draft.weekdays.length === 0 ? 'Choose at least one day' : undefined}
      onChange={(chosen) => put({ weekdays: chosen.map(Number) })}
    >
      <Group gap="md" mt={6}>
        {weekdayNames.map((name, index) => (
          <Checkbox key={name} value={String(index + 1)} label={name} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

function Monthly({ draft, put }: PartProps) {
  return (
    <NativeSelect
      label="On"
      value={String(draft.nth)}
      data={(['1', '2', '3', '4', 'last'] as const).map((nth) => ({
        value: nth,
        label: `The ${nthNames[nth]} ${weekdayNames[weekdayOf(draft.fromDate) - 1]} of the month`,
      }))}
      onChange={(event) => put({ nth: nthFrom(event.currentTarget.value) })}
    />
  );
}

const nthNames = { '1': 'first', '2': 'second', '3': 'third', '4': 'fourth', last: 'last' };

function nthFrom(text: string): Draft['nth'] {
  return ([1, 2, 3, 4] as const).find((nth) => String(nth) === text) ?? 'last';
}
