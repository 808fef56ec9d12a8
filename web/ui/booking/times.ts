import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, epochMs, floorTo, hourMs, latest, minuteMs } from '@lintel/core/time.ts';

type Steps = Pick<ResourceView, 'stepMin' | 'lengthMinMin' | 'lengthMaxMin'>;

/** Every start of the local day on the resource's steps, from the step under way at `now`. */
export function startsOf({ stepMin }: Steps, day: Span, now: EpochMs): readonly EpochMs[] {
  const stepMs = stepMin * minuteMs;
  const first = latest(day.startsAt, floorTo(now, stepMs));
  const from = Math.ceil(first / stepMs) * stepMs;
  const count = Math.max(0, Math.ceil((day.endsAt - from) / stepMs));
  return Array.from({ length: count }, (_, index) => epochMs(from + index * stepMs));
}

/** The lengths in minutes that the resource allows, a day at most: every step up to an hour, quarter-hours up to four, whole hours above, so that the list stays short. */
export function lengthsOf({ stepMin, lengthMinMin, lengthMaxMin }: Steps): readonly number[] {
  const lengths: number[] = [];
  const mostMin = Math.min(lengthMaxMin, (24 * hourMs) / minuteMs);
  for (let length = Math.ceil(lengthMinMin / stepMin) * stepMin; length <= mostMin; length += stepMin)
    if (isOffered(length, stepMin) || length === mostMin) lengths.push(length);
  return lengths;
}

function isOffered(length: number, stepMin: number): boolean {
  if (length <= 60 || stepMin > 15) return true;
  return length <= 240 ? length % 15 === 0 : length % 60 === 0;
}

/** The length to begin with: what was drawn, else an hour, or less where the resource or the free stretch allows no more. */
export function firstLength(
  steps: Steps,
  startsAt: EpochMs,
  endsAt: EpochMs | undefined,
  freeUntil?: EpochMs,
): number {
  if (endsAt !== undefined) return Math.round((endsAt - startsAt) / minuteMs);
  const roomMin = freeUntil === undefined ? 60 : (freeUntil - startsAt) / minuteMs;
  return lengthsOf(steps).findLast((length) => length <= Math.min(60, roomMin)) ?? steps.lengthMinMin;
}

export function spanOf(startsAt: EpochMs, lengthMin: number): Span {
  return { startsAt, endsAt: addMs(startsAt, lengthMin * minuteMs) };
}
