import { useNow } from './tick.ts';

/** The server's `Date` header tells whole seconds; a smaller difference is no difference. */
const resolutionMs = 2_000;

let offsetMs = 0;

/** Learns from an answer's `Date` header how far the reader's clock is off. A missing or unreadable header teaches nothing. */
export function learnClock(header: string | null, receivedAt: number): void {
  const saidAt = Date.parse(header ?? '');
  if (Number.isNaN(saidAt)) return;
  const difference = saidAt - receivedAt;
  offsetMs = Math.abs(difference) < resolutionMs ? 0 : difference;
}

/** What the server's clock says now, as far as its answers told: people's own clocks are often wrong. */
export function useServerClock(everyMs: number): number {
  return useNow(everyMs) + offsetMs;
}
