import type { HolderId, PlanId, SiteId } from '@lintel/core/ids.ts';
import type { Tx } from '../database/operator.ts';

/** Whose grants have to be worked out anew, because hours or plans changed: a list on disk, so that a cloud that stops on the way goes on with it. */

export type DueGrants = { readonly siteId: SiteId; readonly holderId: HolderId };

/** Notes down everybody whose membership follows the hours of this site. */
export async function grantsDueAt(tx: Tx, siteId: SiteId): Promise<void> {
  await tx.query(
    `INSERT INTO grant_due (operator_id, site_id, holder_id)
     SELECT DISTINCT m.operator_id, $2::uuid, m.holder_id FROM membership m
     JOIN plan p ON p.operator_id = m.operator_id AND p.id = m.plan_id AND p.access = 'hours'
     WHERE m.operator_id = $1 AND (m.site_ids IS NULL OR $2 = ANY (m.site_ids)) AND (m.ends_at IS NULL OR m.ends_at > now() - interval '1 day')
     ON CONFLICT DO NOTHING`,
    [tx.operatorId, siteId],
  );
}

/** Notes down everybody who has this plan, at every site where it counts. */
export async function grantsDueOf(tx: Tx, planId: PlanId): Promise<void> {
  await tx.query(
    `INSERT INTO grant_due (operator_id, site_id, holder_id)
     SELECT DISTINCT m.operator_id, s.id, m.holder_id FROM membership m
     JOIN site s ON s.operator_id = m.operator_id AND (m.site_ids IS NULL OR s.id = ANY (m.site_ids))
     WHERE m.operator_id = $1 AND m.plan_id = $2 AND (m.ends_at IS NULL OR m.ends_at > now() - interval '1 day')
     ON CONFLICT DO NOTHING`,
    [tx.operatorId, planId],
  );
}

/** Takes some off the list, of one site, in this transaction alone: other processes pass them over meanwhile. */
export async function takeDueGrants(tx: Tx, most: number): Promise<readonly DueGrants[]> {
  const rows = await tx.query<{ site_id: SiteId; holder_id: HolderId }>(
    `DELETE FROM grant_due USING (
       SELECT site_id, holder_id FROM grant_due WHERE operator_id = $1
       AND site_id = (SELECT site_id FROM grant_due WHERE operator_id = $1 LIMIT 1 FOR UPDATE SKIP LOCKED)
       ORDER BY holder_id LIMIT $2 FOR UPDATE SKIP LOCKED) AS due
     WHERE grant_due.operator_id = $1 AND grant_due.site_id = due.site_id AND grant_due.holder_id = due.holder_id
     RETURNING grant_due.site_id, grant_due.holder_id`,
    [tx.operatorId, most],
  );
  return rows.map((row) => ({ siteId: row.site_id, holderId: row.holder_id }));
}
