import type { BookingPurpose, BookingState } from '@lintel/core/bookings/booking.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { LinkRow } from './link-store.ts';
import { sequenceSql } from './sequence.ts';

/** One booking in a feed, as it stands. */
export type FeedRow = {
  readonly uid: string;
  /** The versions of all bookings that share the entry, summed: it goes up too when a move makes another booking. */
  readonly sequence: number;
  readonly title: string;
  readonly purpose: BookingPurpose;
  readonly state: BookingState;
  readonly starts_at: EpochMs;
  readonly ends_at: EpochMs;
  readonly holder_id: HolderId | null;
  readonly holder_name: string | null;
  readonly resource_name: string;
  readonly site_name: string;
  readonly changed_at: EpochMs;
};

const dayMs = 24 * 60 * 60 * 1000;
const spans = {
  member: { backMs: 90 * dayMs, aheadMs: 3660 * dayMs },
  resource: { backMs: 30 * dayMs, aheadMs: 3660 * dayMs },
  // A whole site is for looking at, day by day: two hundred rooms at ten a day make no calendar of years.
  site: { backMs: 2 * dayMs, aheadMs: 21 * dayMs },
} as const;
/** A calendar that was told of a booking is told for so long that it is gone. */
const goneForMs = 30 * dayMs;
export const entriesMost = 5000;

/**
 * The bookings of a feed, in the order of their start. One entry for each calendar UID: of bookings that took each other's place the newest. What was cancelled, released or refused stays in
 * for thirty days.
 */
export async function feedRows(tx: Tx, link: LinkRow, at: EpochMs): Promise<readonly FeedRow[]> {
  const { backMs, aheadMs } = spans[link.kind];
  const whose = {
    member: 'b.holder_id = $6',
    resource: 'b.resource_id = $6',
    site: 'b.site_id = $6',
  }[link.kind];
  const subject = { member: link.holder_id, resource: link.resource_id, site: link.site_id }[link.kind];
  return await tx.query<FeedRow>(
    `SELECT * FROM (
       SELECT DISTINCT ON (b.calendar_uid) b.calendar_uid AS uid, b.title, b.purpose, b.state, b.starts_at, b.ends_at, b.holder_id, h.name AS holder_name,
         r.name AS resource_name, s.name AS site_name, changed.at AS changed_at,
         ${sequenceSql('b')} AS sequence
       FROM booking b
       JOIN resource r ON r.operator_id = b.operator_id AND r.id = b.resource_id
       JOIN site s ON s.operator_id = b.operator_id AND s.id = b.site_id
       LEFT JOIN holder h ON h.operator_id = b.operator_id AND h.id = b.holder_id
       CROSS JOIN LATERAL (SELECT coalesce(max(c.at), b.booked_at) AS at FROM booking_change c WHERE c.operator_id = b.operator_id AND c.booking_id = b.id) changed
       WHERE b.operator_id = $1 AND ${whose} AND b.ends_at > $2 AND b.starts_at < $3
         AND (b.state IN ('confirmed', 'checked_in', 'ended') OR (b.state = 'requested' AND b.holder_id = $5)
           OR (b.state IN ('cancelled', 'released', 'refused') AND changed.at > $4))
       ORDER BY b.calendar_uid, b.state NOT IN ('confirmed', 'checked_in', 'ended'), b.booked_at DESC, b.id
     ) entry ORDER BY starts_at, uid LIMIT ${entriesMost}`,
    [
      tx.operatorId,
      new Date(at - backMs),
      new Date(at + aheadMs),
      new Date(at - goneForMs),
      link.holder_id,
      subject,
    ],
  );
}
