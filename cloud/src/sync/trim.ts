import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

/** Forgets the changes made before `before`. A box whose cursor lies there gets a snapshot, never a tail with a hole. */
export async function trimFeed(tx: Tx, siteId: SiteId, before: EpochMs): Promise<void> {
  await tx.query(
    `WITH gone AS (
       DELETE FROM feed_change WHERE operator_id = $1 AND site_id = $2 AND seq < (
         SELECT coalesce(min(seq), 9223372036854775807) FROM feed_change WHERE operator_id = $1 AND site_id = $2 AND at >= $3)
       RETURNING seq
     )
     UPDATE site_feed SET kept_from = 1 + (SELECT max(seq) FROM gone)
     WHERE operator_id = $1 AND site_id = $2 AND EXISTS (SELECT 1 FROM gone)`,
    [tx.operatorId, siteId, new Date(before)],
  );
}
