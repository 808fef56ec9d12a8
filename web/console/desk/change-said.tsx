import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Group, List, Stack } from '@mantine/core';
import { Said } from '../../ui/booking/said.tsx';
import { StaleNote } from '../../ui/booking/stale-note.tsx';
import type { Alternative } from '../../ui/booking/verdict-note.tsx';
import type { Override } from './ask.ts';
import { useDesk } from './desk.tsx';
import { Refused } from './refused.tsx';
import type { ChangeAnswer, Stale } from './wires.ts';
import { whatText } from './words.ts';

type Props = {
  readonly answer: ChangeAnswer;
  readonly before: BookingView;
  readonly done: string;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly again: (override?: Override) => void;
  readonly edit: () => void;
  readonly take?: ((free: Alternative) => void) | undefined;
};

/** What became of a change: done, somebody was quicker, or refused with all there is to do about it. */
export function ChangeSaid({ answer, before, done, ...rest }: Props) {
  const { timeZone, back } = useDesk();
  switch (answer.kind) {
    case 'changed':
      return (
        <Stack>
          <Said tone="good" word={done}>
            {whatText(answer.booking, timeZone)}.
          </Said>
          <Group>
            <Button onClick={back}>Done</Button>
          </Group>
        </Stack>
      );
    case 'stale':
      return <StaleSaid before={before} stale={answer} />;
    case 'refused':
      return <Refused refused={answer} word="Not changed" {...rest} />;
    default:
      return answer satisfies never;
  }
}

/** Somebody else changed it since it was shown: what is other, what was done, and the booking as it is now one press away. */
export function StaleSaid({ before, stale }: { readonly before: BookingView; readonly stale: Stale }) {
  const { timeZone, back, instead } = useDesk();
  return (
    <Stack>
      <StaleNote {...{ before, timeZone }} now={stale.booking} sentence={stale.sentence} />
      {stale.history.length > 1 && (
        <List size="sm">
          {stale.history.map((entry) => (
            <List.Item key={`${entry.at} ${entry.kind}`}>{entry.sentence}</List.Item>
          ))}
        </List>
      )}
      <Group>
        <Button onClick={() => instead({ kind: 'booking', booking: stale.booking })}>Look at it now</Button>
        <Button variant="default" onClick={back}>
          Leave it
        </Button>
      </Group>
    </Stack>
  );
}
