import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { balanceBodies } from '../allowances/tell.ts';
import { toBooking, toPlan, toResource } from '../bookings/rows.ts';
import { booking, resource } from '../bookings/tables.ts';
import type { Tx } from '../database/operator.ts';
import { accessGrant, door } from '../doors/tables.ts';
import { type Keys, keyedHash } from '../keys.ts';
import { credential, holder, plan } from '../members/tables.ts';
import { daysToHold } from '../sites/days.ts';
import { operator, site } from '../sites/tables.ts';
import { siteFeed } from './tables.ts';

/** The bodies the feed carries, made from the rows as they stand: for one change and for a whole snapshot alike. */

export async function siteBodies(tx: Tx, siteId: SiteId, keys: Keys): Promise<ChangeBody[]> {
  const rows = await tx.db
    .select()
    .from(site)
    .innerJoin(operator, eq(operator.operator_id, site.operator_id))
    .where(and(eq(site.operator_id, tx.operatorId), eq(site.id, siteId)));
  return rows.map(({ site: row, operator: owner }) => ({
    kind: 'site',
    site: {
      ...{ panel: { names: row.panel_names, act: row.panel_act } },
      id: row.id,
      operatorId: row.operator_id,
      operatorName: owner.name,
      name: row.name,
      timeZone: row.time_zone,
      currency: row.currency,
      help: { name: row.help_name, email: row.help_email, phone: row.help_phone },
      verifyKeys: [keys.verifyKey],
    },
  }));
}

async function doorBodies(tx: Tx, siteId: SiteId): Promise<ChangeBody[]> {
  const rows = await tx.db
    .select()
    .from(door)
    .where(and(eq(door.operator_id, tx.operatorId), eq(door.site_id, siteId)))
    .orderBy(asc(door.id));
  return rows.map((row) => ({
    kind: 'door',
    door: {
      id: row.id,
      name: row.name,
      pulseMs: row.pulse_ms,
      recordWaitMs: row.record_wait_ms,
      unrecordedTap: row.unrecorded_tap,
      untrustedClock: row.untrusted_clock,
    },
  }));
}

export async function resourceBodies(tx: Tx, siteId: SiteId): Promise<ChangeBody[]> {
  const rows = await tx.db
    .select()
    .from(resource)
    .where(and(eq(resource.operator_id, tx.operatorId), eq(resource.site_id, siteId)))
    .orderBy(asc(resource.id));
  return rows.map((row) => {
    const { doorIds, checkInDoorIds, equipment, ...rest } = toResource(row);
    return {
      kind: 'resource',
      resource: {
        ...rest,
        doorIds: [...doorIds],
        checkInDoorIds: [...checkInDoorIds],
        equipment: [...equipment],
      },
    };
  });
}

async function planBodies(tx: Tx): Promise<ChangeBody[]> {
  const rows = await tx.db
    .select()
    .from(plan)
    .where(eq(plan.operator_id, tx.operatorId))
    .orderBy(asc(plan.id));
  return rows.map((row) => {
    const { excludedKinds, includedKinds, ...rest } = toPlan(row);
    return {
      kind: 'plan',
      plan: { ...rest, excludedKinds: [...excludedKinds], includedKinds: [...includedKinds] },
    };
  });
}

/** Those whom a site must know: staff whose role covers it, members who have, had or will have a membership there, and guests with a booking there. All, or of these. */
export async function holderBodies(
  tx: Tx,
  siteId: SiteId,
  at: EpochMs,
  only?: readonly HolderId[],
): Promise<ChangeBody[]> {
  const covers = sql`(m.site_ids IS NULL OR ${siteId}::uuid = ANY (m.site_ids))`;
  const now = sql`${new Date(at).toISOString()}::timestamptz`;
  const rows = await tx.db
    .select({
      row: holder,
      planId: sql<
        null | string
      >`(SELECT m.plan_id FROM membership m WHERE m.operator_id = ${holder.operator_id} AND m.holder_id = ${holder.id}
        AND ${covers} AND m.starts_at <= ${now} AND (m.ends_at IS NULL OR m.ends_at > ${now}) ORDER BY m.starts_at DESC, m.id LIMIT 1)`,
    })
    .from(holder)
    .where(
      and(
        eq(holder.operator_id, tx.operatorId),
        only ? inArray(holder.id, [...only]) : undefined,
        sql`((${holder.kind} = 'staff' AND (${holder.role_site_ids} IS NULL OR ${siteId}::uuid = ANY (${holder.role_site_ids})))
          OR EXISTS (SELECT 1 FROM membership m WHERE m.operator_id = ${holder.operator_id} AND m.holder_id = ${holder.id} AND ${covers})
          OR (${holder.kind} = 'guest' AND EXISTS (SELECT 1 FROM booking b WHERE b.operator_id = ${holder.operator_id} AND b.holder_id = ${holder.id}
            AND b.site_id = ${siteId}::uuid AND b.ends_at > ${now} - interval '1 day')))`,
      ),
    )
    .orderBy(asc(holder.id));
  return rows.map(({ row, planId }) => ({ kind: 'holder', holder: holderOnWire(row, planId) }));
}

function holderOnWire(row: typeof holder.$inferSelect, planId: string | null) {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    suspended: row.suspended_because !== null,
    ...(planId ? { planId: planId as NonNullable<(typeof plan.$inferSelect)['id']> } : {}),
    ...(row.role && row.password_hash
      ? { login: { email: row.email, passwordHash: row.password_hash, role: row.role } }
      : {}),
  };
}

/** What these holders present, as hashes under the site's own key. */
export async function credentialBodies(
  tx: Tx,
  siteId: SiteId,
  keys: Keys,
  holderIds: readonly HolderId[],
): Promise<ChangeBody[]> {
  if (holderIds.length === 0) return [];
  const siteKey = await credentialKeyOf(tx, siteId, keys);
  const rows = await tx.db
    .select()
    .from(credential)
    .where(and(eq(credential.operator_id, tx.operatorId), inArray(credential.holder_id, [...holderIds])))
    .orderBy(asc(credential.id));
  return rows.map((row) => ({
    kind: 'credential',
    credential: {
      id: row.id,
      holderId: row.holder_id,
      kind: row.kind,
      key: keyedHash(siteKey, keys.unseal(row.sealed)),
      revoked: row.revoked,
    },
  }));
}

/** The key (hex) under which a site's cards and PINs are hashed. */
export async function credentialKeyOf(tx: Tx, siteId: SiteId, keys: Keys): Promise<string> {
  const [row] = await tx.db
    .select({ sealed: siteFeed.credential_key_sealed })
    .from(siteFeed)
    .where(and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId)));
  if (!row) throw new Error(`The site ${siteId} has no feed.`);
  return keys.unseal(row.sealed);
}

export function grantBody(row: typeof accessGrant.$inferSelect): ChangeBody {
  return {
    kind: 'grant',
    grant: {
      id: row.id,
      holderId: row.holder_id,
      doorIds: row.door_ids,
      valid: { startsAt: row.starts_at, endsAt: row.ends_at },
      because: row.because,
    },
  };
}

async function grantBodies(tx: Tx, siteId: SiteId, at: EpochMs): Promise<ChangeBody[]> {
  const rows = await tx.db
    .select()
    .from(accessGrant)
    .where(
      and(
        eq(accessGrant.operator_id, tx.operatorId),
        eq(accessGrant.site_id, siteId),
        gt(accessGrant.ends_at, at),
      ),
    )
    .orderBy(asc(accessGrant.id));
  return rows.map(grantBody);
}

/** Everything a box at this site needs, in the order in which rows lean on each other; the horizon last, since it speaks for all before it. */
export async function snapshotBodies(tx: Tx, siteId: SiteId, keys: Keys, at: EpochMs): Promise<ChangeBody[]> {
  const holders = await holderBodies(tx, siteId, at);
  const holderIds = holders.flatMap((body) => (body.kind === 'holder' ? [body.holder.id] : []));
  return [
    ...(await siteBodies(tx, siteId, keys)),
    ...(await doorBodies(tx, siteId)),
    ...(await resourceBodies(tx, siteId)),
    ...(await planBodies(tx)),
    ...(await daysToHold(tx, siteId, at)),
    ...holders,
    ...(await credentialBodies(tx, siteId, keys, holderIds)),
    ...(await grantBodies(tx, siteId, at)),
    ...(await balanceBodies(tx, siteId, at)),
    ...(await bookingBodies(tx, siteId, addMs(at, -24 * hourMs))),
    ...(await horizonBodies(tx, siteId)),
  ];
}

async function bookingBodies(tx: Tx, siteId: SiteId, endsAfter: EpochMs): Promise<ChangeBody[]> {
  const rows = await tx.db
    .select()
    .from(booking)
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        eq(booking.site_id, siteId),
        gt(booking.ends_at, endsAfter),
      ),
    )
    .orderBy(asc(booking.starts_at), asc(booking.id));
  const known = rows.map(toBooking).filter((row) => row.state !== 'requested' && row.state !== 'refused');
  // Those that gave their slot back come first, so that whoever took it next is not refused for it.
  return [...known.filter((row) => !holdsSlot(row)), ...known.filter(holdsSlot)].map((row) => ({
    kind: 'booking',
    booking: row,
  }));
}

async function horizonBodies(tx: Tx, siteId: SiteId): Promise<ChangeBody[]> {
  const [row] = await tx.db
    .select({ horizonAt: siteFeed.horizon_at, proof: siteFeed.horizon_proof })
    .from(siteFeed)
    .where(and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId)));
  return row ? [{ kind: 'horizon', horizonAt: row.horizonAt, proof: row.proof }] : [];
}
