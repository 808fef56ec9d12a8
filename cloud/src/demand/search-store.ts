import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { SearchQuery } from '@lintel/core/demand/wire.ts';
import type { BookingId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { and, asc, eq, gte, inArray, sql } from 'drizzle-orm';
import { toResource } from '../bookings/rows.ts';
import { resource } from '../bookings/tables.ts';
import type { Tx } from '../database/operator.ts';
import { site } from '../sites/tables.ts';

export type SearchedSite = {
  readonly id: SiteId;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
};

export async function allSites(tx: Tx): Promise<readonly SearchedSite[]> {
  return await tx.db
    .select({ id: site.id, name: site.name, timeZone: site.time_zone, currency: site.currency })
    .from(site)
    .where(eq(site.operator_id, tx.operatorId))
    .orderBy(asc(site.name));
}

export type PlacedResource = { readonly siteId: SiteId; readonly resource: Resource };

/** The resources at these sites that are large enough, of the kind and with all of the equipment; on any floor. The smallest first. */
export async function resourcesLike(
  tx: Tx,
  siteIds: readonly SiteId[],
  { kind, people, equipment }: Pick<SearchQuery, 'kind' | 'people' | 'equipment'>,
): Promise<readonly PlacedResource[]> {
  if (siteIds.length === 0) return [];
  const rows = await tx.db
    .select()
    .from(resource)
    .where(
      and(
        eq(resource.operator_id, tx.operatorId),
        inArray(resource.site_id, [...siteIds]),
        gte(resource.capacity, people),
        kind ? eq(resource.kind, kind) : undefined,
        equipment && equipment.length > 0
          ? sql`${resource.equipment} @> ${sql.param(equipment, resource.equipment)}`
          : undefined,
      ),
    )
    .orderBy(asc(resource.capacity), asc(resource.name));
  return rows.map((row) => ({ siteId: row.site_id, resource: toResource(row) }));
}

/** What holds these resources within the span, by resource. Only their held spans are real: it is for judging, not for showing. */
export async function heldNear(
  tx: Tx,
  resources: readonly PlacedResource[],
  span: Span,
): Promise<ReadonlyMap<ResourceId, readonly Booking[]>> {
  const columns = `id, resource_id, (extract(epoch FROM holds_from) * 1000)::bigint AS holds_from, (extract(epoch FROM holds_until) * 1000)::bigint AS holds_until`;
  const here = `operator_id = $1 AND site_id = ANY ($2) AND resource_id = ANY ($3) AND holds_until > $4 AND state IN ('confirmed', 'checked_in', 'ended')`;
  const rows = await tx.query<HeldRow>(
    `SELECT ${columns} FROM booking WHERE ${here} AND holds_from >= $4::timestamptz - interval '7 days' AND holds_from < $5
     UNION ALL SELECT ${columns} FROM booking WHERE ${here} AND holds_from < $4::timestamptz - interval '7 days' AND holds_until - holds_from > interval '7 days'`,
    [
      tx.operatorId,
      [...new Set(resources.map(({ siteId }) => siteId))],
      resources.map(({ resource: { id } }) => id),
      new Date(span.startsAt),
      new Date(span.endsAt),
    ],
  );
  const held = new Map<ResourceId, Booking[]>();
  for (const row of rows) {
    const others = held.get(row.resource_id);
    if (others) others.push(toHeld(row));
    else held.set(row.resource_id, [toHeld(row)]);
  }
  return held;
}

type HeldRow = {
  readonly id: BookingId;
  readonly resource_id: ResourceId;
  readonly holds_from: EpochMs;
  readonly holds_until: EpochMs;
};

function toHeld(row: HeldRow): Booking {
  return {
    id: row.id,
    resourceId: row.resource_id,
    title: '',
    purpose: 'use',
    people: 0,
    startsAt: row.holds_from,
    endsAt: row.holds_until,
    holdsFrom: row.holds_from,
    holdsUntil: row.holds_until,
    state: 'confirmed',
    version: 1,
    source: 'portal',
    bookedAt: row.holds_from,
    charge: noCharge,
  };
}
