import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { operator } from '../sites/tables.ts';
import type { Viewer } from './may.ts';
import { holder, membership } from './tables.ts';

/** The person behind a login; absent when the holder is gone, or is staff who are suspended: they see and do nothing any more. A suspended member still sees what is theirs. */
export async function findViewer(tx: Tx, holderId: HolderId, at: EpochMs): Promise<Viewer | undefined> {
  const [row] = await tx.db
    .select()
    .from(holder)
    .innerJoin(operator, eq(operator.operator_id, holder.operator_id))
    .where(and(eq(holder.operator_id, tx.operatorId), eq(holder.id, holderId)));
  if (!row) return undefined;
  const { holder: who, operator: owner } = row;
  if (who.kind === 'staff' && who.suspended_because !== null) return undefined;
  return {
    operatorId: tx.operatorId,
    operatorName: owner.name,
    holderId,
    name: who.name,
    email: who.email,
    ...(who.role ? { staff: { role: who.role, siteIds: who.role_site_ids ?? undefined } } : {}),
    memberOf: who.kind === 'member' ? await memberSites(tx, holderId, at) : [],
  };
}

async function memberSites(tx: Tx, holderId: HolderId, at: EpochMs): Promise<'all' | readonly SiteId[]> {
  const rows = await activeMemberships(tx, holderId, at);
  if (rows.some((row) => row.site_ids === null)) return 'all';
  return [...new Set(rows.flatMap((row) => row.site_ids ?? []))];
}

/** The memberships that count at this instant, the newest first. */
export async function activeMemberships(tx: Tx, holderId: HolderId, at: EpochMs) {
  return await tx.db
    .select()
    .from(membership)
    .where(
      and(
        eq(membership.operator_id, tx.operatorId),
        eq(membership.holder_id, holderId),
        lte(membership.starts_at, at),
        or(isNull(membership.ends_at), gt(membership.ends_at, at)),
      ),
    )
    .orderBy(desc(membership.starts_at), membership.id);
}
