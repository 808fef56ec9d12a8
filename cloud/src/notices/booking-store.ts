import type { BookingPurpose, BookingState } from '@lintel/core/bookings/booking.ts';
import type { BookingId, HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import type { CalendarEntry } from '../calendars/ics.ts';
import { sequenceSql } from '../calendars/sequence.ts';
import type { Tx } from '../database/operator.ts';
import type { NowBooking } from './stale.ts';

/** What overtakes a notice: after it, what was told no longer holds. */
const overtaking = ['moved', 'transferred', 'ended', 'released', 'cancelled'];

/** The booking of a notice as it stands now; absent when there is none. */
export async function findNow(
  tx: Tx,
  bookingId: BookingId,
  changeN: number | null,
): Promise<NowBooking | undefined> {
  const [row] = await tx.query<{
    state: BookingState;
    purpose: BookingPurpose;
    starts_at: number;
    ends_at: number;
    is_overtaken: boolean;
  }>(
    `SELECT b.state, b.purpose, b.starts_at, b.ends_at, EXISTS (
       SELECT 1 FROM booking_change c WHERE c.operator_id = b.operator_id AND c.booking_id = b.id AND c.n > $3 AND c.kind = ANY ($4)
     ) AS is_overtaken FROM booking b WHERE b.operator_id = $1 AND b.id = $2`,
    // Without a change it tells of, a notice compares times instead.
    [tx.operatorId, bookingId, changeN ?? Number.MAX_SAFE_INTEGER, overtaking],
  );
  if (!row) return undefined;
  return {
    state: row.state,
    purpose: row.purpose,
    startsAt: epochMs(row.starts_at),
    endsAt: epochMs(row.ends_at),
    isOvertaken: row.is_overtaken,
  };
}

export type Recipient = {
  readonly id: HolderId;
  readonly name: string;
  readonly email: string;
  readonly isSuspended: boolean;
};

export async function findRecipient(tx: Tx, holderId: HolderId): Promise<Recipient | undefined> {
  const [row] = await tx.query<{ name: string; email: string; is_suspended: boolean }>(
    'SELECT name, email, suspended_because IS NOT NULL AS is_suspended FROM holder WHERE operator_id = $1 AND id = $2',
    [tx.operatorId, holderId],
  );
  return row && { id: holderId, name: row.name, email: row.email, isSuspended: row.is_suspended };
}

/**
 * The calendar entries a change is about: its booking's, and those of what was changed with it in one go. A sequence is the sum of the versions of all bookings that share the
 * entry, so that it goes up too when a move makes another booking.
 */
export async function entriesOf(
  tx: Tx,
  bookingId: BookingId,
  changeN: number,
  at: EpochMs,
): Promise<readonly Omit<CalendarEntry, 'status'>[]> {
  const rows = await tx.query<EntryRow>(
    `SELECT b.calendar_uid AS uid, b.title, b.starts_at, b.ends_at, r.name AS resource_name, s.name AS site_name,
       ${sequenceSql('b')} AS sequence
     FROM booking told
     JOIN booking_change c ON c.operator_id = told.operator_id AND c.booking_id = told.id AND c.n = $3
     JOIN booking b ON b.operator_id = told.operator_id AND (b.id = told.id OR (b.group_id = told.group_id AND b.holder_id = told.holder_id
       AND EXISTS (SELECT 1 FROM booking_change same WHERE same.operator_id = b.operator_id AND same.booking_id = b.id AND same.kind = c.kind AND same.at = c.at)))
     JOIN resource r ON r.operator_id = b.operator_id AND r.id = b.resource_id
     JOIN site s ON s.operator_id = b.operator_id AND s.id = b.site_id
     WHERE told.operator_id = $1 AND told.id = $2 ORDER BY b.id <> told.id, r.name`,
    [tx.operatorId, bookingId, changeN],
  );
  return rows.map((row) => ({
    uid: row.uid,
    sequence: row.sequence,
    startsAt: epochMs(row.starts_at),
    endsAt: epochMs(row.ends_at),
    summary: row.title === '' ? row.resource_name : `${row.title} (${row.resource_name})`,
    location: `${row.resource_name}, ${row.site_name}`,
    description: '',
    changedAt: at,
  }));
}

type EntryRow = {
  readonly uid: string;
  readonly title: string;
  readonly starts_at: number;
  readonly ends_at: number;
  readonly resource_name: string;
  readonly site_name: string;
  readonly sequence: number;
};
