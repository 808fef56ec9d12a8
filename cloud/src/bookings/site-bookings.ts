import type { Booking } from '@lintel/core/bookings/booking.ts';
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
 * Keeps a booking as the site that owns it reports it, with its history. An older version than ours changes nothing. Throws on a resource that is not of
 * this site, and when another confirmed booking holds the slot.
 */
export async function keepReported(
  tx: Tx,
  siteId: SiteId,
  { booking, by, why, at }: Reported,
): Promise<void> {
  const rows = await tx.query<{ known: boolean }>(
    `WITH place AS (
       SELECT id FROM resource WHERE operator_id = $1 AND site_id = $2 AND id = $4
     ), kept AS (
       INSERT INTO booking (operator_id, site_id, id, resource_id, holder_id, title, starts_at, ends_at, state, version, source, booked_at)
       SELECT $1, $2, $3, place.id, $5, $6, $7, $8, $9, $10, $11, $12 FROM place
       ON CONFLICT (operator_id, id) DO UPDATE SET
         resource_id = excluded.resource_id, holder_id = excluded.holder_id, title = excluded.title, starts_at = excluded.starts_at,
         ends_at = excluded.ends_at, state = excluded.state, version = excluded.version
       WHERE booking.site_id = excluded.site_id AND (
         excluded.version > booking.version OR (booking.state = 'requested' AND excluded.version = booking.version))
       RETURNING version, state
     ), history AS (
       INSERT INTO booking_change (operator_id, booking_id, version, state, at, by, why)
       SELECT $1, $3, kept.version, kept.state, $13, $14, $15 FROM kept
     )
     SELECT EXISTS (SELECT 1 FROM place) AS known`,
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
    ],
  );
  if (!rows[0]?.known) throw new Error(`The resource ${booking.resourceId} is not of this site.`);
}

/** Whether a confirmed booking other than this one holds any of its slot. */
export async function isSlotHeld(tx: Tx, booking: Booking): Promise<boolean> {
  const rows = await tx.query(
    `SELECT 1 FROM booking WHERE operator_id = $1 AND resource_id = $2 AND state = 'confirmed' AND id <> $3
     AND during && tstzrange($4, $5, '[)') LIMIT 1`,
    [tx.operatorId, booking.resourceId, booking.id, new Date(booking.startsAt), new Date(booking.endsAt)],
  );
  return rows.length > 0;
}

/** Ends a request that the site did not keep. A booking in any other state stays as it is. */
export async function endRequest(
  tx: Tx,
  bookingId: BookingId,
  end: {
    readonly state: 'refused' | 'cancelled';
    readonly why: string;
    readonly at: EpochMs;
    readonly refusals?: unknown;
  },
): Promise<void> {
  await tx.query(
    `WITH ended AS (
       UPDATE booking SET state = $3, version = version + 1, refusals = $4 WHERE operator_id = $1 AND id = $2 AND state = 'requested'
       RETURNING version
     )
     INSERT INTO booking_change (operator_id, booking_id, version, state, at, by, why)
     SELECT $1, $2, ended.version, $3, $5, 'site', $6 FROM ended`,
    [
      tx.operatorId,
      bookingId,
      end.state,
      end.refusals ? JSON.stringify(end.refusals) : null,
      new Date(end.at),
      end.why,
    ],
  );
}
