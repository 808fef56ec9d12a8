import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { ChangeKind } from '@lintel/core/bookings/history.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';

/** Where and whose a booking was before it changed, and what it took. */
export type Was = Pick<Booking, 'resourceId' | 'startsAt' | 'endsAt' | 'holderId' | 'charge'>;

/** One thing this site did to a booking. `was` is absent of its beginning; `requestId` is the request it answered, when there was one. */
export type BookingEntry = {
  readonly bookingId: BookingId;
  readonly version: number;
  readonly kind: ChangeKind;
  readonly at: EpochMs;
  readonly by: string;
  readonly why: string;
  readonly was?: Was | undefined;
  readonly requestId?: string | undefined;
};

const columns = 'booking_id AS "bookingId", version, kind, at, by, why, was';

type Row = Omit<BookingEntry, 'was'> & { readonly was: string | null };

export function keepEntry(store: Store, entry: BookingEntry): void {
  const sql =
    'INSERT INTO booking_change (booking_id, version, kind, at, by, why, was, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
  const { bookingId, version, kind, at, by, why, requestId } = entry;
  const was = entry.was ? JSON.stringify(entry.was) : null;
  store.run(sql, bookingId, version, kind, at, by, why, was, requestId ?? null);
}

/** What this site did to the booking, in order. What the cloud did to it is in the cloud's history. */
export function listEntries(store: Store, bookingId: BookingId): readonly BookingEntry[] {
  const sql = `SELECT ${columns} FROM booking_change WHERE booking_id = ? ORDER BY version`;
  return store.all<Row>(sql, bookingId).map(toEntry);
}

/** What a request did, when it was answered before. */
export function findEntryOf(store: Store, requestId: string): BookingEntry | undefined {
  const row = store.get<Row>(`SELECT ${columns} FROM booking_change WHERE request_id = ?`, requestId);
  return row && toEntry(row);
}

/** What made the booking what it is in this version, when this site did. */
export function findEntry(store: Store, bookingId: BookingId, version: number): BookingEntry | undefined {
  const sql = `SELECT ${columns} FROM booking_change WHERE booking_id = ? AND version = ?`;
  const row = store.get<Row>(sql, bookingId, version);
  return row && toEntry(row);
}

/** Entries of bookings whose last one was made before `before`, at most so many; how many went. */
export function pruneEntries(store: Store, before: EpochMs, most: number): number {
  return store.run(
    'DELETE FROM booking_change WHERE (booking_id, version) IN (SELECT booking_id, version FROM booking_change WHERE at < ? LIMIT ?)',
    before,
    most,
  );
}

function toEntry({ was, ...row }: Row): BookingEntry {
  return was === null ? row : { ...row, was: JSON.parse(was) };
}
