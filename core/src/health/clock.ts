import type { ClockTrust, Instant } from '../doors/decide.ts';
import type { EpochMs } from '../time.ts';
import { epochMs } from '../time.ts';

/** One look at the machine's clocks. `monoMs` runs since boot and is never set; `bootId` names the boot. */
export type ClockReading = { readonly wallMs: number; readonly monoMs: number; readonly bootId: string };

/** A moment at which the wall clock was known to be right: by NTP, or because the cloud's authenticated time agreed. */
export type ClockAnchor = ClockReading & { readonly by: 'ntp' | 'cloud' };

/** `floorAt`: the newest time this box has ever proved; it never goes back. */
export type ClockMemory = { readonly floorAt: EpochMs; readonly anchor: ClockAnchor | undefined };

/** How far wall and monotonic clock may have parted since the anchor before somebody must have set the wall clock. */
export const clockStepMaxMs = 2_000;

export type ClockVerdict = Instant & { readonly because: string };

/**
 * What time it is and how sure that is. Trusted while this boot has an anchor and nobody has set the clock since; otherwise the floor is a lower bound, if there is one.
 * The instant is never before the floor.
 */
export function judgeClock(reading: ClockReading, memory: ClockMemory): ClockVerdict {
  const at = epochMs(Math.max(Math.floor(reading.wallMs), memory.floorAt));
  if (reading.wallMs + clockStepMaxMs < memory.floorAt) {
    return { at, trust: 'bounded', because: 'The clock is behind what this box has already seen.' };
  }
  const { anchor } = memory;
  if (anchor && anchor.bootId === reading.bootId) {
    const stepMs = Math.abs(reading.wallMs - anchor.wallMs - (reading.monoMs - anchor.monoMs));
    if (stepMs <= clockStepMaxMs) {
      return {
        at,
        trust: 'trusted',
        because: `Right by ${anchor.by === 'ntp' ? 'NTP' : 'the cloud'} since this start.`,
      };
    }
    return bounded(at, memory, 'The clock was set by hand or jumped.');
  }
  return bounded(at, memory, 'The clock has not been confirmed since this machine started.');
}

function bounded(at: EpochMs, memory: ClockMemory, because: string): ClockVerdict {
  const trust: ClockTrust = memory.floorAt > 0 ? 'bounded' : 'unknown';
  return { at, trust, because };
}

/** Whether the cloud's time, heard within `roundTripMs`, confirms the reading: they may differ by the way it took and `clockStepMaxMs`. */
export function agreesWith(cloudAt: EpochMs, reading: ClockReading, roundTripMs: number): boolean {
  return roundTripMs <= clockStepMaxMs && Math.abs(reading.wallMs - cloudAt) <= clockStepMaxMs + roundTripMs;
}
