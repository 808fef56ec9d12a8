/** Milliseconds since 1970-01-01T00:00:00Z. The only shape of an instant inside Lintel and on its wires. */
export type EpochMs = number & { readonly EpochMs: unique symbol };

/** Half open: `[startsAt, endsAt)`. What ends at ten does not touch what starts at ten. */
export type Span = { readonly startsAt: EpochMs; readonly endsAt: EpochMs };

export const minuteMs = 60_000;
export const quarterMs = 15 * minuteMs;
export const hourMs = 60 * minuteMs;

/** Reads a number as an instant; throws on what no calendar holds (not whole, or outside years 1970 to 9999). */
export function epochMs(value: number): EpochMs {
  if (!Number.isInteger(value) || value < 0 || value > 253_402_300_799_999) {
    throw new RangeError(`not an instant in milliseconds: ${value}`);
  }
  return value as EpochMs;
}

export function addMs(at: EpochMs, lengthMs: number): EpochMs {
  return epochMs(at + lengthMs);
}

export function contains(span: Span, at: EpochMs): boolean {
  return span.startsAt <= at && at < span.endsAt;
}

export function overlaps(a: Span, b: Span): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}

/** The last instant on a whole `stepMs` (counted from the epoch) that is not after `at`. */
export function floorTo(at: EpochMs, stepMs: number): EpochMs {
  return epochMs(Math.floor(at / stepMs) * stepMs);
}

/** The first instant on a whole `stepMs` (counted from the epoch) that is not before `at`. */
export function ceilTo(at: EpochMs, stepMs: number): EpochMs {
  return epochMs(Math.ceil(at / stepMs) * stepMs);
}

/** The latest of one or more instants. */
export function latest(first: EpochMs, ...others: readonly EpochMs[]): EpochMs {
  return epochMs(Math.max(first, ...others));
}
