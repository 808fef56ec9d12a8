import type { SeriesView } from '@lintel/core/bookings/series-wire.ts';
import { Group, NativeSelect, TextInput } from '@mantine/core';
import { useResources } from '../sites.ts';
import { clockOf, minuteOf } from './series-hash.ts';

export type Place = {
  readonly resourceId: string;
  readonly startMin: number;
  readonly endMin: number;
  readonly title: string;
};

type Props = {
  readonly series: SeriesView;
  readonly place: Place;
  readonly choose: (place: Place) => void;
};

/** Where and when the chosen dates are to be; an end at or before the start is on the next day. */
export function PlaceFields({ series, place, choose }: Props) {
  const resources = useResources(series.siteId);
  const names = resources.map(({ id, name }) => ({ value: id as string, label: name }));
  const data = names.some(({ value }) => value === place.resourceId)
    ? names
    : [{ value: place.resourceId, label: series.resourceName }, ...names];
  const after = (startMin: number, endOfDay: number) => (endOfDay > startMin ? endOfDay : endOfDay + 1440);
  return (
    <>
      <NativeSelect
        label="Place"
        value={place.resourceId}
        data={data}
        onChange={(event) => choose({ ...place, resourceId: event.currentTarget.value })}
      />
      <Group grow align="start">
        <TextInput
          label="Starts"
          type="time"
          step={900}
          value={clockOf(place.startMin)}
          onChange={(event) => {
            if (!event.currentTarget.value) return;
            const startMin = minuteOf(event.currentTarget.value);
            choose({ ...place, startMin, endMin: after(startMin, place.endMin % 1440) });
          }}
        />
        <TextInput
          label={place.endMin > 1440 ? 'Ends (the next day)' : 'Ends'}
          type="time"
          step={900}
          value={clockOf(place.endMin)}
          onChange={(event) => {
            if (!event.currentTarget.value) return;
            choose({ ...place, endMin: after(place.startMin, minuteOf(event.currentTarget.value)) });
          }}
        />
      </Group>
      <TextInput
        label="Title (others do not see it)"
        maxLength={120}
        value={place.title}
        onChange={(event) => choose({ ...place, title: event.currentTarget.value })}
      />
    </>
  );
}
