import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { pgLine } from './pg-line.ts';
import { publish } from './publish.ts';
import { siteFeed } from './tables.ts';

export type QuarantineEnded =
  | { readonly kind: 'ended'; readonly horizonAt: EpochMs; readonly factAt?: EpochMs | undefined }
  | { readonly kind: 'no_box' };

/**
 * Ends the quarantine of the store that is accepted now: it books at once, also before the horizon it had been given. What was confirmed at the site after the last upload, and is known to nobody, may be
 * booked twice by that, which is why somebody has to answer for it.
 */
export async function endQuarantine(
  tx: Tx,
  siteId: SiteId,
  by: string,
  at: EpochMs,
): Promise<QuarantineEnded> {
  const line = pgLine(tx);
  const { box, horizonAt, factAt } = await line.lockSite(siteId);
  if (!box) return { kind: 'no_box' };
  await tx.db
    .update(siteFeed)
    .set({ quarantine_ended_for: box.incarnation })
    .where(and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId)));
  await line.raiseAlarm(siteId, at, 'quarantine_ended', `Ended by ${by} for the store ${box.incarnation}.`);
  await publish(tx, siteId, at, [{ kind: 'quarantine_ended', incarnation: box.incarnation }]);
  return { kind: 'ended', horizonAt, factAt };
}

/** Tells it again after a snapshot, which puts a store into quarantine anew. */
export async function tellQuarantineEnded(tx: Tx, siteId: SiteId, at: EpochMs): Promise<void> {
  const [row] = await tx.db
    .select({ incarnation: siteFeed.quarantine_ended_for })
    .from(siteFeed)
    .where(and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId)));
  if (row?.incarnation)
    await publish(tx, siteId, at, [{ kind: 'quarantine_ended', incarnation: row.incarnation }]);
}
