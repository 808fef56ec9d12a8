import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, hourMs, latest } from '@lintel/core/time.ts';
import { clock, hourOf } from '../zone.ts';

export type Tick = { readonly at: EpochMs; readonly label: string };

const firstHour = 7;
const lastHour = 21;

/** Every whole hour of a local day, its end included. A day that changes its clocks has 23 or 25 of them. */
export function hourTicks(day: Span, timeZone: string): readonly Tick[] {
  const count = Math.floor((day.endsAt - day.startsAt) / hourMs) + 1;
  return Array.from({ length: count }, (_, index) => {
    const at = addMs(day.startsAt, index * hourMs);
    return { at, label: clock(at, timeZone) };
  });
}

/** What of the day is drawn: 07:00 to 21:00, widened to the hours that anything in `shown` touches. */
export function visibleSpan(day: Span, timeZone: string, shown: readonly Span[]): Span {
  const ticks = hourTicks(day, timeZone);
  const inDay = shown.filter((span) => span.endsAt > day.startsAt && span.startsAt < day.endsAt);
  const opens = ticks.find((tick) => hourOf(tick.at, timeZone) >= firstHour)?.at ?? day.startsAt;
  const closes =
    ticks.find((tick) => tick.at > opens && hourOf(tick.at, timeZone) >= lastHour)?.at ?? day.endsAt;
  const earliest = Math.min(opens, ...inDay.map((span) => span.startsAt));
  const last = Math.max(closes, ...inDay.map((span) => span.endsAt));
  return {
    startsAt: ticks.filter((tick) => tick.at <= earliest).pop()?.at ?? day.startsAt,
    endsAt: ticks.find((tick) => tick.at >= last)?.at ?? day.endsAt,
  };
}

/** Where a span lies within what is drawn, as shares of its width; what sticks out is cut off. Absent when nothing of it shows. */
export function placed(
  span: Span,
  visible: Span,
): { readonly left: number; readonly width: number } | undefined {
  const whole = visible.endsAt - visible.startsAt;
  const from = latest(span.startsAt, visible.startsAt);
  const to = Math.min(span.endsAt, visible.endsAt);
  if (to <= from) return undefined;
  return { left: (from - visible.startsAt) / whole, width: (to - from) / whole };
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}
