import type { BookingRefused } from '@lintel/core/bookings/wire.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import { Button, List, Stack, Text, Title } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { HelpNote, Problem } from '../notes.tsx';
import { StateWord, type Tone } from '../state-word.tsx';
import { clock, dayAndClock, dayName } from '../zone.ts';
import type { BookAnswer } from './book.ts';
import { useDecided } from './decided.ts';

type Alternative = BookingRefused['alternatives'][number];
type Props = {
  readonly answer: BookAnswer;
  readonly day: DayView;
  readonly error: Error | null;
  readonly take: (alternative: Alternative) => void;
  readonly close: () => void;
};

/** The answer to a wish in words: booked, not confirmed yet, or refused with every reason, what is free instead and who can help. */
export function Answered({ answer, day, error, take, close }: Props) {
  return (
    <Stack>
      {answer.kind === 'refused' ? (
        <RefusedNote {...{ refused: answer, day, take }} />
      ) : (
        <TakenDown {...{ answer, day }} />
      )}
      {error && <Problem error={error} />}
      <Button variant={answer.kind === 'refused' ? 'default' : 'filled'} onClick={close}>
        {answer.kind === 'refused' ? 'Leave it' : 'Done'}
      </Button>
    </Stack>
  );
}

function TakenDown({
  answer,
  day,
}: {
  readonly answer: Exclude<BookAnswer, BookingRefused>;
  readonly day: DayView;
}) {
  const { timeZone } = day.site;
  const state = useDecided(answer.booking);
  const { resourceId, startsAt, endsAt } = answer.booking;
  const name = day.resources.find((resource) => resource.id === resourceId)?.name ?? 'The resource';
  const what = `${name}, ${dayName(startsAt, timeZone)}, ${clock(startsAt, timeZone)}–${clock(endsAt, timeZone)}`;

  if (state === 'confirmed') return <Said tone="good" word="Booked" text={`${what}. It is yours.`} />;
  if (state === 'requested') {
    const sentence = answer.kind === 'requested' ? answer.sentence : '';
    return (
      <Said
        tone="warn"
        word="Not confirmed yet"
        text={`${what}. ${sentence} This page shows the answer when it comes.`}
      />
    );
  }
  return (
    <Said
      tone="bad"
      word="Not booked"
      text={`${what}. The site has refused or cancelled it. Choose another time.`}
    />
  );
}

function RefusedNote(props: { readonly refused: BookingRefused } & Pick<Props, 'day' | 'take'>) {
  const { reasons, alternatives, help } = props.refused;
  const { timeZone } = props.day.site;
  return (
    <>
      <Said
        tone="bad"
        word="Not booked"
        text={reasons.length === 1 ? 'This is why:' : 'These are the reasons:'}
      />
      <List size="sm">
        {reasons.map((reason) => (
          <List.Item key={reason.kind}>{reason.sentence}</List.Item>
        ))}
      </List>
      {alternatives.length > 0 && <Text fw={600}>Free instead; one press books it:</Text>}
      {alternatives.map((free) => (
        <Button key={`${free.resourceId} ${free.startsAt}`} variant="light" onClick={() => props.take(free)}>
          {free.resourceName}, {dayAndClock(free.startsAt, timeZone)}–{clock(free.endsAt, timeZone)}
        </Button>
      ))}
      <HelpNote help={help} />
    </>
  );
}

/** Takes the focus when it appears, so that a screen reader says the answer and the keyboard goes on from it. */
function Said({ tone, word, text }: { readonly tone: Tone; readonly word: string; readonly text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word is another answer
  useEffect(() => heading.current?.focus(), [word]);
  return (
    <div>
      <Title order={3} ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
        <StateWord tone={tone}>{word}</StateWord>
      </Title>
      <Text mt={6}>{text}</Text>
    </div>
  );
}
