import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findPosition } from './position.ts';

/**
 * Takes away at most so many facts from the old end of the chain, and says how many. Only such as the cloud has acknowledged and as were made before `before`, and never
 * the last: the chain goes on from it. What is left has no gaps. A fact dated after `at` was made by a wrong clock and is as old as those around it.
 */
export function pruneFacts(
  store: Store,
  { before, at, most }: { readonly before: EpochMs; readonly at: EpochMs; readonly most: number },
): number {
  return store.run(
    `DELETE FROM fact WHERE seq IN (
       SELECT seq FROM fact WHERE seq <= ? AND seq < (SELECT max(seq) FROM fact)
       AND seq < coalesce((SELECT seq FROM fact WHERE at BETWEEN ? AND ? ORDER BY seq LIMIT 1), ${Number.MAX_SAFE_INTEGER})
       ORDER BY seq LIMIT ?)`,
    findPosition(store).ackedSeq,
    before,
    at,
    most,
  );
}
