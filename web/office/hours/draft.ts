import { openingHours } from '@lintel/core/sites/opening-wire.ts';
import type { z } from 'zod';
import { uuid } from '../../ui/uuid.ts';
import { type FieldErrors, issuesOf } from '../form/fields.ts';

/** Opening hours as somebody types them: times of the wall clock, perhaps not whole yet. `key` tells the rows of a list apart. */
export type HoursDraft = { readonly key: string; readonly opens: string; readonly closes: string };
export type DateDraft = {
  readonly key: string;
  readonly date: string;
  readonly note: string;
  readonly hours: readonly HoursDraft[];
};
/** `week` has seven days from Monday on. */
export type Draft = {
  readonly week: readonly (readonly HoursDraft[])[];
  readonly dates: readonly DateDraft[];
};

export type Opening = z.infer<typeof openingHours>;
export type Read =
  | { readonly kind: 'whole'; readonly opening: Opening }
  | { readonly kind: 'wrong'; readonly errors: FieldErrors };

export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** What a new row proposes. */
export function newHours(opens = '09:00', closes = '18:00'): HoursDraft {
  return { key: uuid(), opens, closes };
}

export function newDate(date: string): DateDraft {
  return { key: uuid(), date, note: '', hours: [] };
}

export function draftOf({ weekly, exceptions }: Opening): Draft {
  const drawn = (one: { opensMin: number; closesMin: number }) =>
    newHours(clockOf(one.opensMin), clockOf(one.closesMin));
  return {
    week: weekdays.map((_, index) => weekly.filter(({ weekday }) => weekday === index + 1).map(drawn)),
    dates: [...exceptions]
      .sort((a, b) => a.date.localeCompare(b.date))
      .map(({ date, note, hours }) => ({ key: uuid(), date, note, hours: hours.map(drawn) })),
  };
}

/** The draft as the server takes it, or every mistake in it by the key of its row. Closing at 00:00 is the end of the day. */
export function readDraft(draft: Draft): Read {
  const errors = new Map<string, string>();
  const read = (row: HoursDraft) => {
    const opensMin = minuteOf(row.opens);
    const closesMin = minuteOf(row.closes) || 1440;
    const wrong = wrongIn(row);
    if (wrong) errors.set(row.key, wrong);
    return { opensMin: opensMin ?? 0, closesMin };
  };
  const opening = {
    weekly: draft.week.flatMap((day, index) => day.map((row) => ({ weekday: index + 1, ...read(row) }))),
    exceptions: draft.dates.map(({ date, note, hours }) => ({ date, note, hours: hours.map(read) })),
  };
  if (errors.size > 0) return { kind: 'wrong', errors };
  const parsed = openingHours.safeParse(opening);
  if (parsed.success) return { kind: 'whole', opening: parsed.data };
  return { kind: 'wrong', errors: byRow(draft, issuesOf(parsed.error)) };
}

/** Puts what is wrong at a path (`weekly.3.closesMin`, `exceptions.0.date`) to the row it stands in. */
export function byRow(draft: Draft, errors: FieldErrors): FieldErrors {
  const rows = draft.week.flat();
  const placed = new Map<string, string>();
  for (const [path, message] of errors) {
    const [list, index, part, of] = path.split('.');
    const at = Number(index);
    const date = draft.dates[at];
    const row = list === 'weekly' ? rows[at] : part === 'hours' && of ? date?.hours[Number(of)] : date;
    placed.set(row?.key ?? path, message);
  }
  return placed;
}

function wrongIn({ opens, closes }: HoursDraft): string | undefined {
  const opensMin = minuteOf(opens);
  const closesMin = minuteOf(closes);
  if (opensMin === undefined || closesMin === undefined)
    return 'Give both times, or remove these hours to be closed.';
  if (closesMin !== 0 && closesMin <= opensMin)
    return 'It closes before it opens. Write hours over midnight as two: until 00:00, and from 00:00 on the next day.';
  return undefined;
}

function minuteOf(text: string): number | undefined {
  const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(text) ?? [];
  return hour === undefined ? undefined : Number(hour) * 60 + Number(minute);
}

function clockOf(minute: number): string {
  const text = (part: number) => String(part).padStart(2, '0');
  return `${text(Math.floor(minute / 60) % 24)}:${text(minute % 60)}`;
}
