import type { Resource } from '@lintel/core/bookings/booking.ts';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { OpeningHours } from '@lintel/core/sites/opening.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import { type EpochMs, epochMs } from '@lintel/core/time.ts';
import type { Place } from '../../../../cloud/src/bookings/calendar.ts';
import type { Store } from '../../../../edge/src/database/store.ts';

/** A site as the simulated cloud keeps it: what its box is told, and when it is open. */
export type KeptSite = SiteInfo & { readonly opening: OpeningHours };

export function findSite(store: Store, siteId: SiteId): KeptSite {
  const row = store.get<{ body: string }>('SELECT body FROM site WHERE id = ?', siteId);
  if (!row) throw new Error(`There is no site ${siteId}.`);
  return JSON.parse(row.body);
}

export function listSites(store: Store): readonly SiteId[] {
  return store.all<{ id: SiteId }>('SELECT id FROM site ORDER BY id').map(({ id }) => id);
}

export function findResource(
  store: Store,
  resourceId: ResourceId,
): { readonly resource: Resource; readonly siteId: SiteId } | undefined {
  const sql = 'SELECT body, site_id AS "siteId" FROM resource WHERE id = ?';
  const row = store.get<{ body: string; siteId: SiteId }>(sql, resourceId);
  return row && { resource: JSON.parse(row.body), siteId: row.siteId };
}

export function resourcesOf(store: Store, siteId: SiteId): readonly Resource[] {
  const sql = 'SELECT body FROM resource WHERE site_id = ? ORDER BY kind, name';
  return store.all<{ body: string }>(sql, siteId).map(({ body }) => JSON.parse(body));
}

type FeedRow = {
  readonly horizonAt: EpochMs;
  readonly epoch: number;
  readonly publicKey: string | null;
  readonly takenOverAt: EpochMs | null;
};

export function findPlace(store: Store, resourceId: ResourceId): Place | undefined {
  const found = findResource(store, resourceId);
  if (!found) return undefined;
  const { resource, siteId } = found;
  const { name, timeZone, currency, help } = findSite(store, siteId);
  const sql = `SELECT horizon_at AS "horizonAt", epoch, public_key AS "publicKey", taken_over_at AS "takenOverAt" FROM site_feed WHERE site_id = ?`;
  const feed = store.get<FeedRow>(sql, siteId);
  if (!feed) throw new Error(`The site ${siteId} has no feed.`);
  const box = feed.epoch === 0 ? 'none' : feed.publicKey === null ? 'lost' : 'accepted';
  const ownFrom = feed.takenOverAt === null ? feed.horizonAt : epochMs(0);
  return {
    resource,
    siteId,
    siteName: name,
    timeZone,
    currency,
    help,
    horizonAt: feed.horizonAt,
    ownFrom,
    box,
  };
}
