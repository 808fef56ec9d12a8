import type { ResourceTerms } from '@lintel/core/bookings/resource-wire.ts';
import { resourceTerms } from '@lintel/core/bookings/resource-wire.ts';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import { and, asc, eq, type SQL } from 'drizzle-orm';
import { toResource } from '../bookings/rows.ts';
import { resource } from '../bookings/tables.ts';
import type { Tx } from '../database/operator.ts';

export type OfficeResource = {
  readonly id: ResourceId;
  readonly siteId: SiteId;
  readonly terms: ResourceTerms;
};

export async function listResources(tx: Tx, siteId: SiteId): Promise<readonly OfficeResource[]> {
  return await resourcesWhere(tx, eq(resource.site_id, siteId));
}

export async function findResource(tx: Tx, resourceId: ResourceId): Promise<OfficeResource | undefined> {
  return (await resourcesWhere(tx, eq(resource.id, resourceId)))[0];
}

async function resourcesWhere(tx: Tx, where: SQL): Promise<readonly OfficeResource[]> {
  const rows = await tx.db
    .select()
    .from(resource)
    .where(and(eq(resource.operator_id, tx.operatorId), where))
    .orderBy(asc(resource.kind), asc(resource.name));
  return rows.map((row) => {
    const { id, ...terms } = toResource(row);
    return { id, siteId: row.site_id, terms: resourceTerms.parse(terms) };
  });
}

export async function putResource(
  tx: Tx,
  siteId: SiteId,
  resourceId: ResourceId,
  terms: ResourceTerms,
): Promise<void> {
  const columns = {
    name: terms.name,
    kind: terms.kind,
    capacity: terms.capacity,
    floor: terms.floor,
    equipment: terms.equipment,
    door_ids: terms.doorIds,
    check_in_door_ids: terms.checkInDoorIds,
    step_ms: terms.stepMs,
    length_min_ms: terms.lengthMinMs,
    length_max_ms: terms.lengthMaxMs,
    before_ms: terms.beforeMs,
    after_ms: terms.afterMs,
    grace_ms: terms.graceMs ?? null,
    credit_cents_per_hour: terms.creditCentsPerHour,
    price_per_hour: terms.pricePerHour,
  };
  await tx.db
    .insert(resource)
    .values({ operator_id: tx.operatorId, id: resourceId, site_id: siteId, ...columns })
    .onConflictDoUpdate({ target: [resource.operator_id, resource.id], set: columns });
}
