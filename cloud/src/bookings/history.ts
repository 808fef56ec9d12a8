import type { HolderId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';

/** What happened to a booking, one a version and sometimes more: what notices, wait-list and calendars read. */
export const bookingChangeKinds = [
  'booked',
  'requested',
  'confirmed',
  'refused',
  'moved',
  'transferred',
  'checked_in',
  'ended',
  'released',
  'cancelled',
  'described',
  'accepted',
] as const;
export type BookingChangeKind = (typeof bookingChangeKinds)[number];

/** Where it was, and whose, before a change that moved it or gave it to somebody else. */
export type BookingWas = {
  readonly resourceId: ResourceId;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly holderId?: HolderId | undefined;
};
