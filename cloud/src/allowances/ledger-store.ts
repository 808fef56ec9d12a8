import type { BookingState } from '@lintel/core/bookings/booking.ts';
import type { Charge } from '@lintel/core/bookings/price.ts';
import type { BookingId, HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

/** A booking with what the ledger says of it, as of this transaction. */
export type Account = {
  readonly bookingId: BookingId;
  readonly version: number;
  readonly siteId: SiteId;
  readonly timeZone: string;
  readonly holderId: HolderId | undefined;
  readonly state: BookingState;
  readonly startsAt: EpochMs;
  readonly charge: Charge;
  readonly creditCentsPerHour: number;
  readonly pricePerHour: number;
  /** The membership its holder had there when it was booked. */
  readonly membershipId: string | undefined;
  readonly kept: readonly KeptSum[];
};

export type KeptSum = {
  readonly holderId: HolderId;
  readonly period: string;
  readonly membershipId: string | undefined;
  readonly charge: Charge;
};

export async function loadAccounts(tx: Tx, bookingIds: readonly BookingId[]): Promise<readonly Account[]> {
  const rows = await tx.query<AccountRow>(
    `SELECT b.id, b.version, b.site_id, s.time_zone, b.holder_id, b.state, b.starts_at, b.charge_included_ms, b.charge_credit_cents, b.charge_amount,
       r.credit_cents_per_hour, r.price_per_hour,
       (SELECT m.id FROM membership m WHERE m.operator_id = b.operator_id AND m.holder_id = b.holder_id AND m.starts_at <= b.booked_at
         AND (m.site_ids IS NULL OR b.site_id = ANY (m.site_ids))
         ORDER BY (m.ends_at IS NULL OR m.ends_at > b.booked_at) DESC, m.starts_at DESC, m.id LIMIT 1) AS membership_id,
       (SELECT coalesce(jsonb_agg(e), '[]') FROM (
         SELECT holder_id, period, membership_id, sum(included_ms) AS included_ms, sum(credit_cents) AS credit_cents, sum(amount) AS amount
         FROM allowance_entry WHERE operator_id = b.operator_id AND booking_id = b.id AND kind = 'charge' GROUP BY 1, 2, 3) e) AS kept
     FROM booking b JOIN site s ON s.operator_id = b.operator_id AND s.id = b.site_id
     JOIN resource r ON r.operator_id = b.operator_id AND r.id = b.resource_id
     WHERE b.operator_id = $1 AND b.id = ANY ($2)`,
    [tx.operatorId, [...bookingIds]],
  );
  return rows.map(toAccount);
}

type SumRow = {
  readonly holder_id: HolderId;
  readonly period: string;
  readonly membership_id: string | null;
  readonly included_ms: number;
  readonly credit_cents: number;
  readonly amount: number;
};
type AccountRow = {
  readonly id: BookingId;
  readonly version: number;
  readonly site_id: SiteId;
  readonly time_zone: string;
  readonly holder_id: HolderId | null;
  readonly state: BookingState;
  readonly starts_at: EpochMs;
  readonly charge_included_ms: number;
  readonly charge_credit_cents: number;
  readonly charge_amount: number;
  readonly credit_cents_per_hour: number;
  readonly price_per_hour: number;
  readonly membership_id: string | null;
  readonly kept: readonly SumRow[];
};

function toAccount(row: AccountRow): Account {
  return {
    bookingId: row.id,
    version: row.version,
    siteId: row.site_id,
    timeZone: row.time_zone,
    holderId: row.holder_id ?? undefined,
    state: row.state,
    startsAt: row.starts_at,
    charge: {
      includedMs: row.charge_included_ms,
      creditCents: row.charge_credit_cents,
      amount: row.charge_amount,
    },
    creditCentsPerHour: row.credit_cents_per_hour,
    pricePerHour: row.price_per_hour,
    membershipId: row.membership_id ?? undefined,
    kept: row.kept.map((one) => ({
      holderId: one.holder_id,
      period: one.period,
      membershipId: one.membership_id ?? undefined,
      charge: {
        includedMs: Number(one.included_ms),
        creditCents: Number(one.credit_cents),
        amount: Number(one.amount),
      },
    })),
  };
}

export type NewEntry = {
  readonly holderId: HolderId;
  readonly period: string;
  readonly membershipId: string | undefined;
  readonly siteId: SiteId;
  readonly bookingId: BookingId;
  readonly version: number;
  readonly kind: 'charge' | 'overage';
  readonly charge: Charge;
  readonly creditCentsPerHour: number;
  readonly pricePerHour: number;
};

/** Adds lines to the ledger; a month that is charged for the first time begins with what its membership's plan gives now. */
export async function addEntries(tx: Tx, entries: readonly NewEntry[], at: EpochMs): Promise<void> {
  if (entries.length === 0) return;
  await tx.query(
    `WITH line AS (
       SELECT * FROM jsonb_to_recordset($2::jsonb) AS line (holder_id uuid, period text, membership_id uuid, site_id uuid, booking_id uuid,
         version int, kind text, included_ms bigint, credit_cents bigint, amount bigint, credit_cents_per_hour int, price_per_hour int)
     ), begun AS (
       INSERT INTO allowance_month (operator_id, membership_id, period, included_ms, credit_cents)
       SELECT DISTINCT $1::uuid, m.id, line.period, p.included_ms, p.credit_cents FROM line
       JOIN membership m ON m.operator_id = $1 AND m.id = line.membership_id JOIN plan p ON p.operator_id = $1 AND p.id = m.plan_id
       ON CONFLICT DO NOTHING
     )
     INSERT INTO allowance_entry (operator_id, holder_id, period, membership_id, site_id, booking_id, version, kind, included_ms, credit_cents, amount,
       credit_cents_per_hour, price_per_hour, at, settled_at)
     SELECT $1, holder_id, period, membership_id, site_id, booking_id, version, kind, included_ms, credit_cents, amount,
       credit_cents_per_hour, price_per_hour, $3, CASE kind WHEN 'overage' THEN $3::timestamptz END FROM line`,
    [tx.operatorId, JSON.stringify(entries.map(toRow)), new Date(at)],
  );
}

function toRow(entry: NewEntry) {
  return {
    holder_id: entry.holderId,
    period: entry.period,
    membership_id: entry.membershipId ?? null,
    site_id: entry.siteId,
    booking_id: entry.bookingId,
    version: entry.version,
    kind: entry.kind,
    included_ms: entry.charge.includedMs,
    credit_cents: entry.charge.creditCents,
    amount: entry.charge.amount,
    credit_cents_per_hour: entry.creditCentsPerHour,
    price_per_hour: entry.pricePerHour,
  };
}
