import type { SiteId } from '@lintel/core/ids.ts';
import { and, asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { cloudGeneration, deadLetter, siteFeed } from '../sync/tables.ts';
import { site } from './tables.ts';

const whole = {
  site,
  feed: siteFeed,
  /** The history all of it belongs to. */
  generation: sql<string>`(SELECT ${cloudGeneration.generation} FROM ${cloudGeneration})`,
  waiting: sql<number>`(SELECT count(*)::int FROM ${deadLetter} d WHERE d.operator_id = ${site.operator_id} AND d.site_id = ${site.id})`,
};

export type SiteRow = {
  readonly site: typeof site.$inferSelect;
  readonly feed: typeof siteFeed.$inferSelect;
  readonly generation: string;
  readonly waiting: number;
};

export async function allSites(tx: Tx): Promise<readonly SiteRow[]> {
  return await tx.db
    .select(whole)
    .from(site)
    .innerJoin(siteFeed, and(eq(siteFeed.operator_id, site.operator_id), eq(siteFeed.site_id, site.id)))
    .where(eq(site.operator_id, tx.operatorId))
    .orderBy(asc(site.name));
}

export async function findSite(tx: Tx, siteId: SiteId): Promise<SiteRow | undefined> {
  return (await allSites(tx)).find((row) => row.site.id === siteId);
}

export function toSiteView({ site: row }: SiteRow) {
  return { id: row.id, name: row.name, timeZone: row.time_zone, currency: row.currency };
}
