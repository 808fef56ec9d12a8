import type { BookingRefused } from '@lintel/core/bookings/wire.ts';
import { Box, Button, List, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { type Help, HelpNote } from '../notes.tsx';
import { StateWord } from '../state-word.tsx';
import { clock, dayAndClock } from '../zone.ts';
import { chargeText } from './charge-text.ts';
import type { Verdict } from './use-judged.ts';

export type Alternative = BookingRefused['alternatives'][number];
type Take = (alternative: Alternative) => void;

type Props = {
  readonly verdict: Verdict;
  readonly timeZone: string;
  readonly help?: Help | undefined;
  readonly take?: Take | undefined;
  readonly busy?: boolean | undefined;
  /** What else there is to do when it cannot be had. */
  readonly children?: ReactNode;
};

/** What a wish would take, or every reason against it with what is free instead: before the click. Said aloud when it changes. */
export function VerdictNote({ verdict, timeZone, help, take, busy, children }: Props) {
  return (
    <Box role="status" aria-live="polite" className="verdict" mih={52}>
      {verdict.kind === 'asking' && (
        <Text size="sm" c="dimmed">
          Looking at price and rules…
        </Text>
      )}
      {verdict.kind === 'unknown' && (
        <Text size="sm">
          <StateWord tone="warn">Price and rules are not known now</StateWord> {verdict.error.message}
        </Text>
      )}
      {verdict.kind === 'judged' && verdict.judged.reasons.length === 0 && (
        <Text size="sm">
          <StateWord tone="good">Free</StateWord> {costText(verdict)}
        </Text>
      )}
      {verdict.kind === 'judged' && verdict.judged.reasons.length > 0 && (
        <Stack gap="xs">
          <StateWord tone="bad">It cannot be booked so</StateWord>
          <Why {...verdict.judged} {...{ timeZone, help, take, busy }}>
            {children}
          </Why>
        </Stack>
      )}
    </Box>
  );
}

function costText({ judged }: Extract<Verdict, { kind: 'judged' }>): string {
  const cost = chargeText(judged.charge, judged.currency);
  return cost ? `It takes ${cost}.` : 'There is nothing to pay.';
}

type WhyProps = Pick<BookingRefused, 'reasons' | 'alternatives' | 'upgrade'> &
  Pick<Props, 'timeZone' | 'help' | 'take' | 'busy' | 'children'>;

/** Every reason, the plan that would allow it, what is free instead with one press, and who can help. */
export function Why({ reasons, alternatives, upgrade, timeZone, help, take, busy, children }: WhyProps) {
  return (
    <Stack gap="sm">
      <List size="sm">
        {reasons.map((reason) => (
          <List.Item key={reason.kind}>{reason.sentence}</List.Item>
        ))}
      </List>
      {upgrade && (
        <div className="upgrade">
          <Text size="sm" fw={650}>
            The plan {upgrade.planName} would allow it
          </Text>
          <Text size="sm">{upgrade.sentence}</Text>
        </div>
      )}
      {take && alternatives.length > 0 && (
        <Text size="sm" fw={600}>
          Free instead; one press books it:
        </Text>
      )}
      {take &&
        alternatives.map((free) => (
          <Button
            key={`${free.resourceId} ${free.startsAt}`}
            variant="light"
            size="sm"
            disabled={busy === true}
            styles={{ label: { whiteSpace: 'normal' }, root: { height: 'auto', paddingBlock: 8 } }}
            onClick={() => take(free)}
          >
            {free.resourceName}, {dayAndClock(free.startsAt, timeZone)}–{clock(free.endsAt, timeZone)}
          </Button>
        ))}
      {children}
      {help && <HelpNote help={help} />}
    </Stack>
  );
}
