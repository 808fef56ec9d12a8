import { type EpochMs, epochMs } from '@lintel/core/time.ts';
import { useNow } from '../tick.ts';

/** What the server's clock says now: what it said, and how long ago that was. The reader's own clock may be wrong. */
export function useServerNow(at: EpochMs, answeredAt: number): EpochMs {
  const now = useNow(15_000);
  return epochMs(at + Math.max(0, now - answeredAt));
}
