import type { Booking, BookingPlan, Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingId, HolderId, PlanId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { and, asc, eq, gt, lt, sql } from 'drizzle-orm';
import type { Store } from '../database/open.ts';
import { prepared } from '../database/prepared.ts';
import { bookings, plans, resources } from './tables.ts';

export function findResource(store: Store, id: ResourceId): Resource | undefined {
  return store.select().from(resources).where(eq(resources.id, id)).get();
}

export function listResources(store: Store): readonly Resource[] {
  return store.select().from(resources).orderBy(asc(resources.kind), asc(resources.name)).all();
}

export function findPlan(store: Store, id: PlanId): BookingPlan | undefined {
  return store.select().from(plans).where(eq(plans.id, id)).get();
}

export function findBooking(store: Store, id: BookingId): Booking | undefined {
  const row = store.select().from(bookings).where(eq(bookings.id, id)).get();
  return row && toBooking(row);
}

/** Every booking that touches the span, whatever its state, earliest first. */
export function listBookings(store: Store, span: Span): readonly Booking[] {
  return store
    .select()
    .from(bookings)
    .where(and(gt(bookings.endsAt, span.startsAt), lt(bookings.startsAt, span.endsAt)))
    .orderBy(asc(bookings.startsAt))
    .all()
    .map(toBooking);
}

/** The bookings of a holder that have not ended long before `at`, for the grants they give. */
export function listBookingsOf(store: Store, holderId: HolderId, endedAfter: EpochMs): readonly Booking[] {
  return ofHolder(store).all({ holderId, endedAfter }).map(toBooking);
}

const ofHolder = prepared((store) =>
  store
    .select()
    .from(bookings)
    .where(
      and(
        eq(bookings.holderId, sql.placeholder('holderId')),
        gt(bookings.endsAt, sql.placeholder('endedAfter')),
      ),
    )
    .prepare(),
);

/**
 * Keeps the booking when its version is higher than what is held; otherwise nothing changes. `overlap` when the store's own guard refused it:
 * two bookings would hold one slot.
 */
export function keepBookingRow(store: Store, booking: Booking): 'kept' | 'overlap' {
  const row = { ...booking, holderId: booking.holderId ?? null };
  try {
    store
      .insert(bookings)
      .values(row)
      .onConflictDoUpdate({ target: bookings.id, set: row, setWhere: lt(bookings.version, booking.version) })
      .run();
    return 'kept';
  } catch (error) {
    if (isOverlap(error)) return 'overlap';
    throw error;
  }
}

function isOverlap(error: unknown): boolean {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && cause.message.includes('booking_overlap');
}

export function keepResource(store: Store, resource: Resource): void {
  store.insert(resources).values(resource).onConflictDoUpdate({ target: resources.id, set: resource }).run();
}

export function keepPlan(store: Store, plan: BookingPlan): void {
  store.insert(plans).values(plan).onConflictDoUpdate({ target: plans.id, set: plan }).run();
}

export function removeResource(store: Store, id: string): void {
  store
    .delete(resources)
    .where(eq(resources.id, id as ResourceId))
    .run();
}

export function removePlan(store: Store, id: string): void {
  store
    .delete(plans)
    .where(eq(plans.id, id as PlanId))
    .run();
}

export function clearResourcesAndPlans(store: Store): void {
  store.delete(resources).run();
  store.delete(plans).run();
}

function toBooking(row: typeof bookings.$inferSelect): Booking {
  return { ...row, holderId: row.holderId ?? undefined };
}
