import type { Balance } from '@lintel/core/bookings/price.ts';
import type { HolderId, PlanId, SiteId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { Month } from './balance-store.ts';
import type { MonthKey } from './month-store.ts';

/** Which sites have to be told what is left of whose month: a list on disk, so that a cloud that stops on the way goes on with it. */

/** Sites are told of a month this long before it begins. */
const aheadMs = 72 * hourMs;

/** The months a box may book in just now. */
export function periodsToTell(timeZone: string, at: EpochMs): readonly string[] {
  const periods = [at, addMs(at, aheadMs)].map((instant) => localDate(timeZone, instant).slice(0, 7));
  return [...new Set(periods)];
}

/** Notes down these months at every site where their memberships count. Here as everywhere in the order of the key, after months are locked, so that no two wait for each other. */
export async function balancesDue(tx: Tx, months: readonly MonthKey[]): Promise<void> {
  await tx.query(
    `INSERT INTO balance_due (operator_id, site_id, holder_id, period)
     SELECT s.operator_id, s.id, month.holder_id, month.period
     FROM jsonb_to_recordset($2::jsonb) AS month (holder_id uuid, membership_id uuid, period text)
     JOIN membership m ON m.operator_id = $1 AND m.id = month.membership_id
     JOIN site s ON s.operator_id = $1 AND (m.site_ids IS NULL OR s.id = ANY (m.site_ids))
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING`,
    [
      tx.operatorId,
      JSON.stringify(
        months.map(({ holderId, membershipId, period }) => ({
          holder_id: holderId,
          membership_id: membershipId,
          period,
        })),
      ),
    ],
  );
}

/** Notes down the months to tell of one holder, or of everybody who has a plan. */
export async function balancesDueOf(
  tx: Tx,
  whose: { readonly holderId: HolderId } | { readonly planId: PlanId },
  at: EpochMs,
): Promise<void> {
  const sites = await tx.query<{ id: SiteId; time_zone: string }>(
    'SELECT id, time_zone FROM site WHERE operator_id = $1',
    [tx.operatorId],
  );
  const told = sites.flatMap((site) =>
    periodsToTell(site.time_zone, at).map((period) => ({ site_id: site.id, period })),
  );
  await tx.query(
    `INSERT INTO balance_due (operator_id, site_id, holder_id, period)
     SELECT m.operator_id, told.site_id, m.holder_id, told.period
     FROM jsonb_to_recordset($2::jsonb) AS told (site_id uuid, period text)
     JOIN membership m ON m.operator_id = $1 AND (m.site_ids IS NULL OR told.site_id = ANY (m.site_ids))
     WHERE ($3::uuid IS NULL OR m.plan_id = $3) AND ($4::uuid IS NULL OR m.holder_id = $4)
     GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4 ON CONFLICT DO NOTHING`,
    [
      tx.operatorId,
      JSON.stringify(told),
      'planId' in whose ? whose.planId : null,
      'holderId' in whose ? whose.holderId : null,
    ],
  );
}

/** Notes down the months that a site was told otherwise, or not at all: memberships that began or ended, months that come near. */
export async function balancesDueAt(tx: Tx, siteId: SiteId, months: readonly Month[]): Promise<void> {
  await tx.query(
    `INSERT INTO balance_due (operator_id, site_id, holder_id, period)
     SELECT $1, $2, holder_id, period FROM jsonb_to_recordset($3::jsonb) AS month (holder_id uuid, period text)
     ORDER BY 3, 4 ON CONFLICT DO NOTHING`,
    [
      tx.operatorId,
      siteId,
      JSON.stringify(months.map(({ holderId, period }) => ({ holder_id: holderId, period }))),
    ],
  );
}

/** Takes some of a site's list off it, in this transaction alone. */
export async function takeDueBalances(tx: Tx, siteId: SiteId, most: number): Promise<readonly Month[]> {
  const rows = await tx.query<{ holder_id: HolderId; period: string }>(
    `DELETE FROM balance_due USING (
       SELECT holder_id, period FROM balance_due WHERE operator_id = $1 AND site_id = $2 ORDER BY holder_id, period LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
     WHERE balance_due.operator_id = $1 AND balance_due.site_id = $2 AND balance_due.holder_id = due.holder_id AND balance_due.period = due.period
     RETURNING balance_due.holder_id, balance_due.period`,
    [tx.operatorId, siteId, most],
  );
  return rows.map((row) => ({ holderId: row.holder_id, period: row.period }));
}

export async function sitesDue(tx: Tx): Promise<readonly SiteId[]> {
  const rows = await tx.query<{ site_id: SiteId }>(
    'SELECT DISTINCT site_id FROM balance_due WHERE operator_id = $1 ORDER BY site_id',
    [tx.operatorId],
  );
  return rows.map((row) => row.site_id);
}

/** Raises the months of a plan's members that have begun or are to come to what it gives now, and lowers none. */
export async function raiseMonths(tx: Tx, planId: PlanId, gives: Balance, at: EpochMs): Promise<void> {
  await tx.query(
    `WITH month AS (
       SELECT a.membership_id, a.period FROM allowance_month a JOIN membership m ON m.operator_id = a.operator_id AND m.id = a.membership_id
       WHERE a.operator_id = $1 AND m.plan_id = $2 AND a.period >= to_char($5::timestamptz - interval '1 day', 'YYYY-MM')
       ORDER BY 1, 2 FOR UPDATE OF a)
     UPDATE allowance_month a SET included_ms = greatest(a.included_ms, $3), credit_cents = greatest(a.credit_cents, $4)
     FROM month WHERE a.operator_id = $1 AND a.membership_id = month.membership_id AND a.period = month.period`,
    [tx.operatorId, planId, gives.includedMs, gives.creditCents, new Date(at)],
  );
}
