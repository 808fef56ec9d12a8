import { statSync } from 'node:fs';
import { type ClockAnchor, type ClockReading, clockStepMaxMs } from '@lintel/core/health/clock.ts';

/** systemd-timesyncd touches this file each time it has set the clock (systemd-timesyncd.service(8), FILES); it is gone after a restart of the machine. */
export const syncedByNtp = '/run/systemd/timesync/synchronized';

/** When NTP last set the clock, by that clock; absent when it has not since the machine started. */
export function findSync(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/**
 * Whether a sync confirms the clock anew: it came after the anchor of this boot, within this boot, and not in the future. The file alone proves nothing for long: a clock
 * that is set by hand after a sync leaves it as it was.
 */
export function isNewSync(
  syncedAtMs: number,
  reading: ClockReading,
  anchor: Pick<ClockAnchor, 'wallMs' | 'bootId'> | undefined,
): boolean {
  const ageMs = reading.wallMs - syncedAtMs;
  if (ageMs < -clockStepMaxMs || ageMs > reading.monoMs + clockStepMaxMs) return false;
  return anchor?.bootId !== reading.bootId || syncedAtMs > anchor.wallMs;
}
