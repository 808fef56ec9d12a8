import type { Booking, BookingState } from '@lintel/core/bookings/booking.ts';
import type { BookingId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

/** A booking as its site reports it. */
export type Reported = {
  readonly booking: Booking;
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
};

/**
 * Keeps a booking as the site that owns it reports it, with its history. An older version than ours changes nothing. Throws on what is not the site's to say (`checkOwned`),
 * and when another confirmed booking holds the slot.
 */
export async function keepReported(tx: Tx, siteId: SiteId, reported: Reported): Promise<void> {
  const { booking, by, why, at } = reported;
  await checkOwned(tx, siteId, booking);
  await tx.query(
    `WITH kept AS (
       INSERT INTO booking (operator_id, site_id, id, resource_id, holder_id, title, starts_at, ends_at, state, version, source, booked_at,
         purpose, people, holds_from, holds_until, charge_included_ms, charge_credit_cents, charge_amount, group_id, series_id, calendar_uid)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $16, $17, $18, $19, $20, $21, $22, $23, $24, $3)
       ON CONFLICT (operator_id, id) DO UPDATE SET
         resource_id = excluded.resource_id, holder_id = excluded.holder_id, title = excluded.title, starts_at = excluded.starts_at,
         ends_at = excluded.ends_at, state = excluded.state, version = excluded.version, purpose = excluded.purpose, people = excluded.people,
         holds_from = excluded.holds_from, holds_until = excluded.holds_until, charge_included_ms = excluded.charge_included_ms,
         charge_credit_cents = excluded.charge_credit_cents, charge_amount = excluded.charge_amount
       WHERE booking.site_id = excluded.site_id AND (
         excluded.version > booking.version OR (booking.state = 'requested' AND excluded.version = booking.version))
       RETURNING version, state
     )
     INSERT INTO booking_change (operator_id, booking_id, version, state, kind, at, by, why)
     SELECT $1, $3, kept.version, kept.state, CASE kept.state WHEN 'cancelled' THEN 'cancelled' ELSE 'booked' END, $13, $14, $15 FROM kept`,
    [
      tx.operatorId,
      siteId,
      booking.id,
      booking.resourceId,
      booking.holderId ?? null,
      booking.title,
      new Date(booking.startsAt),
      new Date(booking.endsAt),
      booking.state,
      booking.version,
      booking.source,
      new Date(booking.bookedAt),
      new Date(at),
      by,
      why,
      booking.purpose,
      booking.people,
      new Date(booking.holdsFrom),
      new Date(booking.holdsUntil),
      booking.charge.includedMs,
      booking.charge.creditCents,
      booking.charge.amount,
      booking.groupId ?? null,
      booking.seriesId ?? null,
    ],
  );
}

/** Throws unless the site may say this: a booking that is confirmed or cancelled, of a resource of its own, not another site's, and neither before nor now in the cloud's part of the calendar. */
async function checkOwned(tx: Tx, siteId: SiteId, booking: Booking): Promise<void> {
  const [found] = await tx.query<{
    horizon_at: number;
    has_resource: boolean;
    site_id: SiteId | null;
    starts_at: number | null;
  }>(
    `SELECT f.horizon_at, b.site_id, b.holds_from AS starts_at,
       EXISTS (SELECT 1 FROM resource r WHERE r.operator_id = $1 AND r.site_id = $2 AND r.id = $3) AS has_resource
     FROM site_feed f LEFT JOIN booking b ON b.operator_id = $1 AND b.id = $4 WHERE f.operator_id = $1 AND f.site_id = $2`,
    [tx.operatorId, siteId, booking.resourceId, booking.id],
  );
  if (!found?.has_resource) throw new Error(`The resource ${booking.resourceId} is not of this site.`);
  if (found.site_id !== null && found.site_id !== siteId)
    throw new Error(`The booking ${booking.id} is another site's.`);
  if (booking.state === 'requested' || booking.state === 'refused')
    throw new Error(`A site reports what it keeps and ends, not a booking that is ${booking.state}.`);
  if (Math.max(booking.holdsFrom, found.starts_at ?? 0) >= found.horizon_at)
    throw new Error(`The booking ${booking.id} starts at the horizon or later: it is the cloud's to change.`);
}

/** Whether a confirmed booking other than this one holds any of its slot. */
export async function isSlotHeld(tx: Tx, booking: Booking): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM booking WHERE operator_id = $1 AND resource_id = $2 AND state IN ('confirmed', 'checked_in', 'ended') AND id <> $3
     AND during && tstzrange($4, $5, '[)') LIMIT 1`,
    [
      tx.operatorId,
      booking.resourceId,
      booking.id,
      new Date(booking.holdsFrom),
      new Date(booking.holdsUntil),
    ],
  );
  return rows.length > 0;
}

/** Ends a booking that the site does not keep, if it is in one of these states. */
export async function endUnkept(
  tx: Tx,
  bookingId: BookingId,
  end: {
    readonly from: readonly BookingState[];
    readonly state: 'refused' | 'cancelled';
    readonly why: string;
    readonly at: EpochMs;
    readonly refusals?: unknown;
  },
): Promise<void> {
  await tx.query(
    `WITH ended AS (
       UPDATE booking SET state = $3, version = version + 1, refusals = $4 WHERE operator_id = $1 AND id = $2 AND state = ANY ($7)
       RETURNING version
     )
     INSERT INTO booking_change (operator_id, booking_id, version, state, kind, at, by, why)
     SELECT $1, $2, ended.version, $3, $3, $5, 'site', $6 FROM ended`,
    [
      tx.operatorId,
      bookingId,
      end.state,
      end.refusals ? JSON.stringify(end.refusals) : null,
      new Date(end.at),
      end.why,
      [...end.from],
    ],
  );
}
