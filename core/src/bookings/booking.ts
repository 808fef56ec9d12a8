import type { BookingId, DoorId, HolderId, PlanId, ResourceId } from '../ids.ts';
import type { EpochMs, Span } from '../time.ts';

export const resourceKinds = ['desk', 'room', 'booth', 'office'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** Anything bookable. `doorIds` are its own door and every door on the way to it. */
export type Resource = {
  readonly id: ResourceId;
  readonly name: string;
  readonly kind: ResourceKind;
  readonly capacity: number;
  readonly doorIds: readonly DoorId[];
  /** Bookings start and end on whole steps of this, counted from the hour. */
  readonly stepMs: number;
  readonly lengthMinMs: number;
  readonly lengthMaxMs: number;
};

/** What a plan says about booking. */
export type BookingPlan = {
  readonly id: PlanId;
  readonly name: string;
  /** How far ahead of now a booking may start. */
  readonly advanceMs: number;
  readonly excludedKinds: readonly ResourceKind[];
};

/**
 * *requested*: asked of the site and not yet answered; holds no slot. *confirmed*: holds its slot. *refused*: the site said no.
 * *cancelled*: gave its slot back.
 */
export const bookingStates = ['requested', 'confirmed', 'refused', 'cancelled'] as const;
export type BookingState = (typeof bookingStates)[number];

export const bookingSources = ['portal', 'office', 'console', 'panel'] as const;
export type BookingSource = (typeof bookingSources)[number];

export type Booking = Span & {
  readonly id: BookingId;
  readonly resourceId: ResourceId;
  /** Absent for a walk-in at a panel who gave no name. */
  readonly holderId?: HolderId | undefined;
  readonly title: string;
  readonly state: BookingState;
  /** Goes up by one with every change; only the slot's owner changes a booking, so the higher version is the truth. */
  readonly version: number;
  readonly source: BookingSource;
  readonly bookedAt: EpochMs;
};

/** Whether this booking keeps others out of its slot. */
export function holdsSlot(booking: Pick<Booking, 'state'>): boolean {
  return booking.state === 'confirmed';
}
