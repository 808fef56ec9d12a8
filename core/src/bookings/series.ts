import type { EpochMs, Span } from '../time.ts';
import { epochMs } from '../time.ts';

/** How often: on these days of every so many weeks, or on one weekday of every month. Weekdays are ISO's: Monday 1 to Sunday 7. */
export type Repeats =
  /** Weeks begin on Monday and are counted from the one of the rule's first date. */
  | { readonly kind: 'weekly'; readonly weekdays: readonly number[]; readonly everyWeeks: number }
  /** A month with five of the weekday has a fourth and a last; there is no fifth, which most months lack. */
  | { readonly kind: 'monthly'; readonly weekday: number; readonly nth: 1 | 2 | 3 | 4 | 'last' };

/**
 * From and until when on the wall clock of the site, in minutes of the local date. `endMin` lies after `startMin`, by a day at most; over midnight it counts on: 02:00 of the next day is 1560.
 */
export type WallHours = { readonly startMin: number; readonly endMin: number };

/** Which local dates: from the first to the last, or so many, or on and on. Dates are `2027-03-28`. */
export type SeriesDates = {
  readonly repeats: Repeats;
  readonly fromDate: string;
  readonly untilDate?: string | undefined;
  readonly count?: number | undefined;
};

export type SeriesRule = SeriesDates & WallHours;

/** How a wall-clock time came to its instant. *shifted*: it does not exist that day. *first*: it exists twice. */
export type WallClock = 'plain' | 'shifted' | 'first';

/** One date of a series. *vanishes*: the clocks jump over it, and nothing or less is left of it. */
export type Occurrence =
  | {
      readonly kind: 'at';
      readonly date: string;
      readonly span: Span;
      readonly start: WallClock;
      readonly end: WallClock;
    }
  | { readonly kind: 'vanishes'; readonly date: string };

/** How many dates are looked at at a time, and the most a series with an end may have. */
export const occurrencesMost = 400;

/** The dates within `[from, until]`, in order, the first `most` of them; `more` says that there were others. */
export function datesWithin(
  rule: SeriesDates,
  within: { readonly from: string; readonly until: string },
  most: number = occurrencesMost,
): { readonly dates: readonly string[]; readonly more: boolean } {
  const dates: string[] = [];
  for (const date of datesOf(rule)) {
    if (date > within.until) break;
    if (date < within.from) continue;
    if (dates.length === most) return { dates, more: true };
    dates.push(date);
  }
  return { dates, more: false };
}

/**
 * The date's span as instants. A time that does not exist that day is read as the same moment on the clocks of before (02:30 becomes 03:30), one that exists twice is the first: the rule of
 * opening hours. So a booking is as long as its clocks say, and on the night of a change an hour shorter or longer than on others.
 */
export function occurrenceOn(timeZone: string, date: string, { startMin, endMin }: WallHours): Occurrence {
  const start = atWall(timeZone, date, startMin);
  const end = atWall(timeZone, date, endMin);
  if (end.at <= start.at) return { kind: 'vanishes', date };
  return {
    kind: 'at',
    date,
    span: { startsAt: start.at, endsAt: end.at },
    start: start.clock,
    end: end.clock,
  };
}

function atWall(timeZone: string, date: string, minute: number): { at: EpochMs; clock: WallClock } {
  const wall = Temporal.PlainDate.from(date).toPlainDateTime().add({ minutes: minute });
  const read = (disambiguation: 'compatible' | 'earlier' | 'later') =>
    wall.toZonedDateTime(timeZone, { disambiguation });
  const at = epochMs(read('compatible').epochMilliseconds);
  if (!read('compatible').toPlainDateTime().equals(wall)) return { at, clock: 'shifted' };
  return { at, clock: read('later').epochMilliseconds === at ? 'plain' : 'first' };
}

/** What is wrong with a rule, by field, each with what to do; none when it may be used. */
export function ruleFaults(rule: SeriesRule): readonly { readonly path: string; readonly message: string }[] {
  return [...hoursFaults(rule), ...dateFaults(rule)];
}

/** What is wrong with the hours of a series. */
export function hoursFaults({ startMin, endMin }: WallHours) {
  if (endMin <= startMin)
    return [
      { path: 'endMin', message: 'must be after startMin; on the next day it counts on: 02:00 is 1560' },
    ];
  if (endMin - startMin > 1440)
    return [{ path: 'endMin', message: 'must be at most 24 hours after startMin' }];
  return [];
}

function dateFaults(rule: SeriesDates): readonly { path: string; message: string }[] {
  const { repeats, fromDate, untilDate, count } = rule;
  if (repeats.kind === 'weekly' && repeats.weekdays.length === 0)
    return [{ path: 'repeats.weekdays', message: 'must name at least one day of the week' }];
  if (untilDate !== undefined && count !== undefined)
    return [{ path: 'count', message: 'must be absent when there is an untilDate; give one of the two' }];
  if (untilDate !== undefined && untilDate < fromDate)
    return [{ path: 'untilDate', message: 'must not be before fromDate' }];
  const path = count === undefined ? 'untilDate' : 'count';
  if (untilDate === undefined && count === undefined) return [];
  const { dates, more } = datesWithin(rule, { from: fromDate, until: lastDate });
  if (more)
    return [
      {
        path,
        message: `must leave at most ${occurrencesMost} dates; end it earlier, or leave the end open and it runs on by itself`,
      },
    ];
  if (dates.length === 0)
    return [{ path, message: 'must leave at least one date; no such day lies between the two' }];
  return [];
}

/** The last date that a series may have at all; instants end soon after. */
const lastDate = '9998-12-31';

/** Every date of the rule, in order; of an open one until the calendar ends. Throws on weeks that do not go forward. */
export function* datesOf(rule: SeriesDates): Generator<string, void> {
  const { repeats, fromDate, untilDate = lastDate, count = Number.POSITIVE_INFINITY } = rule;
  const dates = repeats.kind === 'weekly' ? weeklyDates(repeats, fromDate) : monthlyDates(repeats, fromDate);
  let counted = 0;
  for (const date of dates) {
    if (date > untilDate || date > lastDate || counted === count) return;
    if (date < fromDate) continue;
    counted += 1;
    yield date;
  }
}

function* weeklyDates(
  { weekdays, everyWeeks }: Extract<Repeats, { kind: 'weekly' }>,
  fromDate: string,
): Generator<string, void> {
  const from = Temporal.PlainDate.from(fromDate);
  if (!(everyWeeks >= 1)) throw new RangeError(`not a number of weeks: ${everyWeeks}`);
  const inOrder = [...new Set(weekdays)].sort((a, b) => a - b);
  if (inOrder.length === 0) return;
  let monday = from.subtract({ days: from.dayOfWeek - 1 });
  for (;;) {
    for (const weekday of inOrder) yield monday.add({ days: weekday - 1 }).toString();
    monday = monday.add({ weeks: everyWeeks });
  }
}

function* monthlyDates(
  { weekday, nth }: Extract<Repeats, { kind: 'monthly' }>,
  fromDate: string,
): Generator<string, void> {
  let first = Temporal.PlainDate.from(fromDate).with({ day: 1 });
  for (;;) {
    const earliest = first.add({ days: (weekday - first.dayOfWeek + 7) % 7 });
    const inAll = Math.floor((first.daysInMonth - earliest.day) / 7) + 1;
    yield earliest.add({ weeks: (nth === 'last' ? inAll : nth) - 1 }).toString();
    first = first.add({ months: 1 });
  }
}
