import type { BookingState } from '@lintel/core/bookings/booking.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import type { OpeningHours } from '@lintel/core/sites/opening.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { and, asc, eq } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { site, siteException, siteHours } from './tables.ts';

/** When a site is open, in the time of its own zone. */
export type SiteOpening = { readonly timeZone: string; readonly opening: OpeningHours };

export async function loadOpening(tx: Tx, siteId: SiteId): Promise<SiteOpening> {
  const found = await findOpening(tx, siteId);
  if (!found) throw new Error(`There is no site ${siteId}.`);
  return found;
}

export async function findOpening(tx: Tx, siteId: SiteId): Promise<SiteOpening | undefined> {
  const [row] = await tx.db
    .select({ timeZone: site.time_zone })
    .from(site)
    .where(and(eq(site.operator_id, tx.operatorId), eq(site.id, siteId)));
  if (!row) return undefined;
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

export async function replaceOpening(tx: Tx, siteId: SiteId, opening: OpeningHours): Promise<void> {
  const mine = { operator_id: tx.operatorId, site_id: siteId };
  await tx.db
    .delete(siteHours)
    .where(and(eq(siteHours.operator_id, tx.operatorId), eq(siteHours.site_id, siteId)));
  await tx.db
    .delete(siteException)
    .where(and(eq(siteException.operator_id, tx.operatorId), eq(siteException.site_id, siteId)));
  const { weekly, exceptions } = opening;
  if (weekly.length > 0)
    await tx.db.insert(siteHours).values(
      weekly.map(({ weekday, opensMin, closesMin }) => ({
        ...mine,
        weekday,
        opens_min: opensMin,
        closes_min: closesMin,
      })),
    );
  if (exceptions.length > 0)
    await tx.db
      .insert(siteException)
      .values(exceptions.map(({ date, hours, note }) => ({ ...mine, date, hours: [...hours], note })));
}

/** The spans of what is in these states and not yet over, blocks left out, at most 5000. */
export async function heldToCome(
  tx: Tx,
  siteId: SiteId,
  at: EpochMs,
  states: readonly BookingState[],
): Promise<readonly Span[]> {
  const rows = await tx.query<{ starts_at: EpochMs; ends_at: EpochMs }>(
    `SELECT starts_at, ends_at FROM booking WHERE operator_id = $1 AND site_id = $2 AND ends_at > $3 AND state = ANY ($4) AND purpose <> 'block'
     ORDER BY ends_at LIMIT 5000`,
    [tx.operatorId, siteId, new Date(at), [...states]],
  );
  return rows.map((row) => ({ startsAt: row.starts_at, endsAt: row.ends_at }));
}
