import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Group, Paper, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Said } from '../../ui/booking/said.tsx';
import { type Alternative, Why } from '../../ui/booking/verdict-note.tsx';
import { Problem } from '../../ui/notes.tsx';
import type { Override } from './ask.ts';
import { useDesk } from './desk.tsx';
import { whatText, whoText } from './words.ts';

type Props = {
  readonly refused: BookingRefused;
  readonly word: string;
  readonly busy: boolean;
  readonly error: Error | null;
  /** Asks for the same again, against the rules when a reason is given. */
  readonly again: (override?: Override) => void;
  /** Goes back to what was asked, to ask for something else. */
  readonly edit: () => void;
  readonly take?: ((free: Alternative) => void) | undefined;
};

/** The answer no with all there is to do about it: what stands in the way to be moved or cancelled, the rules to be overridden with a reason, something else to be taken. */
export function Refused({ refused, word, busy, error, again, edit, take }: Props) {
  const { timeZone } = useDesk();
  const { inTheWay = [], overridable = false, reasons } = refused;
  return (
    <Stack>
      <Said tone="bad" word={word}>
        {reasons.length === 1 ? 'This is why:' : 'These are the reasons:'}
      </Said>
      <Why {...refused} {...{ timeZone, busy, take }} help={undefined} />
      {inTheWay.length > 0 && <InTheWay bookings={inTheWay} />}
      {overridable && <OverrideForm {...{ busy, again }} />}
      {error && <Problem error={error} />}
      <Group>
        <Button variant="default" onClick={edit}>
          Change it
        </Button>
        {inTheWay.length > 0 && (
          <Button loading={busy} onClick={() => again()}>
            Try again
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function InTheWay({ bookings }: { readonly bookings: readonly BookingView[] }) {
  const { timeZone, open } = useDesk();
  return (
    <Stack gap="xs" component="section" aria-label="What stands in the way">
      <Text size="sm" fw={600}>
        Nobody can override another booking. Move or cancel what stands in the way, then try again:
      </Text>
      {bookings.map((booking) => {
        const what = whatText(booking, timeZone);
        return (
          <Paper key={booking.id} withBorder px="md" py="xs" component="article" aria-label={what}>
            <Text size="sm" fw={600}>
              {whoText(booking)}
            </Text>
            <Text size="sm">{what}</Text>
            <Group gap="xs" mt={6}>
              <Button
                size="xs"
                variant="default"
                aria-label={`Move ${what}`}
                onClick={() => open({ kind: 'move', booking, to: booking })}
              >
                Move
              </Button>
              <Button
                size="xs"
                variant="default"
                aria-label={`Cancel ${what}`}
                onClick={() => open({ kind: 'cancel', booking })}
              >
                Cancel
              </Button>
              <Button
                size="xs"
                variant="subtle"
                aria-label={`Look at ${what}`}
                onClick={() => open({ kind: 'booking', booking })}
              >
                Look at it
              </Button>
            </Group>
          </Paper>
        );
      })}
    </Stack>
  );
}

/** The one field an override needs: why. */
export function OverrideForm({ busy, again }: Pick<Props, 'busy' | 'again'>) {
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim()) again({ reason: reason.trim() });
      }}
    >
      <Stack gap="xs">
        <Textarea
          label="Do it all the same, because"
          description="The reason and your name are kept in the booking’s history."
          maxLength={300}
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" variant="light" loading={busy} disabled={reason.trim() === ''}>
            Override the rules
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
