import type { Booking } from './booking.ts';

/** What one entry of a booking's history tells. */
export const changeKinds = [
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
export type ChangeKind = (typeof changeKinds)[number];

/** What happened between two versions of a booking; without one before, what it began as. */
export function kindOfChange(before: Booking | undefined, after: Booking): ChangeKind {
  if (!before) return after.state === 'requested' || after.state === 'refused' ? after.state : 'booked';
  if (before.state !== after.state) return after.state;
  if (before.purpose === 'hold' && after.purpose === 'use') return 'accepted';
  if (before.holderId !== after.holderId) return 'transferred';
  const hasMoved =
    before.resourceId !== after.resourceId ||
    before.startsAt !== after.startsAt ||
    before.endsAt !== after.endsAt;
  return hasMoved ? 'moved' : 'described';
}

/** The entry as the beginning of a sentence: `Moved`, `Checked in`. */
export const changeWords: Readonly<Record<ChangeKind, string>> = {
  booked: 'Booked',
  requested: 'Requested',
  confirmed: 'Confirmed',
  refused: 'Refused',
  moved: 'Moved',
  transferred: 'Given to another member',
  checked_in: 'Checked in',
  ended: 'Ended early',
  released: 'Released, because nobody had checked in',
  cancelled: 'Cancelled',
  described: 'Described anew',
  accepted: 'Accepted',
};
