import type { DayView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs, minuteMs } from '@lintel/core/time.ts';
import { Group, NativeSelect } from '@mantine/core';
import { clock } from '../../ui/zone.ts';

type Props = { readonly day: DayView; readonly span: Span; readonly choose: (span: Span) => void };

const stepMs = 15 * minuteMs;

/** From when until when of a day, by the quarter of an hour. */
export function ClockFields({ day, span, choose }: Props) {
  const count = Math.round((day.endsAt - day.startsAt) / stepMs);
  const quarters = Array.from({ length: count + 1 }, (_, n) => epochMs(day.startsAt + n * stepMs));
  const dataOf = (own: EpochMs, rest: readonly EpochMs[]) =>
    [...new Set([own, ...rest])]
      .sort((a, b) => a - b)
      .map((at) => ({
        value: String(at),
        label: at === day.endsAt ? '24:00' : clock(at, day.site.timeZone),
      }));
  return (
    <Group grow align="start">
      <NativeSelect
        label="From"
        value={String(span.startsAt)}
        data={dataOf(span.startsAt, quarters.slice(0, -1))}
        onChange={(event) => choose({ ...span, startsAt: epochMs(Number(event.currentTarget.value)) })}
      />
      <NativeSelect
        label="Until"
        value={String(span.endsAt)}
        error={span.endsAt <= span.startsAt ? 'It ends before it starts' : undefined}
        data={dataOf(span.endsAt, quarters.slice(1))}
        onChange={(event) => choose({ ...span, endsAt: epochMs(Number(event.currentTarget.value)) })}
      />
    </Group>
  );
}
