import type { EpochMs, Span } from '../time.ts';
import { epochMs } from '../time.ts';
import { localDay } from './local-time.ts';

/** Hours of one local day, in minutes of its wall clock; `closesMin` 1440 is the end of the day. */
export type Hours = { readonly opensMin: number; readonly closesMin: number };

/** When a site is open: the week, and the local dates on which it is otherwise. */
export type OpeningHours = {
  /** `weekday` is ISO's: Monday 1 to Sunday 7. A day may open more than once. */
  readonly weekly: readonly (Hours & { readonly weekday: number })[];
  /** A date without hours is closed. `note` says why: a holiday's name. */
  readonly exceptions: readonly {
    readonly date: string;
    readonly hours: readonly Hours[];
    readonly note: string;
  }[];
};

/** One local day of a site as instants. Only the cloud works it out, so that boxes with other zone rules mean the same. */
export type SiteDay = Span & {
  /** The local date, `2027-03-28`. */
  readonly date: string;
  readonly open: readonly Span[];
  readonly note: string;
};

/**
 * The local day as instants. On a day of 23 or 25 hours it opens and closes at the times its clocks show: a time that does not exist that day is read as the same moment on the clocks of before
 * (02:30 becomes 03:30), one that exists twice is the first.
 */
export function siteDay(timeZone: string, opening: OpeningHours, date: string): SiteDay {
  const exception = opening.exceptions.find((one) => one.date === date);
  const day = Temporal.PlainDate.from(date);
  const hours = exception?.hours ?? opening.weekly.filter(({ weekday }) => weekday === day.dayOfWeek);
  const open = hours
    .map(({ opensMin, closesMin }) => ({
      startsAt: atLocalMinute(timeZone, date, opensMin),
      endsAt: atLocalMinute(timeZone, date, closesMin),
    }))
    .filter((span) => span.startsAt < span.endsAt)
    .sort((a, b) => a.startsAt - b.startsAt);
  return { date, ...localDay(timeZone, date), open, note: exception?.note ?? '' };
}

/** The local days that touch the span, in order. */
export function siteDays(timeZone: string, opening: OpeningHours, span: Span): readonly SiteDay[] {
  const dateOf = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const last = dateOf(Math.max(span.startsAt, span.endsAt - 1));
  const days: SiteDay[] = [];
  for (
    let date = dateOf(span.startsAt);
    Temporal.PlainDate.compare(date, last) <= 0;
    date = date.add({ days: 1 })
  )
    days.push(siteDay(timeZone, opening, date.toString()));
  return days;
}

/** The instant at which the wall clock shows this minute of the local date; 1440 is the next day's first instant. */
export function atLocalMinute(timeZone: string, date: string, minute: number): EpochMs {
  const plain = Temporal.PlainDate.from(date);
  if (minute === 1440) return epochMs(plain.add({ days: 1 }).toZonedDateTime(timeZone).epochMilliseconds);
  const plainTime = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60);
  return epochMs(plain.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds);
}

/** Whether the site is open for the whole of the span, over midnight too. */
export function isOpen(days: readonly SiteDay[], span: Span): boolean {
  let covered = span.startsAt;
  for (const { startsAt, endsAt } of days.flatMap(({ open }) => open).sort((a, b) => a.startsAt - b.startsAt))
    if (startsAt <= covered && endsAt > covered) covered = endsAt;
  return covered >= span.endsAt;
}
