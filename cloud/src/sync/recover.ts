import type { EpochMs } from '@lintel/core/time.ts';
import { quarterMs } from '@lintel/core/time.ts';
import { and, eq } from 'drizzle-orm';
import type { Directory } from '../database/directory.ts';
import type { WithOperator } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import { advanceHorizon } from './horizon.ts';
import { siteFeed } from './tables.ts';

export type RecoverParts = {
  readonly directory: Directory;
  readonly withOperator: WithOperator;
  readonly now: () => EpochMs;
  readonly keys: Keys;
  readonly horizonHours: number;
};

const marginHours = quarterMs / 3_600_000;

/**
 * After a new generation began: what the lost end of the old history gave to the sites is not known here, so everything up to the furthest it can have
 * given, and a margin, counts as theirs. Sites without a box own nothing.
 */
export async function raiseHorizons({
  directory,
  withOperator,
  now,
  keys,
  horizonHours,
}: RecoverParts): Promise<void> {
  for (const { operatorId, siteId } of await directory.sites()) {
    await withOperator(operatorId, async (tx) => {
      const [row] = await tx.db
        .select({ epoch: siteFeed.epoch })
        .from(siteFeed)
        .where(and(eq(siteFeed.operator_id, operatorId), eq(siteFeed.site_id, siteId)));
      if (row && row.epoch > 0) await advanceHorizon(tx, siteId, now(), horizonHours + marginHours, keys);
    });
  }
}
