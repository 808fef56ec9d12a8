import type { EpochMs, Span } from '../time.ts';
import { epochMs } from '../time.ts';

/** Writes an instant as the wall clock at the site shows it: `14:05`, and with the day when it is another one than `today`. */
export function localClock(timeZone: string, today?: EpochMs): (at: EpochMs) => string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  });
  return (at) => {
    const clock = time.format(at);
    return today === undefined || day.format(at) === day.format(today)
      ? clock
      : `${clock} on ${day.format(at)}`;
  };
}

/** The local date at the site, as `2027-03-28`. */
export function localDate(timeZone: string, at: EpochMs): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/** The hour that the wall clock at the site shows, 0 to 23. */
export function localHour(timeZone: string, at: EpochMs): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).hour;
}

/** One local day of the site, from its first instant to the first of the next: 23, 24 or 25 hours, and otherwise where the zone's clocks change by less. */
export function localDay(timeZone: string, date: string): Span {
  const day = Temporal.PlainDate.from(date);
  const startOf = (plain: Temporal.PlainDate) => epochMs(plain.toZonedDateTime(timeZone).epochMilliseconds);
  return { startsAt: startOf(day), endsAt: startOf(day.add({ days: 1 })) };
}
