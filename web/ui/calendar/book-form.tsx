import type { DayView } from '@lintel/core/sites/wire.ts';
import { addMs, epochMs, minuteMs } from '@lintel/core/time.ts';
import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../notes.tsx';
import { clock, dayName, lengthText } from '../zone.ts';
import type { Wish } from './book.ts';
import { lengthChoices, startChoices } from './stretches.ts';
import type { Opening } from './timeline.tsx';

type Props = {
  readonly day: DayView;
  readonly opening: Opening;
  readonly titleLabel: string;
  readonly asking: boolean;
  readonly error: Error | null;
  readonly book: (wish: Wish) => void;
};

const usualMin = 60;

/** Start, length and title of a booking in one free stretch. Only what the resource's step and limits allow can be chosen. */
export function BookForm({ day, opening, titleLabel, asking, error, book }: Props) {
  const { resource, free } = opening;
  const { timeZone } = day.site;
  const [startsAt, setStartsAt] = useState(opening.startsAt);
  const [wantedMin, setWantedMin] = useState(usualMin);
  const [title, setTitle] = useState('');
  const lengths = lengthChoices(resource, free, startsAt);
  const lengthMin =
    lengths.filter((choice) => choice <= wantedMin).pop() ?? lengths[0] ?? resource.lengthMinMin;
  const endsAt = addMs(startsAt, lengthMin * minuteMs);

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        book({ resourceId: resource.id, startsAt, endsAt, title: title.trim() });
      }}
    >
      <Stack>
        <Text>
          {dayName(day.startsAt, timeZone)}, {day.site.name}
        </Text>
        <Group grow align="start">
          <NativeSelect
            label="From"
            value={startsAt}
            onChange={(event) => setStartsAt(epochMs(Number(event.currentTarget.value)))}
            data={startChoices(resource, free).map((at) => ({
              value: String(at),
              label: clock(at, timeZone),
            }))}
          />
          <NativeSelect
            label="For"
            value={lengthMin}
            onChange={(event) => setWantedMin(Number(event.currentTarget.value))}
            data={lengths.map((length) => ({
              value: String(length),
              label: `${lengthText(length)}, to ${clock(addMs(startsAt, length * minuteMs), timeZone)}`,
            }))}
          />
        </Group>
        <TextInput
          label={titleLabel}
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {error && <Problem error={error} />}
        <Button type="submit" loading={asking}>
          Book {clock(startsAt, timeZone)}–{clock(endsAt, timeZone)}
        </Button>
      </Stack>
    </form>
  );
}
