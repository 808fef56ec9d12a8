import type { AllowanceMonth } from '@lintel/core/allowances/wire.ts';
import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { activeMemberships } from '../members/store.ts';

/**
 * The months of a holder: the present one of every membership that counts now, and every other from the last one on that something was charged to. Newest membership first, months in order. They sum to
 * the ledger.
 */
export async function myMonths(tx: Tx, holderId: HolderId, at: EpochMs): Promise<readonly AllowanceMonth[]> {
  const wanted = await presentMonths(tx, holderId, at);
  const rows = await tx.query<MonthRow>(
    `WITH present AS (SELECT * FROM jsonb_to_recordset($3::jsonb) AS present (membership_id uuid, period text)),
     months AS (
       SELECT membership_id, period FROM present UNION
       SELECT membership_id, period FROM allowance_entry WHERE operator_id = $1 AND holder_id = $2 AND membership_id IS NOT NULL AND period >= $4
     )
     SELECT months.membership_id, months.period, p.name, m.site_ids, coalesce(begun.included_ms, p.included_ms) AS included_ms,
       coalesce(begun.credit_cents, p.credit_cents) AS credit_cents, coalesce(used.included_ms, 0)::bigint AS used_included_ms,
       coalesce(used.credit_cents, 0)::bigint AS used_credit_cents, coalesce(used.money, '[]') AS money
     FROM months JOIN membership m ON m.operator_id = $1 AND m.id = months.membership_id JOIN plan p ON p.operator_id = $1 AND p.id = m.plan_id
     LEFT JOIN allowance_month begun ON begun.operator_id = $1 AND begun.membership_id = months.membership_id AND begun.period = months.period
     LEFT JOIN LATERAL (
       SELECT sum(t.included_ms) AS included_ms, sum(t.credit_cents) AS credit_cents,
         jsonb_agg(jsonb_build_object('currency', t.currency, 'amount', t.amount, 'settled', t.settled) ORDER BY t.currency) FILTER (WHERE t.amount <> 0 OR t.settled <> 0) AS money
       FROM (
         SELECT s.currency, sum(e.included_ms) AS included_ms, sum(e.credit_cents) AS credit_cents,
           coalesce(sum(e.amount) FILTER (WHERE e.kind = 'charge'), 0) AS amount, coalesce(sum(e.amount) FILTER (WHERE e.kind = 'overage'), 0) AS settled
         FROM allowance_entry e JOIN site s ON s.operator_id = e.operator_id AND s.id = e.site_id
         WHERE e.operator_id = $1 AND e.holder_id = $2 AND e.period = months.period AND e.membership_id = months.membership_id GROUP BY s.currency) t) used ON true
     ORDER BY m.starts_at DESC, months.membership_id, months.period`,
    [tx.operatorId, holderId, JSON.stringify(wanted), lastMonth(at)],
  );
  return rows.map(toMonth);
}

type MonthRow = {
  readonly period: string;
  readonly name: string;
  readonly site_ids: readonly SiteId[] | null;
  readonly included_ms: number;
  readonly credit_cents: number;
  readonly used_included_ms: number;
  readonly used_credit_cents: number;
  readonly money: AllowanceMonth['money'];
};

function toMonth(row: MonthRow): AllowanceMonth {
  return {
    ...(row.site_ids ? { siteIds: [...row.site_ids] } : {}),
    period: row.period,
    planName: row.name,
    includedMs: row.included_ms,
    usedIncludedMs: row.used_included_ms,
    creditCents: row.credit_cents,
    usedCreditCents: row.used_credit_cents,
    money: row.money,
  };
}

async function presentMonths(tx: Tx, holderId: HolderId, at: EpochMs) {
  const memberships = await activeMemberships(tx, holderId, at);
  const zones = await tx.query<{ id: SiteId; time_zone: string }>(
    'SELECT id, time_zone FROM site WHERE operator_id = $1',
    [tx.operatorId],
  );
  return memberships.flatMap(({ id, site_ids }) => {
    const here = zones.filter((site) => site_ids === null || site_ids.includes(site.id));
    const periods = new Set(here.map(({ time_zone }) => localDate(time_zone, at).slice(0, 7)));
    return [...periods].map((period) => ({ membership_id: id, period }));
  });
}

/** The month before this one, by UTC: which months are shown is no matter of hours. */
function lastMonth(at: EpochMs): string {
  return Temporal.PlainYearMonth.from(localDate('UTC', at).slice(0, 7)).subtract({ months: 1 }).toString();
}
