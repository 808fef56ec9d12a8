import { Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { StateWord, type Tone } from '../state-word.tsx';

type Props = { readonly tone: Tone; readonly word: string; readonly children?: ReactNode };

/** An answer. Takes the focus when it appears, so that a screen reader says it and the keyboard goes on from it. */
export function Said({ tone, word, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word is another answer
  useEffect(() => heading.current?.focus(), [word]);
  return (
    <div>
      <Title order={3} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        <StateWord tone={tone}>{word}</StateWord>
      </Title>
      <Text mt={6} component="div">
        {children}
      </Text>
    </div>
  );
}
