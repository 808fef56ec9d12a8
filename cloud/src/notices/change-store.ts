import type { BookingPurpose, BookingSource, BookingState } from '@lintel/core/bookings/booking.ts';
import type { ChangeKind } from '@lintel/core/bookings/history.ts';
import type { Charge } from '@lintel/core/bookings/price.ts';
import type { BookingId, HolderId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { House } from './letters/about.ts';
import { isTimeZone } from './letters/when.ts';

/** One untold entry of a booking's history, with everything a letter about it says. */
export type UntoldChange = {
  readonly n: number;
  readonly booking_id: BookingId;
  readonly version: number;
  readonly kind: ChangeKind;
  readonly at: EpochMs;
  readonly by: string;
  readonly by_holder_id: HolderId | null;
  readonly by_kind: 'member' | 'staff' | 'guest' | null;
  readonly why: string;
  /** As the change left it. */
  readonly change_state: BookingState;
  readonly was: {
    readonly resourceId: ResourceId;
    readonly startsAt: EpochMs;
    readonly endsAt: EpochMs;
    readonly holderId?: HolderId;
  } | null;
  readonly was_name: string | null;
  readonly holder_id: HolderId | null;
  readonly title: string;
  readonly purpose: BookingPurpose;
  readonly source: BookingSource;
  readonly starts_at: EpochMs;
  readonly ends_at: EpochMs;
  readonly is_of_series: boolean;
  /** A series' own event tells of it, with all its other dates. */
  readonly is_told_by_series: boolean;
  readonly refusals: unknown;
  readonly charge: Charge;
  readonly resource_name: string;
  readonly grace_ms: number | null;
  readonly site_id: SiteId;
  readonly house: House;
  /** The booking that this one replaces, where there is one, and whether another replaces this one. */
  readonly old_name: string | null;
  readonly old_starts_at: EpochMs | null;
  readonly old_ends_at: EpochMs | null;
  readonly is_replaced: boolean;
  /** Booked in one go with others: whether another speaks for all, and for whom this one speaks. */
  readonly is_spoken_for: boolean | null;
  readonly also_names: readonly string[] | null;
  /** How long an offer to whoever waits stands. */
  readonly offer_until: EpochMs | null;
};

/**
 * Takes the oldest untold changes and marks them as told. Whoever else takes at the same time gets others; if this transaction does not commit, they are untold again. So each is told
 * once, however many processes tell.
 */
export async function takeUntold(tx: Tx, at: EpochMs, most: number): Promise<readonly UntoldChange[]> {
  const rows = await tx.query<UntoldChange>(
    `SELECT c.n, c.booking_id, c.version, c.kind, c.at, c.by, c.by_holder_id, doer.kind AS by_kind, c.why, c.state AS change_state, c.was,
       was_place.name AS was_name, b.holder_id, b.title, b.purpose, b.source, b.starts_at, b.ends_at, b.series_id IS NOT NULL AS is_of_series, b.refusals,
       b.series_id IS NOT NULL AND EXISTS (SELECT 1 FROM series_event e WHERE e.operator_id = b.operator_id AND e.series_id = b.series_id
         AND (e.body ->> 'by' IS NULL OR e.body ->> 'by' = c.by_holder_id::text) AND CASE e.kind
           WHEN 'series_transferred' THEN c.kind = 'transferred'
           WHEN 'series_cancelled' THEN c.kind = 'cancelled'
           WHEN 'series_changed' THEN c.kind = 'moved' AND c.at < e.at + interval '1 day'
           ELSE false END
         AND (e.kind = 'series_transferred' OR
           (b.starts_at AT TIME ZONE s.time_zone)::date::text BETWEEN e.body ->> 'from' AND coalesce(e.body ->> 'until', '9'))
       ) AS is_told_by_series,
       jsonb_build_object('includedMs', b.charge_included_ms, 'creditCents', b.charge_credit_cents, 'amount', b.charge_amount) AS charge,
       r.name AS resource_name, r.grace_ms, s.id AS site_id,
       jsonb_build_object('siteName', s.name, 'timeZone', s.time_zone, 'currency', s.currency, 'operatorName', o.name,
         'help', jsonb_build_object('name', s.help_name, 'email', s.help_email, 'phone', s.help_phone)) AS house,
       old_place.name AS old_name, old.starts_at AS old_starts_at, old.ends_at AS old_ends_at,
       EXISTS (SELECT 1 FROM booking new WHERE new.operator_id = b.operator_id AND new.replaces = b.id
         AND new.state IN ('confirmed', 'checked_in', 'ended')) AS is_replaced,
       party.is_spoken_for, party.also_names, w.expires_at AS offer_until
     FROM booking_change c
     JOIN booking b ON b.operator_id = c.operator_id AND b.id = c.booking_id
     JOIN resource r ON r.operator_id = b.operator_id AND r.id = b.resource_id
     JOIN site s ON s.operator_id = b.operator_id AND s.id = b.site_id
     JOIN operator o ON o.operator_id = b.operator_id
     LEFT JOIN holder doer ON doer.operator_id = c.operator_id AND doer.id = c.by_holder_id
     LEFT JOIN resource was_place ON was_place.operator_id = c.operator_id AND was_place.id = (c.was ->> 'resourceId')::uuid
     LEFT JOIN booking old ON old.operator_id = b.operator_id AND old.id = b.replaces
     LEFT JOIN resource old_place ON old_place.operator_id = old.operator_id AND old_place.id = old.resource_id
     LEFT JOIN LATERAL (
       SELECT bool_or(g.id < b.id) AS is_spoken_for, array_agg(gr.name ORDER BY gr.name) AS also_names
       FROM booking g
       JOIN booking_change gc ON gc.operator_id = g.operator_id AND gc.booking_id = g.id AND gc.kind = c.kind AND gc.at = c.at
       JOIN resource gr ON gr.operator_id = g.operator_id AND gr.id = g.resource_id
       WHERE g.operator_id = b.operator_id AND g.group_id = b.group_id AND g.id <> b.id AND g.holder_id = b.holder_id
     ) party ON b.group_id IS NOT NULL
     LEFT JOIN wait w ON w.operator_id = b.operator_id AND w.booking_id = b.id
     WHERE c.operator_id = $1 AND c.told_at IS NULL
       -- An offer is told once it is known how long it stands, which is a moment after it is booked.
       AND NOT (b.purpose = 'hold' AND w.id IS NOT NULL AND w.expires_at IS NULL AND c.kind IN ('booked', 'confirmed') AND c.at > $3::timestamptz - interval '30 seconds')
     ORDER BY c.n LIMIT $2 FOR UPDATE OF c SKIP LOCKED`,
    [tx.operatorId, most, new Date(at)],
  );
  await tx.query(
    `UPDATE booking_change c SET told_at = $2 FROM unnest($3::uuid[], $4::bigint[]) AS taken (booking_id, n)
     WHERE c.operator_id = $1 AND c.booking_id = taken.booking_id AND c.n = taken.n`,
    [tx.operatorId, new Date(at), rows.map((row) => row.booking_id), rows.map((row) => row.n)],
  );
  return rows;
}

export type ReaderRow = {
  readonly id: HolderId;
  readonly name: string;
  readonly email: string;
  readonly time_zone: string | null;
};

export async function readersOf(tx: Tx, ids: readonly HolderId[]): Promise<ReadonlyMap<HolderId, ReaderRow>> {
  const rows = await tx.query<ReaderRow>(
    'SELECT id, name, email, time_zone FROM holder WHERE operator_id = $1 AND id = ANY ($2)',
    [tx.operatorId, [...new Set(ids)]],
  );
  // A zone that this machine does not know is as good as none.
  const known = (zone: string | null) => (zone !== null && isTimeZone(zone) ? zone : null);
  return new Map(rows.map((row) => [row.id, { ...row, time_zone: known(row.time_zone) }]));
}
