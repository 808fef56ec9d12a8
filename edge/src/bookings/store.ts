import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingId, GroupId, HolderId, ResourceId, SeriesId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';

const columns = `id, resource_id AS "resourceId", holder_id AS "holderId", title, purpose, people, starts_at AS "startsAt", ends_at AS "endsAt", holds_from AS "holdsFrom",
  holds_until AS "holdsUntil", state, version, source, booked_at AS "bookedAt", included_ms AS "includedMs", credit_cents AS "creditCents", amount, group_id AS "groupId",
  series_id AS "seriesId"`;

type Row = Omit<Booking, 'holderId' | 'groupId' | 'seriesId' | 'charge'> &
  Booking['charge'] & {
    readonly holderId: HolderId | null;
    readonly groupId: GroupId | null;
    readonly seriesId: SeriesId | null;
  };

export function findResource(store: Store, id: ResourceId): Resource | undefined {
  const row = store.get<{ body: string }>('SELECT body FROM resource WHERE id = ?', id);
  return row && JSON.parse(row.body);
}

export function listResources(store: Store): readonly Resource[] {
  return store
    .all<{ body: string }>('SELECT body FROM resource ORDER BY kind, name')
    .map(({ body }) => JSON.parse(body));
}

export function keepResource(store: Store, resource: Resource): void {
  const { id, name, kind } = resource;
  store.put('resource', { id, name, kind, body: JSON.stringify(resource) });
}

export function removeResource(store: Store, id: string): void {
  store.run('DELETE FROM resource WHERE id = ?', id);
}

export function clearResources(store: Store): void {
  store.run('DELETE FROM resource');
}

export function findBooking(store: Store, id: BookingId): Booking | undefined {
  const row = store.get<Row>(`SELECT ${columns} FROM booking WHERE id = ?`, id);
  return row && toBooking(row);
}

/** Every booking that touches the span with its preparation, whatever its state, earliest first. */
export function listBookings(store: Store, span: Span): readonly Booking[] {
  const sql = `SELECT ${columns} FROM booking WHERE holds_until > ? AND holds_from < ? ORDER BY starts_at`;
  return store.all<Row>(sql, span.startsAt, span.endsAt).map(toBooking);
}

/** The same of one resource. */
export function listBookingsAt(
  store: Store,
  resourceId: Booking['resourceId'],
  span: Span,
): readonly Booking[] {
  const sql = `SELECT ${columns} FROM booking WHERE resource_id = ? AND holds_until > ? AND holds_from < ? ORDER BY starts_at`;
  return store.all<Row>(sql, resourceId, span.startsAt, span.endsAt).map(toBooking);
}

/** The booking that holds the resource at this instant or is the next to; absent when none is to come. No two hold an instant, so it is found without reading the others. */
export function findHolding(store: Store, resourceId: ResourceId, at: EpochMs): Booking | undefined {
  const sql = `SELECT ${columns} FROM booking WHERE resource_id = ? AND holds_until > ? AND state IN ('confirmed', 'checked_in', 'ended') ORDER BY holds_until LIMIT 1`;
  const row = store.get<Row>(sql, resourceId, at);
  return row && toBooking(row);
}

/** The bookings of a holder that have not ended long before `at`, for the grants they give and the limits they count against. */
export function listBookingsOf(store: Store, holderId: HolderId, endedAfter: EpochMs): readonly Booking[] {
  const sql = `SELECT ${columns} FROM booking WHERE holder_id = ? AND ends_at > ?`;
  return store.all<Row>(sql, holderId, endedAfter).map(toBooking);
}

/** What was booked together, in the order it was written. */
export function listGroup(store: Store, groupId: GroupId): readonly Booking[] {
  return store
    .all<Row>(`SELECT ${columns} FROM booking WHERE group_id = ? ORDER BY id`, groupId)
    .map(toBooking);
}

/**
 * Keeps the booking when its version is higher than what is held; otherwise nothing changes. `overlap` when the store's own guard refused it:
 * two bookings would hold one slot.
 */
export function keepBookingRow(store: Store, booking: Booking): 'kept' | 'overlap' {
  const known = store.get<{ version: number }>('SELECT version FROM booking WHERE id = ?', booking.id);
  if (known && known.version >= booking.version) return 'kept';
  try {
    store.put('booking', rowOf(booking));
    return 'kept';
  } catch (error) {
    if (error instanceof Error && error.message.includes('booking_overlap')) return 'overlap';
    throw error;
  }
}

function rowOf(booking: Booking) {
  return {
    id: booking.id,
    resource_id: booking.resourceId,
    holder_id: booking.holderId ?? null,
    title: booking.title,
    purpose: booking.purpose,
    people: booking.people,
    starts_at: booking.startsAt,
    ends_at: booking.endsAt,
    holds_from: booking.holdsFrom,
    holds_until: booking.holdsUntil,
    state: booking.state,
    version: booking.version,
    source: booking.source,
    booked_at: booking.bookedAt,
    included_ms: booking.charge.includedMs,
    credit_cents: booking.charge.creditCents,
    amount: booking.charge.amount,
    group_id: booking.groupId ?? null,
    series_id: booking.seriesId ?? null,
  };
}

function toBooking({ includedMs, creditCents, amount, holderId, groupId, seriesId, ...row }: Row): Booking {
  return {
    ...row,
    charge: { includedMs, creditCents, amount },
    ...(holderId ? { holderId } : {}),
    ...(groupId ? { groupId } : {}),
    ...(seriesId ? { seriesId } : {}),
  };
}
