import { randomBytes } from 'node:crypto';
import { type Grant, grantOfBooking } from '@lintel/core/doors/grant.ts';
import { passBytes, passText } from '@lintel/core/doors/pass.ts';
import type { BookingId, HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, contains, hourMs, minuteMs } from '@lintel/core/time.ts';
import { and, asc, eq, gt, inArray, isNull, lt, type SQL } from 'drizzle-orm';
import { toBooking, toResource } from '../bookings/rows.ts';
import { booking, resource } from '../bookings/tables.ts';
import type { Tx } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import { holder } from '../members/tables.ts';
import { site } from '../sites/tables.ts';
import { accessGrant } from './tables.ts';

export type Pass = {
  readonly siteId: SiteId;
  readonly siteName: string;
  readonly text: string;
  readonly expiresAt: EpochMs;
};

/** The screen that shows a pass asks for the next one before this is over. */
const passLifeMs = 10 * minuteMs;
const bookingsAheadMs = 24 * hourMs;

type Right = {
  readonly siteId: SiteId;
  readonly siteName: string;
  readonly grant: Grant;
  readonly version?: number;
};

/**
 * One signed pass for each site at which this holder has a right: for the booking that is live or comes next, else for what their membership or role gives.
 * A suspended holder gets none. A box checks it by itself, against keys it already has.
 */
export async function issuePasses(
  tx: Tx,
  holderId: HolderId,
  at: EpochMs,
  keys: Keys,
): Promise<readonly Pass[]> {
  const rights = [...(await bookingRights(tx, holderId, at)), ...(await standingRights(tx, holderId, at))];
  const first = new Map<SiteId, Right>();
  for (const right of rights) {
    const known = first.get(right.siteId);
    const better = known && !contains(known.grant.valid, at) && contains(right.grant.valid, at);
    if (!known || better) first.set(right.siteId, right);
  }
  return [...first.values()].map((right) => passOf(right, holderId, at, keys));
}

/**
 * A pass for this one booking, good until the booking ends: for a mail, which nobody renews. A box that has heard of a newer version of the booking goes by that one. Absent
 * when the booking holds no slot, is over, opens no door, or its holder is suspended.
 */
export async function issueBookingPass(
  tx: Tx,
  bookingId: BookingId,
  at: EpochMs,
  keys: Keys,
): Promise<Pass | undefined> {
  const [right] = await bookingRightsWhere(tx, at, eq(booking.id, bookingId));
  if (!right || right.grant.doorIds.length === 0) return undefined;
  return passOf(right, right.grant.holderId, at, keys, right.grant.valid.endsAt);
}

function passOf(
  { siteId, siteName, grant, version }: Right,
  holderId: HolderId,
  at: EpochMs,
  keys: Keys,
  expiresAt = addMs(at, passLifeMs),
): Pass {
  const { because } = grant;
  const bytes = passBytes({
    passId: randomBytes(8).toString('hex'),
    siteId,
    holderId,
    doorIds: grant.doorIds.slice(0, 8),
    valid: grant.valid,
    issuedAt: at,
    expiresAt,
    ...(because.kind === 'booking' && version ? { booking: { id: because.bookingId, version } } : {}),
  });
  return { siteId, siteName, text: passText(bytes, keys.sign(bytes)), expiresAt };
}

async function bookingRights(tx: Tx, holderId: HolderId, at: EpochMs): Promise<readonly Right[]> {
  const isNear = and(eq(booking.holder_id, holderId), lt(booking.starts_at, addMs(at, bookingsAheadMs)));
  return await bookingRightsWhere(tx, at, isNear);
}

async function bookingRightsWhere(tx: Tx, at: EpochMs, where: SQL | undefined): Promise<readonly Right[]> {
  const rows = await tx.db
    .select()
    .from(booking)
    .innerJoin(
      resource,
      and(eq(resource.operator_id, booking.operator_id), eq(resource.id, booking.resource_id)),
    )
    .innerJoin(site, and(eq(site.operator_id, booking.operator_id), eq(site.id, booking.site_id)))
    .innerJoin(holder, and(eq(holder.operator_id, booking.operator_id), eq(holder.id, booking.holder_id)))
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        where,
        inArray(booking.state, ['confirmed', 'checked_in']),
        isNull(holder.suspended_because),
        gt(booking.ends_at, at),
      ),
    )
    .orderBy(asc(booking.starts_at));
  return rows.flatMap((row) => {
    const grant = grantOfBooking(toBooking(row.booking), toResource(row.resource));
    return grant
      ? [{ siteId: row.site.id, siteName: row.site.name, grant, version: row.booking.version }]
      : [];
  });
}

async function standingRights(tx: Tx, holderId: HolderId, at: EpochMs): Promise<readonly Right[]> {
  const rows = await tx.db
    .select()
    .from(accessGrant)
    .innerJoin(site, and(eq(site.operator_id, accessGrant.operator_id), eq(site.id, accessGrant.site_id)))
    .innerJoin(
      holder,
      and(eq(holder.operator_id, accessGrant.operator_id), eq(holder.id, accessGrant.holder_id)),
    )
    .where(
      and(
        eq(accessGrant.operator_id, tx.operatorId),
        eq(accessGrant.holder_id, holderId),
        isNull(holder.suspended_because),
        gt(accessGrant.ends_at, at),
      ),
    )
    .orderBy(asc(accessGrant.starts_at));
  return rows.map(({ access_grant: row, site: { id: siteId, name: siteName } }) => ({
    siteId,
    siteName,
    grant: {
      id: row.id,
      holderId,
      doorIds: row.door_ids,
      valid: { startsAt: row.starts_at, endsAt: row.ends_at },
      because: row.because,
    },
  }));
}
