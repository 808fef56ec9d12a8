import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../ui/booking/use-change.ts';
import { Problem } from '../../ui/notes.tsx';
import { ChangeSaid, whatOf } from './change-answer.tsx';

type Props = { readonly booking: BookingView; readonly timeZone: string; readonly close: () => void };

/** Gives a booking to another member, by e-mail. From then on it is theirs, and counts to their plan. */
export function TransferDialog({ booking, timeZone, close }: Props) {
  const [before] = useState(booking);
  const [email, setEmail] = useState('');
  const giving = useChange('/api/bookings', before);
  return (
    <Modal
      opened
      onClose={close}
      title="Give it to another member"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {giving.data ? (
        <ChangeSaid
          answer={giving.data}
          done="Given away"
          busy={giving.isPending}
          {...{ before, timeZone, close }}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            giving.mutate({ kind: 'transfer', toEmail: email.trim() });
          }}
        >
          <Stack>
            <Text size="sm">
              {whatOf(before, timeZone)} It becomes theirs: it counts to their plan, opens the door to them,
              and you get back what it took of yours.
            </Text>
            <TextInput
              label="Their e-mail"
              type="email"
              required
              withAsterisk={false}
              maxLength={320}
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            {giving.error && <Problem error={giving.error} />}
            <Button type="submit" loading={giving.isPending}>
              Give it away
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
