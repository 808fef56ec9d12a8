import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import {
  IdTaken,
  type KeptBooking,
  type NewBooking,
  SlotTaken,
} from '../../../../cloud/src/bookings/calendar.ts';
import type { Note } from '../../../../cloud/src/bookings/history.ts';
import type { Store } from '../../../../edge/src/database/store.ts';

type Row = {
  readonly body: string;
  readonly site_id: SiteId;
  readonly refusals: string | null;
  readonly replaces: BookingId | null;
  readonly calendar_uid: string;
};

const columns = 'body, site_id, refusals, replaces, calendar_uid';
const holding = `state IN ('confirmed', 'checked_in', 'ended')`;

export function findBooking(store: Store, id: BookingId): KeptBooking | undefined {
  const row = store.get<Row>(`SELECT ${columns} FROM booking WHERE id = ?`, id);
  return row && toKept(row);
}

export function ofGroup(store: Store, groupId: string): readonly KeptBooking[] {
  return store.all<Row>(`SELECT ${columns} FROM booking WHERE group_id = ? ORDER BY id`, groupId).map(toKept);
}

/** The newest booking that took the place of this one, or is to, and has not been turned down. */
export function findReplacement(store: Store, id: BookingId): KeptBooking | undefined {
  const sql = `SELECT ${columns} FROM booking WHERE replaces = ? AND state NOT IN ('refused', 'cancelled')`;
  const all = store.all<Row>(sql, id).map(toKept);
  return all.sort((a, b) => b.bookedAt - a.bookedAt)[0];
}

export function heldWithin(
  store: Store,
  siteId: SiteId,
  span: Span,
  resourceIds?: readonly ResourceId[],
): readonly Booking[] {
  const sql = `SELECT body FROM booking WHERE site_id = ? AND ${holding} AND holds_from < ? AND holds_until > ?`;
  const all = store.all<Row>(sql, siteId, span.endsAt, span.startsAt).map(toBooking);
  return resourceIds ? all.filter(({ resourceId }) => resourceIds.includes(resourceId)) : all;
}

/** Every booking of a site that ends after an instant, as far as its box is to know of it. */
export function listForBox(store: Store, siteId: SiteId, endsAfter: number): readonly Booking[] {
  const sql = `SELECT body FROM booking WHERE site_id = ? AND ends_at > ? AND state NOT IN ('requested', 'refused') ORDER BY starts_at, id`;
  return store.all<Row>(sql, siteId, endsAfter).map(toBooking);
}

export function insertBookings(store: Store, siteId: SiteId, made: readonly NewBooking[]): void {
  for (const { booking, replaces, calendarUid } of made) {
    const rest = [null, replaces ?? null, calendarUid ?? booking.id];
    const marks = Array(15).fill('?').join(', ');
    guarded(() => store.run(`INSERT INTO booking VALUES (${marks})`, ...columnsOf(siteId, booking), ...rest));
  }
  for (const { booking, note } of made) noteChange(store, booking, note);
}

export function putBooking(
  store: Store,
  known: Booking,
  next: Booking,
  note: Note,
  refusals?: readonly BookingRefusal[],
): boolean {
  const kept = findBooking(store, known.id);
  if (kept?.version !== known.version || kept.state !== known.state) return false;
  const [id, , ...values] = columnsOf(kept.siteId, next);
  const sql = `UPDATE booking SET resource_id = ?, holder_id = ?, group_id = ?, state = ?, version = ?, starts_at = ?, ends_at = ?, holds_from = ?, holds_until = ?, body = ? WHERE id = ?`;
  guarded(() => store.run(sql, ...values, id ?? ''));
  if (refusals) store.run('UPDATE booking SET refusals = ? WHERE id = ?', JSON.stringify(refusals), known.id);
  noteChange(store, next, note);
  return true;
}

export function noteChange(store: Store, { id, version, state }: Booking, note: Note): void {
  const { kind, at, by, why, requestId } = note;
  store.run(
    'INSERT INTO booking_change (booking_id, version, state, kind, at, by, why, request_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    ...[id, version, state, kind, at, by, why, requestId ?? null],
  );
}

export function isNoted(store: Store, bookingId: BookingId, requestId: string): boolean {
  const sql = 'SELECT 1 FROM booking_change WHERE booking_id = ? AND request_id = ?';
  return store.get(sql, bookingId, requestId) !== undefined;
}

function columnsOf(siteId: SiteId, booking: Booking) {
  const { id, resourceId, holderId, groupId, state, version, startsAt, endsAt, holdsFrom, holdsUntil } =
    booking;
  const parties = [id, siteId, resourceId, holderId ?? null, groupId ?? null];
  return [...parties, state, version, startsAt, endsAt, holdsFrom, holdsUntil, JSON.stringify(booking)];
}

/** SQLite's word for what went wrong in the calendar's own. */
function guarded(write: () => unknown): void {
  try {
    write();
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : '';
    if (said.includes('booking_slot')) throw new SlotTaken('Another booking holds the slot.', { cause });
    if (said.includes('UNIQUE')) throw new IdTaken('This booking is kept already.', { cause });
    throw cause;
  }
}

function toBooking({ body }: Pick<Row, 'body'>): Booking {
  return JSON.parse(body);
}

function toKept(row: Row): KeptBooking {
  return {
    ...toBooking(row),
    siteId: row.site_id,
    refusals: row.refusals === null ? null : JSON.parse(row.refusals),
    ...(row.replaces ? { replaces: row.replaces } : {}),
    calendarUid: row.calendar_uid,
  };
}
