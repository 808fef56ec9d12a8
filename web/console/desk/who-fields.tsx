import { Group, NumberInput, Text, TextInput } from '@mantine/core';
import type { Draft } from './draft.ts';
import { PersonField } from './person-field.tsx';

type Props = { readonly draft: Draft; readonly change: (some: Partial<Draft>) => void };

/** Who it is for, in the words of each kind, and how many come. */
export function WhoFields({ draft, change }: Props) {
  const { who } = draft;
  return (
    <>
      {who === 'member' && (
        <PersonField label="Member" person={draft.person} choose={(person) => change({ person })} />
      )}
      {who === 'guest' && (
        <Group grow align="start">
          <TextInput
            label="Guest’s name"
            maxLength={120}
            value={draft.guestName}
            onChange={(event) => change({ guestName: event.currentTarget.value })}
          />
          <TextInput
            label="Guest’s e-mail"
            type="email"
            maxLength={320}
            value={draft.guestEmail}
            onChange={(event) => change({ guestEmail: event.currentTarget.value })}
          />
        </Group>
      )}
      {who === 'block' && (
        <Text size="sm">
          Nobody can book it then, and nothing is charged. A block waits for nobody’s check-in.
        </Text>
      )}
      <Group grow align="start">
        <TextInput
          label={titleLabels[who]}
          maxLength={120}
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
        />
        {who !== 'block' && (
          <NumberInput
            label="People"
            placeholder="Not said"
            min={1}
            max={10_000}
            allowDecimal={false}
            allowNegative={false}
            value={draft.people || ''}
            onChange={(value) => change({ people: Number(value) || 0 })}
          />
        )}
      </Group>
    </>
  );
}

const titleLabels: Record<Draft['who'], string> = {
  member: 'Title',
  guest: 'Title',
  walk_in: 'Who or what for (a walk-in’s name)',
  block: 'Why it is closed',
};
