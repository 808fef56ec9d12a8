import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useChange } from '../../ui/booking/use-change.ts';
import { Problem } from '../../ui/notes.tsx';
import { ChangeSaid } from './change-answer.tsx';

type Props = { readonly booking: BookingView; readonly timeZone: string; readonly close: () => void };

/** Changes what a booking is called and for how many it is. */
export function DescribeDialog({ booking, timeZone, close }: Props) {
  const [before] = useState(booking);
  const [title, setTitle] = useState(booking.title);
  const [people, setPeople] = useState(booking.people);
  const changing = useChange('/api/bookings', before);
  return (
    <Modal
      opened
      onClose={close}
      title="Title and people"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {changing.data ? (
        <ChangeSaid
          answer={changing.data}
          done="Changed"
          busy={changing.isPending}
          {...{ before, timeZone, close }}
        />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            changing.mutate({ kind: 'describe', title: title.trim(), people });
          }}
        >
          <Stack>
            <TextInput
              label="Title (others do not see it)"
              maxLength={120}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            <NumberInput
              label="People, you included"
              placeholder="Not said"
              min={1}
              max={10_000}
              allowDecimal={false}
              allowNegative={false}
              value={people || ''}
              onChange={(value) => setPeople(Number(value) || 0)}
            />
            {changing.error && <Problem error={changing.error} />}
            <Button type="submit" loading={changing.isPending}>
              Keep
            </Button>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
