import type { EpochMs, Span } from '@lintel/core/time.ts';

/** Every time in a mail is written here, in a zone that is named beside it: a mail is read anywhere. */

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([timeZone, options]);
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  formats.set(key, known);
  return known;
}

const clock = (at: EpochMs, timeZone: string) =>
  format(timeZone, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);

const day = (at: EpochMs, timeZone: string) =>
  format(timeZone, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
    .format(at)
    .replace(',', '');

const shortDay = (at: EpochMs, timeZone: string) =>
  format(timeZone, { weekday: 'short', day: 'numeric', month: 'short' }).format(at).replace(',', '');

function offsetName(at: EpochMs, timeZone: string): string {
  const parts = format(timeZone, { hour: 'numeric', timeZoneName: 'short' }).formatToParts(at);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

/** `London time` */
function placeOf(timeZone: string): string {
  return `${(timeZone.split('/').at(-1) ?? timeZone).replaceAll('_', ' ')} time`;
}

/**
 * `Wednesday 2 June 2027, 09:30–10:00, London time (BST)`. Where the clocks change within the span both ends say which they are by:
 * `Sunday 31 October 2027, 00:30 (BST) – 01:30 (GMT), London time`.
 */
export function whenText({ startsAt, endsAt }: Span, timeZone: string): string {
  const [from, to] = [offsetName(startsAt, timeZone), offsetName(endsAt, timeZone)];
  const clocksChange = from !== to;
  const start = `${clock(startsAt, timeZone)}${clocksChange ? ` (${from})` : ''}`;
  const end = `${clock(endsAt, timeZone)}${clocksChange ? ` (${to})` : ''}`;
  const zone = clocksChange ? placeOf(timeZone) : `${placeOf(timeZone)} (${from})`;
  const [firstDay, lastDay] = [day(startsAt, timeZone), day(endsAt, timeZone)];
  if (firstDay !== lastDay) return `${firstDay}, ${start} – ${lastDay}, ${end}, ${zone}`;
  return `${firstDay}, ${start}${clocksChange ? ' – ' : '–'}${end}, ${zone}`;
}

/** `Wed 2 Jun 09:30 London time`, for a subject. */
export function shortWhen(at: EpochMs, timeZone: string): string {
  return `${shortDay(at, timeZone)} ${clock(at, timeZone)} ${placeOf(timeZone)}`;
}

/** `14:05 on Wednesday 2 June 2027, London time (BST)` */
export function instantText(at: EpochMs, timeZone: string): string {
  return `${clock(at, timeZone)} on ${day(at, timeZone)}, ${placeOf(timeZone)} (${offsetName(at, timeZone)})`;
}

/** The span in the reader's own zone; absent when their clock shows the same there and then, or nobody knows where they are. */
export function readersWhen(
  span: Span,
  timeZone: string,
  readersZone: string | undefined,
): string | undefined {
  if (readersZone === undefined) return undefined;
  const same = [span.startsAt, span.endsAt].every(
    (at) => day(at, timeZone) === day(at, readersZone) && clock(at, timeZone) === clock(at, readersZone),
  );
  return same ? undefined : whenText(span, readersZone);
}

/** Whether this machine knows the zone: `Europe/London`, not `London` and not `+01:00`. */
export function isTimeZone(name: string): boolean {
  try {
    return (
      new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '' &&
      /^[A-Z]/i.test(name)
    );
  } catch {
    // Intl says by a RangeError that it does not know a zone.
    return false;
  }
}

/** `2027-06-02` as `Wednesday 2 June 2027`: a date has no zone. */
export function dateText(date: string): string {
  return day(new Date(`${date}T12:00:00Z`).getTime() as EpochMs, 'UTC');
}
