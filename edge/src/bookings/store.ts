import type { Booking, BookingPlan, Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingId, HolderId, PlanId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';

const resourceColumns = `id, name, kind, capacity, door_ids AS "doorIds", step_ms AS "stepMs", length_min_ms AS "lengthMinMs", length_max_ms AS "lengthMaxMs"`;
const bookingColumns = `id, resource_id AS "resourceId", holder_id AS "holderId", title, starts_at AS "startsAt", ends_at AS "endsAt", state, version, source, booked_at AS "bookedAt"`;

type ResourceRow = Omit<Resource, 'doorIds'> & { readonly doorIds: string };
type BookingRow = Omit<Booking, 'holderId'> & { readonly holderId: HolderId | null };
type PlanRow = Omit<BookingPlan, 'excludedKinds'> & { readonly excludedKinds: string };

export function findResource(store: Store, id: ResourceId): Resource | undefined {
  const row = store.get<ResourceRow>(`SELECT ${resourceColumns} FROM resource WHERE id = ?`, id);
  return row && toResource(row);
}

export function listResources(store: Store): readonly Resource[] {
  return store
    .all<ResourceRow>(`SELECT ${resourceColumns} FROM resource ORDER BY kind, name`)
    .map(toResource);
}

export function findPlan(store: Store, id: PlanId): BookingPlan | undefined {
  const row = store.get<PlanRow>(
    'SELECT id, name, advance_ms AS "advanceMs", excluded_kinds AS "excludedKinds" FROM plan WHERE id = ?',
    id,
  );
  return row && { ...row, excludedKinds: JSON.parse(row.excludedKinds) };
}

export function findBooking(store: Store, id: BookingId): Booking | undefined {
  const row = store.get<BookingRow>(`SELECT ${bookingColumns} FROM booking WHERE id = ?`, id);
  return row && toBooking(row);
}

/** Every booking that touches the span, whatever its state, earliest first. */
export function listBookings(store: Store, span: Span): readonly Booking[] {
  const sql = `SELECT ${bookingColumns} FROM booking WHERE ends_at > ? AND starts_at < ? ORDER BY starts_at`;
  return store.all<BookingRow>(sql, span.startsAt, span.endsAt).map(toBooking);
}

/** The bookings of a holder that have not ended long before `at`, for the grants they give. */
export function listBookingsOf(store: Store, holderId: HolderId, endedAfter: EpochMs): readonly Booking[] {
  const sql = `SELECT ${bookingColumns} FROM booking WHERE holder_id = ? AND ends_at > ?`;
  return store.all<BookingRow>(sql, holderId, endedAfter).map(toBooking);
}

/**
 * Keeps the booking when its version is higher than what is held; otherwise nothing changes. `overlap` when the store's own guard refused it:
 * two bookings would hold one slot.
 */
export function keepBookingRow(store: Store, booking: Booking): 'kept' | 'overlap' {
  const known = findBooking(store, booking.id);
  if (known && known.version >= booking.version) return 'kept';
  try {
    store.put('booking', {
      id: booking.id,
      resource_id: booking.resourceId,
      holder_id: booking.holderId ?? null,
      title: booking.title,
      starts_at: booking.startsAt,
      ends_at: booking.endsAt,
      state: booking.state,
      version: booking.version,
      source: booking.source,
      booked_at: booking.bookedAt,
    });
    return 'kept';
  } catch (error) {
    if (error instanceof Error && error.message.includes('booking_overlap')) return 'overlap';
    throw error;
  }
}

export function keepResource(store: Store, resource: Resource): void {
  store.put('resource', {
    id: resource.id,
    name: resource.name,
    kind: resource.kind,
    capacity: resource.capacity,
    door_ids: JSON.stringify(resource.doorIds),
    step_ms: resource.stepMs,
    length_min_ms: resource.lengthMinMs,
    length_max_ms: resource.lengthMaxMs,
  });
}

export function keepPlan(store: Store, plan: BookingPlan): void {
  store.put('plan', {
    id: plan.id,
    name: plan.name,
    advance_ms: plan.advanceMs,
    excluded_kinds: JSON.stringify(plan.excludedKinds),
  });
}

export function removeResource(store: Store, id: string): void {
  store.run('DELETE FROM resource WHERE id = ?', id);
}

export function removePlan(store: Store, id: string): void {
  store.run('DELETE FROM plan WHERE id = ?', id);
}

export function clearResourcesAndPlans(store: Store): void {
  store.run('DELETE FROM resource');
  store.run('DELETE FROM plan');
}

function toResource(row: ResourceRow): Resource {
  return { ...row, doorIds: JSON.parse(row.doorIds) };
}

function toBooking(row: BookingRow): Booking {
  return { ...row, holderId: row.holderId ?? undefined };
}
