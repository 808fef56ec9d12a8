import type { EpochMs, Span } from '../time.ts';
import { addMs, floorTo, hourMs, quarterMs } from '../time.ts';

export const horizonHoursDefault = 36;

/**
 * Who alone may write this span, `B` being the site's horizon: the site what ends by `B`, the cloud what starts at `B` or later, both in turn
 * (the site's acknowledgement, then the cloud's commit) what crosses it. Compares stored instants only; no clock.
 */
export type Owner = 'site' | 'cloud' | 'both';

export function ownerOf(span: Span, horizonAt: EpochMs): Owner {
  if (span.endsAt <= horizonAt) return 'site';
  if (span.startsAt >= horizonAt) return 'cloud';
  return 'both';
}

/** Where the horizon goes next: `at + hours` down to the quarter-hour, and never back. Absent when it stays. */
export function nextHorizon(current: EpochMs, at: EpochMs, hours: number): EpochMs | undefined {
  const wanted = floorTo(addMs(at, hours * hourMs), quarterMs);
  return wanted > current ? wanted : undefined;
}
