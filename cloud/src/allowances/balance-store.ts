import { periodOf, rest } from '@lintel/core/allowances/ledger.ts';
import { type AllowanceSharing, shareOf } from '@lintel/core/allowances/share.ts';
import type { Balance } from '@lintel/core/bookings/price.ts';
import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

export type Month = { readonly holderId: HolderId; readonly period: string };
export type MonthLeft = Month & { readonly left: Balance };

/** For whom a balance is worked out. The cloud counts what a site was asked and has not answered; the site does not hear of it twice: it counts what it writes itself. */
export type Reader = 'cloud' | 'site';

/** What is left of these months at this site; nothing for a holder without a membership there. Negative when it was overspent and is not settled yet. */
export async function monthsLeft(
  tx: Tx,
  siteId: SiteId,
  months: readonly Month[],
  reader: Reader,
  at: EpochMs,
): Promise<readonly MonthLeft[]> {
  if (months.length === 0) return [];
  return await leftWith(tx, await loadSharing(tx, siteId), months, reader, at);
}

async function leftWith(
  tx: Tx,
  { siteId, sharing, siteIds }: Sharing,
  months: readonly Month[],
  reader: Reader,
  at: EpochMs,
): Promise<readonly MonthLeft[]> {
  const rows = await tx.query<UsedRow>(
    `SELECT month.holder_id, month.period, m.site_ids, coalesce(begun.included_ms, p.included_ms) AS included_ms,
       coalesce(begun.credit_cents, p.credit_cents) AS credit_cents, used.included_ms AS used_included_ms, used.credit_cents AS used_credit_cents
     FROM jsonb_to_recordset($3::jsonb) AS month (holder_id uuid, period text)
     LEFT JOIN LATERAL (
       SELECT m.id, m.plan_id, m.site_ids FROM membership m WHERE m.operator_id = $1 AND m.holder_id = month.holder_id AND m.starts_at <= $4
       AND (m.ends_at IS NULL OR m.ends_at > $4) AND (m.site_ids IS NULL OR $2 = ANY (m.site_ids)) ORDER BY m.starts_at DESC, m.id LIMIT 1) m ON true
     LEFT JOIN plan p ON p.operator_id = $1 AND p.id = m.plan_id
     LEFT JOIN allowance_month begun ON begun.operator_id = $1 AND begun.membership_id = m.id AND begun.period = month.period
     LEFT JOIN LATERAL (
       SELECT coalesce(sum(e.included_ms), 0)::bigint AS included_ms, coalesce(sum(e.credit_cents), 0)::bigint AS credit_cents
       FROM allowance_entry e LEFT JOIN booking b ON b.operator_id = e.operator_id AND b.id = e.booking_id
       WHERE e.operator_id = $1 AND e.holder_id = month.holder_id AND e.period = month.period AND e.membership_id = m.id
       AND ($5 OR e.site_id = $2) AND NOT ($6 AND e.site_id = $2 AND b.state = 'requested')) used ON true`,
    [
      tx.operatorId,
      siteId,
      JSON.stringify(months.map(({ holderId, period }) => ({ holder_id: holderId, period }))),
      new Date(at),
      sharing === 'overdraft',
      reader === 'site',
    ],
  );
  return rows.map((row) => ({
    holderId: row.holder_id,
    period: row.period,
    left: leftOf(row, siteId, sharing, siteIds),
  }));
}

type UsedRow = {
  readonly holder_id: HolderId;
  readonly period: string;
  readonly site_ids: readonly SiteId[] | null;
  readonly included_ms: number | null;
  readonly credit_cents: number | null;
  readonly used_included_ms: number;
  readonly used_credit_cents: number;
};

function leftOf(row: UsedRow, siteId: SiteId, sharing: AllowanceSharing, all: readonly SiteId[]): Balance {
  if (row.included_ms === null) return { includedMs: 0, creditCents: 0 };
  const whole = { includedMs: row.included_ms, creditCents: row.credit_cents ?? 0 };
  const given = sharing === 'share' ? shareOf(whole, siteId, row.site_ids ?? all) : whole;
  return rest(given, {
    includedMs: row.used_included_ms,
    creditCents: row.used_credit_cents,
    amount: 0,
  });
}

/** A site among those of its operator, and how they spend what their members have in common. */
type Sharing = {
  readonly siteId: SiteId;
  readonly timeZone: string;
  readonly sharing: AllowanceSharing;
  readonly siteIds: readonly SiteId[];
};

async function loadSharing(tx: Tx, siteId: SiteId): Promise<Sharing> {
  const [row] = await tx.query<{ sharing: AllowanceSharing; site_ids: readonly SiteId[]; time_zone: string }>(
    `SELECT o.allowance_sharing AS sharing, s.time_zone, ARRAY(SELECT id FROM site WHERE operator_id = $1 ORDER BY id)::text[] AS site_ids
     FROM operator o JOIN site s ON s.operator_id = o.operator_id AND s.id = $2 WHERE o.operator_id = $1`,
    [tx.operatorId, siteId],
  );
  if (!row) throw new Error(`There is no site ${siteId}.`);
  return { siteId, timeZone: row.time_zone, sharing: row.sharing, siteIds: row.site_ids };
}

/** What is left of a holder's month for a booking at this site that starts then, as the cloud judges it. */
export async function loadBalance(
  tx: Tx,
  holderId: HolderId,
  siteId: SiteId,
  startsAt: EpochMs,
  at: EpochMs,
): Promise<Balance> {
  const sharing = await loadSharing(tx, siteId);
  const month = { holderId, period: periodOf(sharing.timeZone, startsAt) };
  const [found] = await leftWith(tx, sharing, [month], 'cloud', at);
  return found?.left ?? { includedMs: 0, creditCents: 0 };
}
