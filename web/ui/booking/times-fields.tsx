import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs, minuteMs } from '@lintel/core/time.ts';
import { Group, NativeSelect } from '@mantine/core';
import { clock, lengthText } from '../zone.ts';
import { lengthsOf, spanOf, startsOf } from './times.ts';

type Props = {
  readonly steps: Pick<ResourceView, 'stepMin' | 'lengthMinMin' | 'lengthMaxMin'>;
  readonly day: Span;
  readonly now: EpochMs;
  readonly timeZone: string;
  readonly span: Span;
  readonly choose: (span: Span) => void;
  /** A booking that has begun stays where it began. */
  readonly isStartFixed?: boolean;
};

/** From when and for how long, on the steps of the resource. The span it has is always among the choices. */
export function TimesFields({ steps, day, now, timeZone, span, choose, isStartFixed = false }: Props) {
  const lengthMin = (span.endsAt - span.startsAt) / minuteMs;
  const starts = isStartFixed ? [span.startsAt] : withOwn(startsOf(steps, day, now), span.startsAt);
  const lengths = withOwn(lengthsOf(steps), lengthMin);
  return (
    <Group grow align="start" preventGrowOverflow={false}>
      <NativeSelect
        label="From"
        value={String(span.startsAt)}
        disabled={isStartFixed}
        onChange={(event) => choose(spanOf(epochMs(Number(event.currentTarget.value)), lengthMin))}
        data={starts.map((at) => ({ value: String(at), label: clock(at, timeZone) }))}
      />
      <NativeSelect
        label="For"
        value={String(lengthMin)}
        onChange={(event) => choose(spanOf(span.startsAt, Number(event.currentTarget.value)))}
        data={lengths.map((length) => ({
          value: String(length),
          label: `${lengthText(length)}, to ${clock(span.startsAt + length * minuteMs, timeZone)}`,
        }))}
      />
    </Group>
  );
}

function withOwn<Value extends number>(choices: readonly Value[], own: Value): readonly Value[] {
  return choices.includes(own) ? choices : [...choices, own].sort((a, b) => a - b);
}
