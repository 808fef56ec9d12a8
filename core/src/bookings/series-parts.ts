import type { ResourceId } from '../ids.ts';
import type { WallHours } from './series.ts';

/** Where a date of a series is, when, and for what. */
export type SeriesPlace = WallHours & {
  readonly resourceId: ResourceId;
  readonly title: string;
  /** People expected; 0 when nobody said. */
  readonly people: number;
};

/** From this local date on it is here, until the next part begins. */
export type SeriesPart = SeriesPlace & { readonly fromDate: string };

/** Local dates from the first to the last, both within; without a last, this and all that follow. */
export type DateRange = { readonly from: string; readonly until?: string | undefined };

/** Changed one date at a time, a series might grow for ever. */
export const partsMost = 800;

export function inRange({ from, until }: DateRange, date: string): boolean {
  return from <= date && (until === undefined || date <= until);
}

/** Where the date is. The parts of a series are in order and begin on its first date, or before. Throws on a date before them. */
export function placeOn(parts: readonly SeriesPart[], date: string): SeriesPlace {
  const part = parts.findLast(({ fromDate }) => fromDate <= date);
  if (!part) throw new RangeError(`no part of the series begins by ${date}`);
  const { fromDate: _, ...place } = part;
  return place;
}

/** The parts once `changed` holds within the range, whatever held there; every other date stays where it is. */
export function withChange(
  parts: readonly SeriesPart[],
  range: DateRange,
  changed: Partial<SeriesPlace>,
): readonly SeriesPart[] {
  const { from, until } = range;
  const first = parts[0]?.fromDate ?? from;
  const begins = laterDate(from, first);
  if (until !== undefined && until < begins) return parts;

  const within = parts
    .filter(({ fromDate }) => fromDate > begins && inRange(range, fromDate))
    .map((part) => ({ ...part, ...changed }));
  const next = until === undefined ? undefined : dayAfter(until);
  const outside = parts.filter(({ fromDate }) => fromDate < begins || (next ? fromDate >= next : false));
  const resumes =
    next === undefined || outside.some(({ fromDate }) => fromDate === next)
      ? []
      : [{ ...placeOn(parts, next), fromDate: next }];
  const start = { ...placeOn(parts, begins), ...changed, fromDate: begins };
  return merged([...outside, start, ...within, ...resumes]);
}

function merged(parts: readonly SeriesPart[]): readonly SeriesPart[] {
  const inOrder = [...parts].sort((a, b) => (a.fromDate < b.fromDate ? -1 : 1));
  return inOrder.filter((part, i) => {
    const before = inOrder[i - 1];
    return !before || !isSamePlace(before, part);
  });
}

export function isSamePlace(a: SeriesPlace, b: SeriesPlace): boolean {
  return (
    a.resourceId === b.resourceId &&
    a.startMin === b.startMin &&
    a.endMin === b.endMin &&
    a.title === b.title &&
    a.people === b.people
  );
}

export function laterDate(a: string, b: string): string {
  return Temporal.PlainDate.compare(a, b) < 0 ? b : a;
}

export function dayAfter(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString();
}

export function dayBefore(date: string): string {
  return Temporal.PlainDate.from(date).subtract({ days: 1 }).toString();
}
