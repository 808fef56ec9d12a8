import type { WeekView } from '@lintel/core/sites/week-wire.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, ceilTo, epochMs, floorTo, latest, minuteMs } from '@lintel/core/time.ts';
import { openSpans } from './items.ts';

type WeekDay = WeekView['days'][number];

/** What is held, as spans, out of the week's pairs of minutes: how long free since the one before, and how long held. */
export function busySpans(busy: readonly number[], startsAt: EpochMs): readonly Span[] {
  const spans: Span[] = [];
  let at = startsAt;
  for (let n = 0; n + 1 < busy.length; n += 2) {
    const from = addMs(at, (busy[n] ?? 0) * minuteMs);
    at = addMs(from, (busy[n + 1] ?? 0) * minuteMs);
    spans.push({ startsAt: from, endsAt: at });
  }
  return spans;
}

/** Where the resource can still be booked on that day: in opening hours, from now on, on its steps, long enough for its shortest booking. */
export function freeOf(
  resource: Pick<ResourceView, 'stepMin' | 'lengthMinMin'>,
  busy: readonly Span[],
  day: WeekDay,
  now: EpochMs,
): readonly Span[] {
  const stepMs = resource.stepMin * minuteMs;
  return openSpans(day).flatMap((open) => {
    const gaps: Span[] = [];
    let from = latest(open.startsAt, floorTo(now, stepMs));
    for (const held of busy) {
      if (held.endsAt <= from) continue;
      if (held.startsAt >= open.endsAt) break;
      gaps.push({ startsAt: from, endsAt: held.startsAt });
      from = held.endsAt;
    }
    gaps.push({ startsAt: from, endsAt: open.endsAt });
    return gaps
      .map((gap) => ({ startsAt: ceilTo(gap.startsAt, stepMs), endsAt: floorTo(gap.endsAt, stepMs) }))
      .filter((gap) => gap.endsAt - gap.startsAt >= resource.lengthMinMin * minuteMs);
  });
}

/** What of each day is drawn, in minutes of its own clock from its first instant: from the earliest opening to the latest closing of the week. */
export function drawnMinutes(days: readonly WeekDay[]): { readonly fromMin: number; readonly toMin: number } {
  const opens = days.flatMap((day) =>
    openSpans(day).map(({ startsAt, endsAt }) => ({
      from: (startsAt - day.startsAt) / minuteMs,
      to: (endsAt - day.startsAt) / minuteMs,
    })),
  );
  if (opens.length === 0) return { fromMin: 420, toMin: 1260 };
  const fromMin = Math.max(0, Math.min(...opens.map(({ from }) => from)));
  const toMin = Math.min(1500, Math.max(...opens.map(({ to }) => to)));
  return toMin - fromMin >= 23 * 60 ? { fromMin: 420, toMin: 1260 } : { fromMin, toMin };
}

/** One path of upright bars for everything in `spans`, in a box 100 wide and 10 high. */
export function barsPath(
  spans: readonly Span[],
  day: Span,
  drawn: { readonly fromMin: number; readonly toMin: number },
): string {
  const from = addMs(day.startsAt, drawn.fromMin * minuteMs);
  const whole = (drawn.toMin - drawn.fromMin) * minuteMs;
  const x = (at: number) => Math.max(0, Math.min(100, ((at - from) / whole) * 100));
  return spans
    .map(({ startsAt, endsAt }) => [x(startsAt), x(Math.min(endsAt, day.endsAt))] as const)
    .filter(([left, right]) => right > left)
    .map(([left, right]) => `M${left.toFixed(2)} 0H${right.toFixed(2)}V10H${left.toFixed(2)}z`)
    .join('');
}

export function sumMs(spans: readonly Span[]): number {
  return spans.reduce((sum, { startsAt, endsAt }) => sum + (endsAt - startsAt), 0);
}

/** The Monday of the week in which this date lies. Dates have no zone. */
export function mondayOf(date: string): string {
  const noon = new Date(`${date}T12:00:00Z`);
  noon.setUTCDate(noon.getUTCDate() - ((noon.getUTCDay() + 6) % 7));
  return noon.toISOString().slice(0, 10);
}

/** The instant at which a date's noon in UTC is: only to write its name with the zone `UTC`. */
export function noonOf(date: string): EpochMs {
  return epochMs(Date.parse(`${date}T12:00:00Z`));
}
