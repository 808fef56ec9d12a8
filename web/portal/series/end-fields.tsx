import { NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { Draft } from './series-words.ts';

type Props = { readonly draft: Draft; readonly put: (some: Partial<Draft>) => void };

/** How long a series goes on: to a day, so many times, or on and on as the plan lets it. */
export function EndFields({ draft, put }: Props) {
  return (
    <>
      <NativeSelect
        label="Ends"
        value={draft.ends}
        data={[
          { value: 'on', label: 'On a day' },
          { value: 'after', label: 'After so many times' },
          { value: 'never', label: 'Goes on' },
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          put({ ends: value === 'on' || value === 'after' ? value : 'never' });
        }}
      />
      {draft.ends === 'on' && (
        <TextInput
          label="Last day"
          type="date"
          min={draft.fromDate}
          error={draft.untilDate < draft.fromDate ? 'Choose a later day' : undefined}
          value={draft.untilDate}
          onChange={(event) => event.currentTarget.value && put({ untilDate: event.currentTarget.value })}
        />
      )}
      {draft.ends === 'after' && (
        <NumberInput
          label="Times"
          min={1}
          max={400}
          w={110}
          allowDecimal={false}
          allowNegative={false}
          value={draft.count}
          onChange={(value) => put({ count: Math.max(1, Number(value) || 1) })}
        />
      )}
    </>
  );
}
