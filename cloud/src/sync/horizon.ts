import type { SiteId } from '@lintel/core/ids.ts';
import { nextHorizon } from '@lintel/core/sync/horizon.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, eq } from 'drizzle-orm';
import { CompactSign } from 'jose';
import type { Tx } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import { loadHead } from './feed-store.ts';
import { publish } from './publish.ts';
import { siteFeed } from './tables.ts';

/**
 * Moves a site's horizon as far as it may go at this instant, and never back. Once this transaction commits the cloud writes nothing before
 * the new one; the box owns the stretch when it has applied the change. Answers whether it moved.
 */
export async function advanceHorizon(
  tx: Tx,
  siteId: SiteId,
  at: EpochMs,
  hours: number,
  keys: Keys,
): Promise<boolean> {
  const mine = and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId));
  const [row] = await tx.db
    .select({ horizonAt: siteFeed.horizon_at })
    .from(siteFeed)
    .where(mine)
    .for('update');
  const next = row && nextHorizon(row.horizonAt, at, hours);
  if (next === undefined) return false;

  const proof = await proveHorizon(tx, siteId, next, keys);
  await tx.db.update(siteFeed).set({ horizon_at: next, horizon_proof: proof }).where(mine);
  await publish(tx, siteId, at, [{ kind: 'horizon', horizonAt: next, proof }]);
  return true;
}

/** A compact JWS (EdDSA) by the cloud's key over operator, site, generation and horizon. */
async function proveHorizon(tx: Tx, siteId: SiteId, horizonAt: EpochMs, keys: Keys): Promise<string> {
  const { generation } = await loadHead(tx, siteId);
  const claims = JSON.stringify({ operatorId: tx.operatorId, siteId, generation, horizonAt });
  return await new CompactSign(new TextEncoder().encode(claims))
    .setProtectedHeader({ alg: 'EdDSA' })
    .sign(keys.signingKey);
}
