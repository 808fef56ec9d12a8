import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BookAnswer } from '../calendar/book.ts';
import { useDecided } from '../calendar/decided.ts';
import { Problem } from '../notes.tsx';
import { clock, dayName } from '../zone.ts';
import { Said } from './said.tsx';
import { type Alternative, Why } from './verdict-note.tsx';

type Props = {
  readonly answer: BookAnswer;
  readonly timeZone: string;
  readonly error: Error | null;
  readonly busy: boolean;
  readonly take: (free: Alternative) => void;
  readonly close: () => void;
  readonly more?: ReactNode;
};

/** The answer to a wish in words: booked, not confirmed yet, or refused with every reason, what is free instead and who can help. */
export function WishAnswer({ answer, timeZone, error, busy, take, close, more }: Props) {
  const isRefused = answer.kind === 'refused';
  return (
    <Stack>
      {isRefused ? (
        <>
          <Said tone="bad" word="Not booked">
            {answer.reasons.length === 1 ? 'This is why:' : 'These are the reasons:'}
          </Said>
          <Why {...answer} {...{ timeZone, busy, take }}>
            {more}
          </Why>
        </>
      ) : (
        <Taken {...{ answer, timeZone }} />
      )}
      {error && <Problem error={error} />}
      <Button variant={isRefused ? 'default' : 'filled'} onClick={close}>
        {isRefused ? 'Leave it' : 'Done'}
      </Button>
    </Stack>
  );
}

type TakenProps = {
  readonly answer: Exclude<BookAnswer, { kind: 'refused' }>;
  readonly timeZone: string;
};

function Taken({ answer, timeZone }: TakenProps) {
  const state = useDecided(answer.booking);
  const { resourceName, startsAt, endsAt } = answer.booking;
  const times = `${clock(startsAt, timeZone)}–${clock(endsAt, timeZone)}`;
  const what = `${resourceName}, ${dayName(startsAt, timeZone)}, ${times}`;
  if (state === 'confirmed' || state === 'checked_in')
    return (
      <Said tone="good" word="Booked">
        {what}. It is yours.
      </Said>
    );
  if (state === 'requested')
    return (
      <Said tone="warn" word="Not confirmed yet">
        {what}. {answer.kind === 'requested' && answer.sentence} This page shows the answer when it comes.
      </Said>
    );
  return (
    <Said tone="bad" word="Not booked">
      {what}. The site has refused or cancelled it. Choose another time.
    </Said>
  );
}
