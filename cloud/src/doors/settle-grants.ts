import type { DoorId, GrantId, HolderId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, eq, gt, inArray } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { idFrom } from '../keys.ts';
import { holder, membership, plan } from '../members/tables.ts';
import { loadOpening } from '../sites/hours-store.ts';
import { grantBody } from '../sync/rows.ts';
import { endless, grantsOfMembership, type WantedGrant } from './expand.ts';
import { accessGrant, door } from './tables.ts';

type GrantRow = typeof accessGrant.$inferInsert;

/**
 * Makes a holder's grants at a site what their memberships and role give from now on, and answers the changes for the feed. Worked out again it changes
 * nothing, so a clock can call it as often as it likes.
 */
export async function settleGrants(
  tx: Tx,
  siteId: SiteId,
  holderId: HolderId,
  at: EpochMs,
): Promise<ChangeBody[]> {
  const wanted = (await wantedGrants(tx, siteId, holderId, at)).map(
    (grant): GrantRow => ({
      operator_id: tx.operatorId,
      id: id<GrantId>(idFrom('grant', siteId, holderId, grant.name)),
      site_id: siteId,
      holder_id: holderId,
      door_ids: [...grant.doorIds],
      starts_at: grant.span.startsAt,
      ends_at: grant.span.endsAt,
      because: grant.because,
    }),
  );
  const kept = await tx.db
    .select()
    .from(accessGrant)
    .where(
      and(
        eq(accessGrant.operator_id, tx.operatorId),
        eq(accessGrant.holder_id, holderId),
        eq(accessGrant.site_id, siteId),
        gt(accessGrant.ends_at, at),
      ),
    );
  const before = new Map(kept.map((row) => [row.id, textOf(row)]));
  const put = wanted.filter((row) => before.get(row.id) !== textOf(row));
  const wantedIds = new Set(wanted.map((row) => row.id));
  const gone = kept.map((row) => row.id).filter((grantId) => !wantedIds.has(grantId));
  return [...(await putGrants(tx, put)), ...(await removeGrants(tx, gone))];
}

const textOf = (row: GrantRow) =>
  JSON.stringify([row.door_ids, row.starts_at, row.ends_at, row.because.what]);

async function putGrants(tx: Tx, rows: readonly GrantRow[]): Promise<ChangeBody[]> {
  const bodies: ChangeBody[] = [];
  for (const row of rows) {
    const { door_ids, starts_at, ends_at, because } = row;
    const [kept] = await tx.db
      .insert(accessGrant)
      .values(row)
      .onConflictDoUpdate({
        target: [accessGrant.operator_id, accessGrant.id],
        set: { door_ids, starts_at, ends_at, because },
      })
      .returning();
    if (kept) bodies.push(grantBody(kept));
  }
  return bodies;
}

async function removeGrants(tx: Tx, ids: readonly GrantId[]): Promise<ChangeBody[]> {
  if (ids.length === 0) return [];
  await tx.db
    .delete(accessGrant)
    .where(and(eq(accessGrant.operator_id, tx.operatorId), inArray(accessGrant.id, [...ids])));
  return ids.map((grantId) => ({ kind: 'removed', of: 'grant', id: grantId }));
}

async function wantedGrants(
  tx: Tx,
  siteId: SiteId,
  holderId: HolderId,
  at: EpochMs,
): Promise<readonly WantedGrant[]> {
  const [who] = await tx.db
    .select()
    .from(holder)
    .where(and(eq(holder.operator_id, tx.operatorId), eq(holder.id, holderId)));
  if (!who) return [];
  const doors = await tx.db
    .select({ id: door.id })
    .from(door)
    .where(and(eq(door.operator_id, tx.operatorId), eq(door.site_id, siteId)));
  const doorIds = doors.map((row) => row.id).sort();
  if (who.kind !== 'staff') return await grantsOfMember(tx, siteId, holderId, doorIds, at);

  const covered = who.role_site_ids === null || who.role_site_ids.includes(siteId);
  if (!covered || doorIds.length === 0) return [];
  const span = { startsAt: 0 as EpochMs, endsAt: endless };
  return [
    {
      name: 'staff',
      doorIds,
      span,
      because: { kind: 'staff', what: (who.role ?? 'staff').replaceAll('_', ' ') },
    },
  ];
}

async function grantsOfMember(
  tx: Tx,
  siteId: SiteId,
  holderId: HolderId,
  siteDoorIds: readonly DoorId[],
  at: EpochMs,
): Promise<readonly WantedGrant[]> {
  const rows = await tx.db
    .select()
    .from(membership)
    .innerJoin(plan, and(eq(plan.operator_id, membership.operator_id), eq(plan.id, membership.plan_id)))
    .where(and(eq(membership.operator_id, tx.operatorId), eq(membership.holder_id, holderId)));
  const hours = await loadOpening(tx, siteId);
  return rows
    .filter(({ membership: row }) => row.site_ids === null || row.site_ids.includes(siteId))
    .filter(({ membership: row }) => row.ends_at === null || row.ends_at > at)
    .flatMap(({ membership: row, plan: terms }) =>
      grantsOfMembership(
        {
          id: row.id,
          planName: terms.name,
          access: terms.access,
          doorIds: siteDoorIds.filter((doorId) => terms.access_door_ids.includes(doorId)),
          span: { startsAt: row.starts_at, endsAt: row.ends_at ?? endless },
        },
        hours,
        at,
      ),
    );
}
