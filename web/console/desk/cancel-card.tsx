import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { Said } from '../../ui/booking/said.tsx';
import { Loaded, Problem } from '../../ui/notes.tsx';
import { StaleSaid } from './change-said.tsx';
import { useDesk } from './desk.tsx';
import { useDetail } from './detail.ts';
import { Refused } from './refused.tsx';
import { useCancel } from './use-asked.ts';
import type { CancelAnswer, Detail } from './wires.ts';
import { whatText, whoText } from './words.ts';

/** Cancels a booking once it was said what comes back; staff may give everything back. */
export function CancelCard({ booking }: { readonly booking: BookingView }) {
  const [before] = useState(booking);
  const [refundAll, setRefundAll] = useState(false);
  const detail = useDetail(booking.id);
  const cancelling = useCancel(before);
  const { timeZone, back } = useDesk();
  if (cancelling.data)
    return (
      <Cancelled
        answer={cancelling.data}
        before={before}
        busy={cancelling.isPending}
        error={cancelling.error}
        again={() => cancelling.mutate(refundAll)}
        edit={cancelling.reset}
      />
    );
  return (
    <Loaded query={detail}>
      {(known) => (
        <Stack>
          <div>
            <Text fw={600}>{whoText(before)}</Text>
            <Text>{whatText(before, timeZone)}</Text>
          </div>
          <RefundNote detail={known} {...{ refundAll, setRefundAll }} />
          {cancelling.error && <Problem error={cancelling.error} />}
          <Group>
            <Button variant="default" onClick={back}>
              Keep it
            </Button>
            <Button color="red.9" loading={cancelling.isPending} onClick={() => cancelling.mutate(refundAll)}>
              Cancel the booking
            </Button>
          </Group>
        </Stack>
      )}
    </Loaded>
  );
}

type RefundProps = {
  readonly detail: Detail;
  readonly refundAll: boolean;
  readonly setRefundAll: (refundAll: boolean) => void;
};

/** What cancelling now gives back by the member's plan, and the choice to give back all of it where that is not all. */
function RefundNote({ detail, refundAll, setRefundAll }: RefundProps) {
  const { booking, refund, currency } = detail;
  const took = booking.charge && chargeText(booking.charge, currency);
  if (!took) return <Text size="sm">It cost nothing, so nothing comes back.</Text>;
  const back = chargeText(refund, currency);
  if (back === took) return <Text size="sm">All of it comes back: {took}.</Text>;
  return (
    <Stack gap="xs">
      <Text size="sm">
        {back
          ? `By the member’s plan ${back} of ${took} comes back, because it is late.`
          : `It took ${took}. By the member’s plan nothing of it comes back any more.`}
      </Text>
      <Checkbox
        label={`Give everything back all the same: ${took}`}
        checked={refundAll}
        onChange={(event) => setRefundAll(event.currentTarget.checked)}
      />
    </Stack>
  );
}

type CancelledProps = {
  readonly answer: CancelAnswer;
  readonly before: BookingView;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly again: () => void;
  readonly edit: () => void;
};

function Cancelled({ answer, before, ...rest }: CancelledProps) {
  const { currency, back } = useDesk();
  if (answer.kind === 'stale') return <StaleSaid before={before} stale={answer} />;
  if (answer.kind === 'refused') return <Refused refused={answer} word="Not cancelled" {...rest} />;
  const refunded = chargeText(answer.refunded, currency);
  return (
    <Stack>
      <Said tone="good" word="Cancelled">
        {before.resourceName} is free again.{refunded && ` Given back: ${refunded}.`}
      </Said>
      <Group>
        <Button onClick={back}>Done</Button>
      </Group>
    </Stack>
  );
}
