import type { BookingId, HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { announce } from '../database/operator.ts';
import { raiseAlarm } from '../sync/facts-store.ts';
import { chargeLedger } from './charge.ts';
import { bookingsOfMonth, type MonthKey } from './month-store.ts';
import { settleMonth } from './settle.ts';

/** How far back bookings are held against the ledger each night. */
const backDays = 62;

/**
 * Holds a site's bookings against the ledger: every difference is an alarm, and lines are added that put it right. Again, it finds nothing. Answers how many bookings and months differed.
 */
export async function checkLedger(tx: Tx, siteId: SiteId, at: EpochMs): Promise<number> {
  const differing = await findDiffering(tx, siteId, at);
  for (const { bookingId, says, takes } of differing)
    await raise(
      tx,
      siteId,
      at,
      `The ledger says ${says} for the booking ${bookingId}, which takes ${takes}.`,
    );
  await chargeLedger(
    tx,
    differing.map(({ bookingId }) => bookingId),
    at,
  );
  let months = 0;
  for (const month of await quietMonths(tx, siteId, at)) {
    const before = await bookingsOfMonth(tx, month);
    if ((await settleMonth(tx, month, at)) === 0) continue;
    months++;
    const over = before.reduce((total, one) => total + one.over.amount, 0);
    await raise(
      tx,
      siteId,
      at,
      `The overage of ${month.period} of the membership ${month.membershipId} was ${over} and is not what its bookings come to.`,
    );
  }
  return differing.length + months;
}

async function raise(tx: Tx, siteId: SiteId, at: EpochMs, detail: string): Promise<void> {
  if (await raiseAlarm(tx, siteId, at, 'ledger_differs', detail)) await announce(tx, siteId, 'link');
}

type Differing = { readonly bookingId: BookingId; readonly says: string; readonly takes: string };

async function findDiffering(tx: Tx, siteId: SiteId, at: EpochMs): Promise<readonly Differing[]> {
  const rows = await tx.query<{ id: BookingId; says: string; takes: string }>(
    `WITH said AS (
       SELECT booking_id, holder_id, sum(included_ms) AS included_ms, sum(credit_cents) AS credit_cents, sum(amount) AS amount
       FROM allowance_entry WHERE operator_id = $1 AND site_id = $2 AND kind = 'charge' GROUP BY 1, 2
     ), took AS (
       SELECT id, holder_id, CASE state WHEN 'refused' THEN 0 ELSE charge_included_ms END AS included_ms,
         CASE state WHEN 'refused' THEN 0 ELSE charge_credit_cents END AS credit_cents, CASE state WHEN 'refused' THEN 0 ELSE charge_amount END AS amount
       FROM booking WHERE operator_id = $1 AND site_id = $2 AND starts_at > $3::timestamptz - make_interval(days => $4)
     )
     SELECT b.id, coalesce(string_agg(said.holder_id || ': ' || said.included_ms || ' ms, ' || said.credit_cents || ' credits, ' || said.amount, '; '), 'nothing') AS says,
       took.included_ms || ' ms, ' || took.credit_cents || ' credits, ' || took.amount AS takes
     FROM took JOIN booking b ON b.operator_id = $1 AND b.id = took.id LEFT JOIN said ON said.booking_id = took.id
     GROUP BY b.id, took.holder_id, took.included_ms, took.credit_cents, took.amount
     HAVING coalesce(sum(said.included_ms) FILTER (WHERE said.holder_id = took.holder_id), 0) <> CASE WHEN took.holder_id IS NULL THEN 0 ELSE took.included_ms END
       OR coalesce(sum(said.credit_cents) FILTER (WHERE said.holder_id = took.holder_id), 0) <> CASE WHEN took.holder_id IS NULL THEN 0 ELSE took.credit_cents END
       OR coalesce(sum(said.amount) FILTER (WHERE said.holder_id = took.holder_id), 0) <> CASE WHEN took.holder_id IS NULL THEN 0 ELSE took.amount END
       OR coalesce(sum(abs(said.included_ms) + abs(said.credit_cents) + abs(said.amount)) FILTER (WHERE said.holder_id IS DISTINCT FROM took.holder_id), 0) <> 0
     ORDER BY b.id LIMIT 500`,
    [tx.operatorId, siteId, new Date(at), backDays],
  );
  return rows.map((row) => ({ bookingId: row.id, says: row.says, takes: row.takes }));
}

/** The months of this site's bookings in which nothing waits to be settled. */
async function quietMonths(tx: Tx, siteId: SiteId, at: EpochMs): Promise<readonly MonthKey[]> {
  const rows = await tx.query<{ holder_id: HolderId; membership_id: string; period: string }>(
    `SELECT holder_id, membership_id, period FROM allowance_entry
     WHERE operator_id = $1 AND membership_id IS NOT NULL AND period >= to_char($3::timestamptz - make_interval(days => $4), 'YYYY-MM')
     GROUP BY 1, 2, 3 HAVING bool_and(settled_at IS NOT NULL) AND (array_agg(site_id ORDER BY n))[1] = $2 ORDER BY 2, 3`,
    [tx.operatorId, siteId, new Date(at), backDays],
  );
  return rows.map((row) => ({
    holderId: row.holder_id,
    membershipId: row.membership_id,
    period: row.period,
  }));
}
