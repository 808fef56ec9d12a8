import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Stack, Text } from '@mantine/core';
import { Said } from '../../ui/booking/said.tsx';
import { StaleNote } from '../../ui/booking/stale-note.tsx';
import { type Alternative, Why } from '../../ui/booking/verdict-note.tsx';
import type { ChangeAnswer } from '../../ui/booking/wires.ts';
import { clock, dayName } from '../../ui/zone.ts';

type Props = {
  readonly answer: ChangeAnswer;
  readonly before: BookingView;
  readonly timeZone: string;
  readonly done: string;
  readonly busy: boolean;
  readonly take?: ((free: Alternative) => void) | undefined;
  readonly close: () => void;
};

/** What became of a change, in words: done, waiting for the site, somebody was quicker, or refused with every reason. */
export function ChangeSaid({ answer, before, timeZone, done, busy, take, close }: Props) {
  return (
    <Stack>
      {answer.kind === 'changed' && (
        <Said tone="good" word={done}>
          {whatOf(answer.booking, timeZone)}
        </Said>
      )}
      {answer.kind === 'requested' && (
        <Said tone="warn" word="Not changed yet">
          {answer.sentence} Until then it stays as it was: {whatOf(before, timeZone)}
        </Said>
      )}
      {answer.kind === 'stale' && (
        <StaleNote {...{ before, timeZone }} now={answer.booking} sentence={answer.sentence} />
      )}
      {answer.kind === 'refused' && (
        <>
          <Said tone="bad" word="Not changed">
            <Text size="sm">Your booking stays as it was. This is why:</Text>
          </Said>
          <Why {...answer} {...{ timeZone, busy, take }} />
        </>
      )}
      <Button variant={answer.kind === 'changed' ? 'filled' : 'default'} onClick={close}>
        {answer.kind === 'changed' ? 'Done' : 'Close'}
      </Button>
    </Stack>
  );
}

export function whatOf(booking: BookingView, timeZone: string): string {
  const times = `${clock(booking.startsAt, timeZone)}–${clock(booking.endsAt, timeZone)}`;
  return `${booking.resourceName}, ${dayName(booking.startsAt, timeZone)}, ${times}.`;
}
