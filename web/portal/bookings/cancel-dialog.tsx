import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { Said } from '../../ui/booking/said.tsx';
import { StaleNote } from '../../ui/booking/stale-note.tsx';
import { useCancel } from '../../ui/booking/use-change.ts';
import type { BookingDetail, CancelAnswer } from '../../ui/booking/wires.ts';
import { Loaded, Problem } from '../../ui/notes.tsx';
import { whatOf } from './change-answer.tsx';
import { useDetail } from './detail.ts';

type Props = { readonly booking: BookingView; readonly timeZone: string; readonly close: () => void };

/** Cancels a booking once its reader has seen what comes back and what does not. */
export function CancelDialog({ booking, timeZone, close }: Props) {
  const [before] = useState(booking);
  const detail = useDetail(booking.id);
  const cancelling = useCancel('/api/bookings', before);
  return (
    <Modal
      opened
      onClose={close}
      title="Cancel this booking?"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {cancelling.data ? (
        <Cancelled
          answer={cancelling.data}
          currency={detail.data?.currency}
          {...{ before, timeZone, close }}
        />
      ) : (
        <Loaded query={detail}>
          {(known) => (
            <Stack>
              <Text>{whatOf(before, timeZone)}</Text>
              <RefundNote detail={known} />
              {cancelling.error && <Problem error={cancelling.error} />}
              <Group grow preventGrowOverflow={false}>
                <Button variant="default" onClick={close}>
                  Keep it
                </Button>
                <Button loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
                  Cancel the booking
                </Button>
              </Group>
            </Stack>
          )}
        </Loaded>
      )}
    </Modal>
  );
}

/** What cancelling now gives back, and what stays; nothing where the booking took nothing. */
function RefundNote({ detail }: { readonly detail: BookingDetail }) {
  const { booking, refund, currency } = detail;
  const took = booking.charge && chargeText(booking.charge, currency);
  if (!took) return <Text size="sm">It cost nothing, so nothing comes back.</Text>;
  const back = chargeText(refund, currency);
  const isAll = back === took;
  return (
    <Text size="sm">
      {isAll
        ? `All of it comes back: ${took}.`
        : back
          ? `You get back ${back} of ${took}. It is later than your plan cancels free of charge.`
          : `It took ${took}, and nothing of it comes back any more.`}
    </Text>
  );
}

type CancelledProps = {
  readonly answer: CancelAnswer;
  readonly currency: string | undefined;
  readonly before: BookingView;
  readonly timeZone: string;
  readonly close: () => void;
};

function Cancelled({ answer, currency, before, timeZone, close }: CancelledProps) {
  const back = answer.kind === 'cancelled' && currency ? chargeText(answer.refunded, currency) : undefined;
  return (
    <Stack>
      {answer.kind === 'stale' ? (
        <StaleNote {...{ before, timeZone }} now={answer.booking} sentence={answer.sentence} />
      ) : answer.kind === 'cancelled' ? (
        <Said tone="good" word="Cancelled">
          The time is free again.{back && ` You got back ${back}.`}
        </Said>
      ) : (
        <Said tone="warn" word="Not cancelled yet">
          {answer.sentence}
        </Said>
      )}
      <Button onClick={close}>Done</Button>
    </Stack>
  );
}
