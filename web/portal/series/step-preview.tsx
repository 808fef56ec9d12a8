import type { seriesChangePreview } from '@lintel/core/bookings/series-wire.ts';
import { Stack, Text } from '@mantine/core';
import type { z } from 'zod';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { DateRow } from './date-row.tsx';

type Props = {
  readonly preview: z.infer<typeof seriesChangePreview>;
  readonly timeZone: string;
  readonly isCancel: boolean;
};

/** What a change would do, date by date, with what comes back or is taken, before it is done. */
export function StepPreview({ preview, timeZone, isCancel }: Props) {
  const { dates, before, after, refund, currency } = preview;
  const text = (charge: typeof before) => chargeText(charge, currency) ?? 'nothing';
  return (
    <Stack
      gap="xs"
      role="status"
      mah={280}
      style={{ overflowY: 'auto' }}
      tabIndex={0}
      aria-label="What it does"
    >
      <Text size="sm" fw={600}>
        {dates.length} {dates.length === 1 ? 'date' : 'dates'}.{' '}
        {isCancel
          ? `You get back ${text(refund)}.`
          : `They take ${text(after)}; until now they took ${text(before)}.`}
      </Text>
      {dates.map((date) => (
        <DateRow key={date.date} {...{ date, timeZone, currency }} />
      ))}
    </Stack>
  );
}
