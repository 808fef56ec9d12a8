import type { DoorId, PlanId, SiteId } from '@lintel/core/ids.ts';
import type { PlanTerms } from '@lintel/core/members/plan-wire.ts';
import { planTerms } from '@lintel/core/members/plan-wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, asc, eq } from 'drizzle-orm';
import { toPlan, toPlanColumns } from '../bookings/rows.ts';
import type { Tx } from '../database/operator.ts';
import { plan } from './tables.ts';

export type OfficePlan = { readonly id: PlanId; readonly terms: PlanTerms; readonly members: number };

/** Every plan, or this one, with how many members have it now. */
export async function listPlans(tx: Tx, at: EpochMs, only?: PlanId): Promise<readonly OfficePlan[]> {
  const rows = await tx.db
    .select()
    .from(plan)
    .where(and(eq(plan.operator_id, tx.operatorId), only ? eq(plan.id, only) : undefined))
    .orderBy(asc(plan.rank), asc(plan.name));
  const counts = await tx.query<{ plan_id: PlanId; members: number }>(
    `SELECT plan_id, count(DISTINCT holder_id)::int AS members FROM membership
     WHERE operator_id = $1 AND starts_at <= $2 AND (ends_at IS NULL OR ends_at > $2) GROUP BY plan_id`,
    [tx.operatorId, new Date(at)],
  );
  const members = new Map(counts.map((row) => [row.plan_id, row.members]));
  return rows.map((row) => {
    const { id, ...terms } = toPlan(row);
    return {
      id,
      terms: planTerms.parse({ ...terms, access: row.access, accessDoorIds: row.access_door_ids }),
      members: members.get(id) ?? 0,
    };
  });
}

export async function putPlan(tx: Tx, planId: PlanId, { access, accessDoorIds, ...terms }: PlanTerms) {
  const columns = { ...toPlanColumns(terms), access, access_door_ids: [...accessDoorIds] };
  await tx.db
    .insert(plan)
    .values({ operator_id: tx.operatorId, id: planId, ...columns })
    .onConflictDoUpdate({ target: [plan.operator_id, plan.id], set: columns });
}

/** Those of the doors that the operator has not. */
export async function unknownDoors(
  tx: Tx,
  doorIds: readonly DoorId[],
  siteId?: SiteId,
): Promise<readonly DoorId[]> {
  const rows = await tx.query<{ id: DoorId }>(
    `SELECT id FROM door WHERE operator_id = $1 AND id = ANY ($2) AND ($3::uuid IS NULL OR site_id = $3)`,
    [tx.operatorId, [...doorIds], siteId ?? null],
  );
  const known = new Set(rows.map((row) => row.id));
  return doorIds.filter((one) => !known.has(one));
}

export async function allSiteIds(tx: Tx): Promise<readonly SiteId[]> {
  const rows = await tx.query<{ id: SiteId }>('SELECT id FROM site WHERE operator_id = $1 ORDER BY id', [
    tx.operatorId,
  ]);
  return rows.map((row) => row.id);
}
