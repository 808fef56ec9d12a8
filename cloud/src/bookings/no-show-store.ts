import type { BookingId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

export type NoShow = { readonly id: BookingId; readonly version: number };

const pageMost = 200;

/** At the instant `$1`. The reminders' index, of confirmed bookings by their start, finds them. */
export const noShowsAt = `booking b
     JOIN resource r ON r.operator_id = b.operator_id AND r.id = b.resource_id
     JOIN site_feed f ON f.operator_id = b.operator_id AND f.site_id = b.site_id
     WHERE b.state = 'confirmed' AND b.purpose = 'use' AND b.holder_id IS NOT NULL AND b.starts_at <= $1 AND b.starts_at > $1::timestamptz - interval '32 days'
       AND b.ends_at > $1 AND r.grace_ms IS NOT NULL AND greatest(b.starts_at, b.booked_at) + r.grace_ms * interval '1 millisecond' <= $1
       AND (f.taken_over_at IS NOT NULL OR b.holds_from >= f.horizon_at)`;

/**
 * Bookings to which nobody came within their grace, in the cloud's own part of the calendar: at sites without a box, whose box was lost, or whose horizon has stood still behind now. The rest
 * is released by the box.
 */
export async function noShows(tx: Tx, at: EpochMs): Promise<readonly NoShow[]> {
  return await tx.query<NoShow>(
    `SELECT b.id, b.version FROM ${noShowsAt} AND b.operator_id = $2 ORDER BY b.starts_at, b.id LIMIT ${pageMost}`,
    [new Date(at), tx.operatorId],
  );
}
