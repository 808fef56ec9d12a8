import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Problem } from '../../ui/notes.tsx';
import { ChangeSaid } from './change-said.tsx';
import { useDesk } from './desk.tsx';
import { PersonField } from './person-field.tsx';
import { useChange } from './use-asked.ts';
import type { Person } from './wires.ts';
import { whatText, whoText } from './words.ts';

/** Gives a booking to another member, by their plan and their month. */
export function TransferCard({ booking }: { readonly booking: BookingView }) {
  const { timeZone } = useDesk();
  const [before] = useState(booking);
  const [person, setPerson] = useState<Person>();
  const giving = useChange(before);
  const give = (override?: { reason: string }) =>
    person && giving.mutate({ change: { kind: 'transfer', toHolderId: person.id }, override });
  if (giving.data)
    return (
      <ChangeSaid
        answer={giving.data}
        before={before}
        done={`It is ${person?.name}’s now`}
        busy={giving.isPending}
        error={giving.error}
        again={give}
        edit={giving.reset}
      />
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        give();
      }}
    >
      <Stack>
        <div>
          <Text fw={600}>{whoText(before)}</Text>
          <Text size="sm">{whatText(before, timeZone)}</Text>
        </div>
        <PersonField label="To" person={person} choose={setPerson} />
        <Text size="sm">It is judged and priced anew by their plan; who had it gets theirs back.</Text>
        {giving.error && <Problem error={giving.error} />}
        <Group>
          <Button type="submit" loading={giving.isPending} disabled={!person}>
            {person ? `Give it to ${person.name}` : 'Give it away'}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
