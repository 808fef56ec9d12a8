import type { BookingId, DoorId, GroupId, HolderId, PlanId, ResourceId, SeriesId } from '../ids.ts';
import type { EpochMs, Span } from '../time.ts';
import type { Charge } from './price.ts';

export const resourceKinds = ['desk', 'room', 'booth', 'office'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** Anything bookable. `doorIds` are its own door and every door on the way to it. */
export type Resource = {
  readonly id: ResourceId;
  readonly name: string;
  readonly kind: ResourceKind;
  readonly capacity: number;
  readonly floor: string;
  /** What stands in it: `screen`, `whiteboard`. Compared as written. */
  readonly equipment: readonly string[];
  readonly doorIds: readonly DoorId[];
  /** A granted tap at one of these checks its booking in. */
  readonly checkInDoorIds: readonly DoorId[];
  /** Bookings start and end on whole steps of this, counted from the hour. */
  readonly stepMs: number;
  readonly lengthMinMs: number;
  readonly lengthMaxMs: number;
  /** Preparation: kept free before and after every booking, and part of what the booking holds. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** A booking that nobody has checked in to this long after its start is released. Absent: nobody has to check in. */
  readonly graceMs?: number | undefined;
  /** What an hour takes: credits in hundredths first, then money in minor units of the site's currency. */
  readonly creditCentsPerHour: number;
  readonly pricePerHour: number;
};

/** What a plan says about booking. Rooms and booths count against the daily and the concurrent limit; desks and offices do not. */
export type BookingPlan = {
  readonly id: PlanId;
  readonly name: string;
  /** Plans from the smallest to the largest, as the operator offers them: the first that would allow a booking is the upgrade offered. */
  readonly rank: number;
  /** How far ahead of now a booking may start. */
  readonly advanceMs: number;
  readonly excludedKinds: readonly ResourceKind[];
  /** Books outside opening hours too. */
  readonly anyHour: boolean;
  readonly dailyMostMs?: number | undefined;
  readonly concurrentMost?: number | undefined;
  readonly guestsMost?: number | undefined;
  /** How many bookings to come one member may hold at a time. */
  readonly openMost: number;
  /** Each calendar month of the site: this time in these kinds is included, then credits in hundredths are spent. */
  readonly includedKinds: readonly ResourceKind[];
  readonly includedMs: number;
  readonly creditCents: number;
  /** What happens once both are spent: the rest is charged, or refused. */
  readonly overage: 'charge' | 'refuse';
  /** Cancelled this long before the start gives everything back; later, and for a no-show, these percentages. */
  readonly cancelFreeMs: number;
  readonly lateRefundPercent: number;
  readonly noShowRefundPercent: number;
};

/**
 * *requested*: asked of the site and not yet answered; holds no slot. *confirmed*: holds its slot. *checked_in*: somebody came. *ended*: given back early, its end is when. *released*:
 * nobody came in time. *refused*: the site said no. *cancelled*: gave its slot back. A booking that holds its slot is over once it has ended.
 */
export const bookingStates = [
  'requested',
  'confirmed',
  'checked_in',
  'ended',
  'released',
  'refused',
  'cancelled',
] as const;
export type BookingState = (typeof bookingStates)[number];

/** The states in which a booking keeps others out of its slot. */
export const holdingStates = ['confirmed', 'checked_in', 'ended'] as const satisfies readonly BookingState[];

/** *use*: somebody is coming. *block*: closed for maintenance. *hold*: kept for somebody who has not yet said yes. */
export const bookingPurposes = ['use', 'block', 'hold'] as const;
export type BookingPurpose = (typeof bookingPurposes)[number];

export const bookingSources = ['portal', 'office', 'console', 'panel', 'series', 'wait_list'] as const;
export type BookingSource = (typeof bookingSources)[number];

export type Booking = Span & {
  readonly id: BookingId;
  readonly resourceId: ResourceId;
  /** Absent for a walk-in at a panel who gave no name, and for a block. */
  readonly holderId?: HolderId | undefined;
  readonly title: string;
  readonly purpose: BookingPurpose;
  /** People expected, the holder among them; 0 when nobody said. */
  readonly people: number;
  /** The span with its preparation, as the resource had it when this was booked: what others are kept out of, and what decides who owns the booking. */
  readonly holdsFrom: EpochMs;
  readonly holdsUntil: EpochMs;
  readonly state: BookingState;
  /** Goes up by one with every change; only the slot's owner changes a booking, so the higher version is the truth. */
  readonly version: number;
  readonly source: BookingSource;
  readonly bookedAt: EpochMs;
  /** What it takes of the month's allowance and in money, as its holder was told; less once something was given back. */
  readonly charge: Charge;
  /** Booked together, all or nothing. */
  readonly groupId?: GroupId | undefined;
  readonly seriesId?: SeriesId | undefined;
};

/** Whether this booking keeps others out of its slot. */
export function holdsSlot({ state }: Pick<Booking, 'state'>): boolean {
  return (holdingStates as readonly BookingState[]).includes(state);
}

/** The span with its preparation. */
export function heldSpan({ holdsFrom, holdsUntil }: Pick<Booking, 'holdsFrom' | 'holdsUntil'>): Span {
  return { startsAt: holdsFrom, endsAt: holdsUntil };
}
