import type { OccurrenceView } from '@lintel/core/bookings/series-wire.ts';
import { Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { chargeText } from '../../ui/booking/charge-text.ts';
import { noonOf } from '../../ui/grid/week.ts';
import { StateWord } from '../../ui/state-word.tsx';
import { dayName, spanText } from '../../ui/zone.ts';
import { occurrenceWords, plannedWords } from './series-words.ts';

type Props = {
  readonly date: OccurrenceView;
  readonly timeZone: string;
  readonly currency?: string;
  /** Nothing is saved yet. */
  readonly isPlanned?: boolean;
  /** What can be done with it, or is free instead. */
  readonly children?: ReactNode;
  readonly acts?: ReactNode;
};

/** One date of a series: when, how it stands, why, and what the clocks did to it. */
export function DateRow({ date, timeZone, currency, isPlanned = false, children, acts }: Props) {
  const { tone, word } = (isPlanned ? plannedWords : occurrenceWords)[date.state];
  const times =
    date.startsAt !== undefined && date.endsAt !== undefined
      ? spanText({ startsAt: date.startsAt, endsAt: date.endsAt }, timeZone)
      : 'the clocks jump over it';
  const isCharged =
    date.state === 'booked' || date.state === 'requested' || date.state === 'waiting_for_window';
  const cost = isCharged && date.charge && currency ? chargeText(date.charge, currency) : undefined;
  return (
    <article className="date-row" aria-label={dayName(noonOf(date.date), 'UTC')}>
      <Group justify="space-between" gap="sm">
        <div>
          <Text size="sm" fw={600}>
            {dayName(noonOf(date.date), 'UTC')}, {times}
          </Text>
          <Text size="sm" c="dimmed">
            {date.resourceName}
            {cost && `, takes ${cost}`}
          </Text>
        </div>
        <Group gap="sm">
          <StateWord tone={tone}>{word}</StateWord>
          {acts}
        </Group>
      </Group>
      {clocksText(date) && <Text size="sm">{clocksText(date)}</Text>}
      {date.reasons.map((reason) => (
        <Text size="sm" key={reason.kind}>
          {reason.sentence}
        </Text>
      ))}
      {children}
    </article>
  );
}

/** What a change of clocks did to the date's times. */
function clocksText({ start, end }: OccurrenceView): string | undefined {
  if (start === 'shifted' || end === 'shifted')
    return 'The clocks go forward that night: a time that is left out is read on the clocks of before.';
  if (start === 'first' || end === 'first')
    return 'The clocks go back that night: of a time that comes twice it is the first.';
  return undefined;
}
