import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { asc, eq } from 'drizzle-orm';
import { balancesDueOf } from '../allowances/due-store.ts';
import type { Tx } from '../database/operator.ts';
import { settleGrants } from '../doors/settle-grants.ts';
import type { Keys } from '../keys.ts';
import { site } from '../sites/tables.ts';
import { publish } from '../sync/publish.ts';
import { credentialBodies, holderBodies } from '../sync/rows.ts';

/**
 * Tells every site that knows this holder how they stand: the person, what they present, what they may open. Call it last in the transaction that
 * changed any of it. Sites are taken in the order of their ids.
 */
export async function publishHolder(tx: Tx, holderId: HolderId, at: EpochMs, keys: Keys): Promise<void> {
  const sites = await tx.db
    .select({ id: site.id })
    .from(site)
    .where(eq(site.operator_id, tx.operatorId))
    .orderBy(asc(site.id));
  const changes: { readonly siteId: SiteId; readonly bodies: readonly ChangeBody[] }[] = [];
  for (const { id: siteId } of sites) {
    const known = await holderBodies(tx, siteId, at, [holderId]);
    const grants = await settleGrants(tx, siteId, holderId, at);
    if (known.length === 0 && grants.length === 0) continue;
    changes.push({
      siteId,
      bodies: [...known, ...(await credentialBodies(tx, siteId, keys, [holderId])), ...grants],
    });
  }
  await balancesDueOf(tx, { holderId }, at);
  for (const { siteId, bodies } of changes) await publish(tx, siteId, at, bodies);
}
