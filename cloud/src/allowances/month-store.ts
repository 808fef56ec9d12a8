import type { Booked } from '@lintel/core/allowances/ledger.ts';
import type { Balance, Charge } from '@lintel/core/bookings/price.ts';
import type { BookingId, HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

/** One membership's month, as it is settled. */
export type MonthKey = {
  readonly holderId: HolderId;
  readonly membershipId: string;
  readonly period: string;
};

/** What one booking took of the month, and what was turned into money of it so far. */
export type MonthBooking = Booked & {
  readonly siteId: SiteId;
  readonly version: number;
  readonly over: Charge;
};

/** Months with lines nobody has looked at, and marks those lines as looked at in this transaction; other processes pass them over meanwhile. */
export async function takeUnsettled(tx: Tx, most: number, at: EpochMs): Promise<readonly MonthKey[]> {
  const rows = await tx.query<{ holder_id: HolderId; membership_id: string | null; period: string }>(
    `WITH fresh AS (
       SELECT holder_id, period, n FROM allowance_entry WHERE operator_id = $1 AND settled_at IS NULL ORDER BY n LIMIT $2 FOR UPDATE SKIP LOCKED
     ), marked AS (
       UPDATE allowance_entry e SET settled_at = $3 FROM fresh
       WHERE e.operator_id = $1 AND e.holder_id = fresh.holder_id AND e.period = fresh.period AND e.n = fresh.n
       RETURNING e.holder_id, e.membership_id, e.period
     )
     SELECT DISTINCT holder_id, membership_id, period FROM marked ORDER BY membership_id, period`,
    [tx.operatorId, most, new Date(at)],
  );
  return rows.flatMap((row) =>
    row.membership_id === null
      ? []
      : [{ holderId: row.holder_id, membershipId: row.membership_id, period: row.period }],
  );
}

/** What the month gives; locked until this transaction ends, so that nobody settles it at the same time. */
export async function lockMonth(tx: Tx, { membershipId, period }: MonthKey): Promise<Balance | undefined> {
  const [row] = await tx.query<{ included_ms: number; credit_cents: number }>(
    'SELECT included_ms, credit_cents FROM allowance_month WHERE operator_id = $1 AND membership_id = $2 AND period = $3 FOR UPDATE',
    [tx.operatorId, membershipId, period],
  );
  return row && { includedMs: row.included_ms, creditCents: row.credit_cents };
}

export async function bookingsOfMonth(
  tx: Tx,
  { holderId, membershipId, period }: MonthKey,
): Promise<readonly MonthBooking[]> {
  const rows = await tx.query<MonthRow>(
    `SELECT e.booking_id, b.booked_at, b.version, e.site_id,
       sum(e.included_ms) FILTER (WHERE e.kind = 'charge')::bigint AS included_ms, sum(e.credit_cents) FILTER (WHERE e.kind = 'charge')::bigint AS credit_cents,
       sum(e.amount) FILTER (WHERE e.kind = 'charge')::bigint AS amount,
       coalesce(sum(e.included_ms) FILTER (WHERE e.kind = 'overage'), 0)::bigint AS over_included_ms,
       coalesce(sum(e.credit_cents) FILTER (WHERE e.kind = 'overage'), 0)::bigint AS over_credit_cents,
       coalesce(sum(e.amount) FILTER (WHERE e.kind = 'overage'), 0)::bigint AS over_amount,
       (array_agg(e.credit_cents_per_hour ORDER BY e.n DESC) FILTER (WHERE e.kind = 'charge'))[1] AS credit_cents_per_hour,
       (array_agg(e.price_per_hour ORDER BY e.n DESC) FILTER (WHERE e.kind = 'charge'))[1] AS price_per_hour
     FROM allowance_entry e JOIN booking b ON b.operator_id = e.operator_id AND b.id = e.booking_id
     WHERE e.operator_id = $1 AND e.holder_id = $2 AND e.period = $3 AND e.membership_id = $4
     GROUP BY e.booking_id, b.booked_at, b.version, e.site_id`,
    [tx.operatorId, holderId, period, membershipId],
  );
  return rows.map((row) => ({
    bookingId: row.booking_id,
    bookedAt: row.booked_at,
    version: row.version,
    siteId: row.site_id,
    charge: { includedMs: row.included_ms, creditCents: row.credit_cents, amount: row.amount },
    over: {
      includedMs: row.over_included_ms,
      creditCents: row.over_credit_cents,
      amount: row.over_amount,
    },
    creditCentsPerHour: row.credit_cents_per_hour,
    pricePerHour: row.price_per_hour,
  }));
}

type MonthRow = {
  readonly booking_id: BookingId;
  readonly booked_at: EpochMs;
  readonly version: number;
  readonly site_id: SiteId;
  readonly included_ms: number;
  readonly credit_cents: number;
  readonly amount: number;
  readonly over_included_ms: number;
  readonly over_credit_cents: number;
  readonly over_amount: number;
  readonly credit_cents_per_hour: number;
  readonly price_per_hour: number;
};
