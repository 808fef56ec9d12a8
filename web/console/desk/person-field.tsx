import { Select } from '@mantine/core';
import { useState } from 'react';
import { personText, usePeople } from './people.ts';
import type { Person } from './wires.ts';

type Props = {
  readonly label: string;
  readonly person: Person | undefined;
  readonly choose: (person: Person | undefined) => void;
};

/** Finds somebody by a part of the name, among all whom this box knows; works without the internet. */
export function PersonField({ label, person, choose }: Props) {
  const [text, setText] = useState('');
  const isChosen = person !== undefined && text === personText(person);
  const found = usePeople(isChosen ? '' : text);
  const people = isChosen ? [person] : (found.data ?? []);
  const known = person && !people.some(({ id }) => id === person.id) ? [person, ...people] : people;
  return (
    <Select
      label={label}
      placeholder="Type a part of the name"
      searchable
      clearable
      value={person?.id ?? null}
      searchValue={text}
      onSearchChange={setText}
      data={known.map((one) => ({ value: one.id, label: personText(one) }))}
      filter={({ options }) => options}
      onChange={(id) => choose(known.find((one) => one.id === id))}
      error={found.error?.message}
      nothingFoundMessage={
        text.trim() === ''
          ? 'Type a part of the name'
          : found.isFetching
            ? 'Looking…'
            : 'Nobody here is called so'
      }
      comboboxProps={{ withinPortal: true }}
    />
  );
}
