import { Paper, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { StateWord, type Tone } from './state-word.tsx';

type Props = {
  readonly tone: Tone;
  readonly title: string;
  /** `alert` is read out at once, `status` when the reader pauses. */
  readonly role: 'alert' | 'status';
  readonly children?: ReactNode;
};

/** A framed message: what it is in a word with its shape, then what it means. */
export function Notice({ tone, title, role, children }: Props) {
  return (
    <Paper withBorder p="md" role={role} className="notice" data-tone={tone}>
      <StateWord tone={tone}>{title}</StateWord>
      <Text size="sm" mt={4} component="div">
        {children}
      </Text>
    </Paper>
  );
}
