import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import type { Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { keepBookingRow } from './store.ts';

/**
 * Keeps a booking as the feed brought it. Where another still holds its slot it is kept aside (`overlap`): the cloud may have sold what lies behind the horizon while this site kept a booking that
 * crosses it, and will have that one back. Until then both slots are taken, and once the other has gone the one from the feed stands in its place.
 */
export function keepFedBooking(store: Store, booking: Booking): 'kept' | 'overlap' {
  if (keepBookingRow(store, booking) === 'overlap') {
    const { id, resourceId, holdsFrom, holdsUntil } = booking;
    const span = { holds_from: holdsFrom, holds_until: holdsUntil };
    store.put('booking_aside', { id, resource_id: resourceId, ...span, body: JSON.stringify(booking) });
    return 'overlap';
  }
  store.run('DELETE FROM booking_aside WHERE id = ?', booking.id);
  placeAside(store);
  return 'kept';
}

type Row = { readonly body: string };

/** Puts what was kept aside where it belongs, as far as its slot is free by now. Call it whenever a slot may have become so. */
export function placeAside(store: Store): void {
  for (const { body } of store.all<Row>('SELECT body FROM booking_aside ORDER BY id')) {
    const booking: Booking = JSON.parse(body);
    if (keepBookingRow(store, booking) === 'kept')
      store.run('DELETE FROM booking_aside WHERE id = ?', booking.id);
  }
}

/** What is kept aside of this resource and touches the span: nobody else may take it. */
export function listAside(store: Store, resourceId: Resource['id'], span: Span): readonly Booking[] {
  const sql = 'SELECT body FROM booking_aside WHERE resource_id = ? AND holds_until > ? AND holds_from < ?';
  return store.all<Row>(sql, resourceId, span.startsAt, span.endsAt).map(({ body }) => JSON.parse(body));
}

/** A snapshot brings them again. */
export function clearAside(store: Store): void {
  store.run('DELETE FROM booking_aside');
}
