import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../../ui/notes.tsx';
import { ChangeSaid } from './change-said.tsx';
import { useDesk } from './desk.tsx';
import { useChange } from './use-asked.ts';
import { whatText } from './words.ts';

/** Another title, another number of people. */
export function DescribeCard({ booking }: { readonly booking: BookingView }) {
  const { timeZone } = useDesk();
  const [before] = useState(booking);
  const [title, setTitle] = useState(booking.title);
  const [people, setPeople] = useState(booking.people);
  const describing = useChange(before);
  const describe = (override?: { reason: string }) =>
    describing.mutate({ change: { kind: 'describe', title: title.trim(), people }, override });
  if (describing.data)
    return (
      <ChangeSaid
        answer={describing.data}
        before={before}
        done="Changed"
        busy={describing.isPending}
        error={describing.error}
        again={describe}
        edit={describing.reset}
      />
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        describe();
      }}
    >
      <Stack>
        <Text size="sm">{whatText(before, timeZone)}</Text>
        <TextInput
          label="Title"
          maxLength={120}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        {before.purpose !== 'block' && (
          <NumberInput
            label="People"
            placeholder="Not said"
            min={1}
            max={10_000}
            allowDecimal={false}
            allowNegative={false}
            value={people || ''}
            onChange={(value) => setPeople(Number(value) || 0)}
          />
        )}
        {describing.error && <Problem error={describing.error} />}
        <Group>
          <Button type="submit" loading={describing.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
