import type { Repeats } from '@lintel/core/bookings/series.ts';
import type { OccurrenceState } from '@lintel/core/bookings/series-wire.ts';
import type { Tone } from '../../ui/state-word.tsx';

export const weekdayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** A series as its form has it, before it is one. `ends`: how its end is said. */
export type Draft = {
  readonly resourceId: string;
  readonly title: string;
  readonly people: number;
  readonly every: 'week' | 'month';
  readonly everyWeeks: number;
  readonly weekdays: readonly number[];
  readonly nth: 1 | 2 | 3 | 4 | 'last';
  readonly startMin: number;
  readonly endMin: number;
  readonly fromDate: string;
  readonly ends: 'never' | 'on' | 'after';
  readonly untilDate: string;
  readonly count: number;
};

/** A draft out of the address of a wish; weekly on the wish's own day, for three months. */
export function draftFrom(query: URLSearchParams, today: string): Draft {
  const number = (name: string, usual: number) => {
    const read = Number(query.get(name));
    return query.get(name) !== null && Number.isInteger(read) && read >= 0 ? read : usual;
  };
  const date = /^\d{4}-\d{2}-\d{2}$/.test(query.get('date') ?? '') ? (query.get('date') ?? today) : today;
  const startMin = Math.min(1439, number('from', 540));
  return {
    resourceId: query.get('resource') ?? '',
    title: query.get('title') ?? '',
    people: number('people', 0),
    every: 'week',
    everyWeeks: 1,
    weekdays: [weekdayOf(date)],
    nth: nthOf(date),
    startMin,
    endMin: Math.max(startMin + 15, Math.min(startMin + 1440, number('to', startMin + 60))),
    fromDate: date,
    ends: 'on',
    untilDate: monthsOn(date, 3),
    count: 10,
  };
}

/** The draft as the rule that is sent. */
export function ruleOf(draft: Draft) {
  const { startMin, endMin, fromDate, ends, untilDate, count } = draft;
  return {
    repeats: repeatsOf(draft),
    startMin,
    endMin,
    fromDate,
    ...(ends === 'on' ? { untilDate } : {}),
    ...(ends === 'after' ? { count } : {}),
  };
}

function repeatsOf({ every, everyWeeks, weekdays, nth, fromDate }: Draft): Repeats {
  return every === 'week'
    ? { kind: 'weekly', weekdays: [...weekdays].sort((a, b) => a - b), everyWeeks }
    : { kind: 'monthly', weekday: weekdayOf(fromDate), nth };
}

/** Monday 1 to Sunday 7. */
export function weekdayOf(date: string): number {
  return new Date(`${date}T12:00:00Z`).getUTCDay() || 7;
}

/** Which of its weekday's days in the month a date is; the fifth is the last. */
export function nthOf(date: string): Draft['nth'] {
  const nth = Math.ceil(Number(date.slice(8)) / 7);
  return nth === 1 || nth === 2 || nth === 3 || nth === 4 ? nth : 'last';
}

function monthsOn(date: string, months: number): string {
  const noon = new Date(`${date}T12:00:00Z`);
  noon.setUTCMonth(noon.getUTCMonth() + months);
  return noon.toISOString().slice(0, 10);
}

/** How a date of a series stands, in words. */
export const occurrenceWords: Record<OccurrenceState, { readonly tone: Tone; readonly word: string }> = {
  booked: { tone: 'good', word: 'Booked' },
  requested: { tone: 'warn', word: 'Not confirmed yet' },
  clash: { tone: 'bad', word: 'Not booked' },
  cancelled: { tone: 'none', word: 'Cancelled' },
  skipped: { tone: 'none', word: 'Left out' },
  waiting_for_window: { tone: 'warn', word: 'Booked later, by itself' },
};

/** The same before anything is saved. */
export const plannedWords: typeof occurrenceWords = {
  ...occurrenceWords,
  booked: { tone: 'good', word: 'Will be booked' },
  requested: { tone: 'warn', word: 'Will be asked of the site' },
  clash: { tone: 'bad', word: 'Cannot be booked' },
};

const plannedCounts: Record<OccurrenceState, string> = {
  booked: 'will be booked',
  requested: 'will be asked of the site',
  clash: 'cannot be booked',
  cancelled: 'cancelled',
  skipped: 'left out',
  waiting_for_window: 'booked later, by themselves',
};

const countWords: Record<OccurrenceState, string> = {
  booked: 'booked',
  requested: 'not confirmed yet',
  clash: 'not booked',
  cancelled: 'cancelled',
  skipped: 'left out',
  waiting_for_window: 'booked later',
};

const order: readonly OccurrenceState[] = [
  'booked',
  'requested',
  'waiting_for_window',
  'clash',
  'skipped',
  'cancelled',
];

/** `12 booked, 2 not booked`; before anything is saved `12 will be booked, 2 cannot be booked`. */
export function countsText(counts: Partial<Record<OccurrenceState, number>>, isPlanned = false): string {
  const words = isPlanned ? plannedCounts : countWords;
  return order
    .filter((state) => (counts[state] ?? 0) > 0)
    .map((state) => `${counts[state]} ${words[state]}`)
    .join(', ');
}
