import type { SiteId } from '@lintel/core/ids.ts';
import type { OpeningHours } from '@lintel/core/sites/opening.ts';
import { and, asc, eq } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { site, siteException, siteHours } from './tables.ts';

/** When a site is open, in the time of its own zone. */
export type SiteOpening = { readonly timeZone: string; readonly opening: OpeningHours };

export async function loadOpening(tx: Tx, siteId: SiteId): Promise<SiteOpening> {
  const [row] = await tx.db
    .select({ timeZone: site.time_zone })
    .from(site)
    .where(and(eq(site.operator_id, tx.operatorId), eq(site.id, siteId)));
  if (!row) throw new Error(`There is no site ${siteId}.`);
  const weekly = await tx.db
    .select()
    .from(siteHours)
    .where(and(eq(siteHours.operator_id, tx.operatorId), eq(siteHours.site_id, siteId)))
    .orderBy(asc(siteHours.weekday), asc(siteHours.opens_min));
  const exceptions = await tx.db
    .select()
    .from(siteException)
    .where(and(eq(siteException.operator_id, tx.operatorId), eq(siteException.site_id, siteId)))
    .orderBy(asc(siteException.date));
  return {
    timeZone: row.timeZone,
    opening: {
      weekly: weekly.map(({ weekday, opens_min, closes_min }) => ({
        weekday,
        opensMin: opens_min,
        closesMin: closes_min,
      })),
      exceptions: exceptions.map(({ date, hours, note }) => ({ date, hours, note })),
    },
  };
}
