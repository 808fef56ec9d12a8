import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import { publishHolder } from './publish-holder.ts';
import { holder } from './tables.ts';

/** Suspends a holder for a reason, or, without one, lifts it; every site hears of it with this transaction. */
export async function suspend(
  tx: Tx,
  holderId: HolderId,
  because: string | undefined,
  at: EpochMs,
  keys: Keys,
): Promise<void> {
  await tx.db
    .update(holder)
    .set({ suspended_because: because ?? null })
    .where(and(eq(holder.operator_id, tx.operatorId), eq(holder.id, holderId)));
  await publishHolder(tx, holderId, at, keys);
}
