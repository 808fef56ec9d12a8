import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { ChangeKind } from '@lintel/core/bookings/history.ts';
import type { HolderId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';

export type BookingChangeKind = ChangeKind;

/** Where it was, and whose, before a change that moved it or gave it to somebody else. */
export type BookingWas = {
  readonly resourceId: ResourceId;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly holderId?: HolderId | undefined;
};

/** One entry of a booking's history. */
export type Note = {
  readonly kind: BookingChangeKind;
  readonly at: EpochMs;
  readonly by: string;
  readonly byHolderId?: HolderId | undefined;
  readonly why: string;
  /** Absent unless it moved or changed hands. */
  readonly was?: BookingWas | undefined;
  /** The request that did it: sent again, it is recognised by this. */
  readonly requestId?: string | undefined;
  /** Another entry tells people of it. */
  readonly isTold?: boolean | undefined;
};

/** What an entry keeps of the booking before, when the change moved it or gave it away. */
export function wasOf(before: Booking, after: Booking): BookingWas | undefined {
  const isSame =
    before.resourceId === after.resourceId &&
    before.startsAt === after.startsAt &&
    before.endsAt === after.endsAt &&
    before.holderId === after.holderId;
  if (isSame) return undefined;
  const { resourceId, startsAt, endsAt, holderId } = before;
  return { resourceId, startsAt, endsAt, ...(holderId ? { holderId } : {}) };
}
