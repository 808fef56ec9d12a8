import { type Booking, holdingStates, type Resource } from '@lintel/core/bookings/booking.ts';
import type { HolderId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { and, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { toBooking, toResource } from '../bookings/rows.ts';
import { booking, resource } from '../bookings/tables.ts';
import type { Tx } from '../database/operator.ts';
import { holder } from '../members/tables.ts';
import { site } from '../sites/tables.ts';
import { siteFeed } from '../sync/tables.ts';

/** The site of a series. */
export type Spot = {
  readonly siteId: SiteId;
  readonly siteName: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly horizonAt: EpochMs;
  readonly resources: ReadonlyMap<ResourceId, Resource>;
};

export async function findSpot(tx: Tx, resourceId: ResourceId): Promise<Spot | undefined> {
  const [row] = await tx.db
    .select({ siteId: resource.site_id })
    .from(resource)
    .where(and(eq(resource.operator_id, tx.operatorId), eq(resource.id, resourceId)));
  return row && (await loadSpot(tx, row.siteId));
}

export async function loadSpot(tx: Tx, siteId: SiteId): Promise<Spot> {
  const [row] = await tx.db
    .select({ site, horizonAt: siteFeed.horizon_at })
    .from(site)
    .innerJoin(siteFeed, and(eq(siteFeed.operator_id, site.operator_id), eq(siteFeed.site_id, site.id)))
    .where(and(eq(site.operator_id, tx.operatorId), eq(site.id, siteId)));
  if (!row) throw new Error(`There is no site ${siteId}.`);
  const resources = await tx.db
    .select()
    .from(resource)
    .where(and(eq(resource.operator_id, tx.operatorId), eq(resource.site_id, siteId)));
  return {
    siteId,
    siteName: row.site.name,
    timeZone: row.site.time_zone,
    currency: row.site.currency,
    horizonAt: row.horizonAt,
    resources: new Map(resources.map((one) => [one.id, toResource(one)])),
  };
}

/** What holds these resources at some time within the span. */
export async function heldIn(
  tx: Tx,
  resourceIds: readonly ResourceId[],
  span: Span,
): Promise<readonly Booking[]> {
  if (resourceIds.length === 0) return [];
  const rows = await tx.db
    .select()
    .from(booking)
    .where(
      and(
        eq(booking.operator_id, tx.operatorId),
        inArray(booking.resource_id, [...resourceIds]),
        inArray(booking.state, [...holdingStates]),
        lt(booking.holds_from, span.endsAt),
        gt(booking.holds_until, span.startsAt),
      ),
    );
  return rows.map(toBooking);
}

export type Person = {
  readonly id: HolderId;
  readonly name: string;
  readonly kind: 'member' | 'staff' | 'guest';
};

export async function findHolder(tx: Tx, holderId: HolderId): Promise<Person | undefined> {
  return await findPerson(tx, eq(holder.id, holderId));
}

export async function findByEmail(tx: Tx, email: string): Promise<Person | undefined> {
  return await findPerson(tx, eq(sql`lower(${holder.email})`, email.toLowerCase()));
}

async function findPerson(tx: Tx, where: ReturnType<typeof eq>): Promise<Person | undefined> {
  const [row] = await tx.db
    .select({ id: holder.id, name: holder.name, kind: holder.kind })
    .from(holder)
    .where(and(eq(holder.operator_id, tx.operatorId), where));
  return row;
}
