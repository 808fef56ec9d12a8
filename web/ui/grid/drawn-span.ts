import type { DayView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, minuteMs } from '@lintel/core/time.ts';
import { hourTicks, visibleSpan } from '../calendar/geometry.ts';

/** What of the day is drawn: when the site is open (07:00 to 21:00 where that is the whole day or not known), widened to what is booked and to now; or all of it. */
export function drawnSpan(day: DayView, now: EpochMs, whole: boolean): Span {
  if (whole) return { startsAt: day.startsAt, endsAt: day.endsAt };
  const isToday = now >= day.startsAt && now < day.endsAt;
  const shown: readonly Span[] = [
    ...day.bookings,
    ...(isToday ? [{ startsAt: now, endsAt: addMs(now, minuteMs) }] : []),
  ];
  const hours = openHull(day);
  if (!hours) return visibleSpan(day, day.site.timeZone, shown);
  const ticks = hourTicks(day, day.site.timeZone);
  const inDay = shown.filter((span) => span.endsAt > day.startsAt && span.startsAt < day.endsAt);
  const earliest = Math.min(hours.startsAt, ...inDay.map(({ startsAt }) => startsAt));
  const last = Math.max(hours.endsAt, ...inDay.map(({ endsAt }) => endsAt));
  return {
    startsAt: ticks.findLast(({ at }) => at <= earliest)?.at ?? day.startsAt,
    endsAt: ticks.find(({ at }) => at >= last)?.at ?? day.endsAt,
  };
}

/** From the first opening to the last closing; absent where the site is closed, open round the clock, or its hours are not known. */
function openHull({ open, startsAt, endsAt }: DayView): Span | undefined {
  const first = open?.reduce((a, b) => (b.startsAt < a.startsAt ? b : a), open[0] ?? { startsAt, endsAt });
  const last = open?.reduce((a, b) => (b.endsAt > a.endsAt ? b : a), open[0] ?? { startsAt, endsAt });
  if (!open || open.length === 0 || !first || !last) return undefined;
  const isAllDay = first.startsAt <= startsAt && last.endsAt >= endsAt;
  return isAllDay ? undefined : { startsAt: first.startsAt, endsAt: last.endsAt };
}
