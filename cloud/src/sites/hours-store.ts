import type { BookingState } from '@lintel/core/bookings/booking.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import type { OpeningHours } from '@lintel/core/sites/opening.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { and, eq } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import { siteException, siteHours } from './tables.ts';

/** When a site is open, in the time of its own zone. */
export type SiteOpening = { readonly timeZone: string; readonly opening: OpeningHours };

export async function loadOpening(tx: Tx, siteId: SiteId): Promise<SiteOpening> {
  const found = await findOpening(tx, siteId);
  if (!found) throw new Error(`There is no site ${siteId}.`);
  return found;
}

/** One look at the tables, for every booking asks. */
export async function findOpening(tx: Tx, siteId: SiteId): Promise<SiteOpening | undefined> {
  const [row] = await tx.query<OpeningRow>(
    `SELECT s.time_zone,
       (SELECT coalesce(json_agg(json_build_object('weekday', h.weekday, 'opensMin', h.opens_min, 'closesMin', h.closes_min)
          ORDER BY h.weekday, h.opens_min), '[]') FROM site_hours h WHERE h.operator_id = $1 AND h.site_id = $2) AS weekly,
       (SELECT coalesce(json_agg(json_build_object('date', e.date, 'hours', e.hours, 'note', e.note) ORDER BY e.date), '[]')
          FROM site_exception e WHERE e.operator_id = $1 AND e.site_id = $2) AS exceptions
     FROM site s WHERE s.operator_id = $1 AND s.id = $2`,
    [tx.operatorId, siteId],
  );
  return row && { timeZone: row.time_zone, opening: { weekly: row.weekly, exceptions: row.exceptions } };
}

type OpeningRow = OpeningHours & { readonly time_zone: string };

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
