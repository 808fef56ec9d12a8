import type { Resource } from '@lintel/core/bookings/booking.ts';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import { type EpochMs, epochMs } from '@lintel/core/time.ts';
import { and, asc, eq } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { site } from '../sites/tables.ts';
import { siteFeed } from '../sync/tables.ts';
import type { Place } from './calendar.ts';
import { toResource } from './rows.ts';
import { resource } from './tables.ts';

export async function findPlace(tx: Tx, resourceId: ResourceId): Promise<Place | undefined> {
  const [row] = await tx.db
    .select()
    .from(resource)
    .innerJoin(site, and(eq(site.operator_id, resource.operator_id), eq(site.id, resource.site_id)))
    .innerJoin(siteFeed, and(eq(siteFeed.operator_id, site.operator_id), eq(siteFeed.site_id, site.id)))
    .where(and(eq(resource.operator_id, tx.operatorId), eq(resource.id, resourceId)));
  return (
    row && {
      resource: toResource(row.resource),
      siteId: row.site.id,
      siteName: row.site.name,
      timeZone: row.site.time_zone,
      currency: row.site.currency,
      help: { name: row.site.help_name, email: row.site.help_email, phone: row.site.help_phone },
      horizonAt: row.site_feed.horizon_at,
      ownFrom: ownFromOf(row.site_feed.horizon_at, row.site_feed.taken_over_at),
      box: boxOf(row.site_feed),
    }
  );
}

/** What starts here or later is the cloud's to write. */
export function ownFromOf(horizonAt: EpochMs, takenOverAt: EpochMs | null): EpochMs {
  return takenOverAt === null ? horizonAt : epochMs(0);
}

function boxOf(row: Pick<typeof siteFeed.$inferSelect, 'epoch' | 'box_public_key'>): Place['box'] {
  if (row.epoch === 0) return 'none';
  return row.box_public_key === null ? 'lost' : 'accepted';
}

export async function resourcesOf(tx: Tx, siteId: SiteId): Promise<readonly Resource[]> {
  const rows = await tx.db
    .select()
    .from(resource)
    .where(and(eq(resource.operator_id, tx.operatorId), eq(resource.site_id, siteId)))
    .orderBy(asc(resource.kind), asc(resource.name));
  return rows.map(toResource);
}
