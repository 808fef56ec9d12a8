import type { BookingView } from '@lintel/core/bookings/wire.ts';

/** What staff can do with a booking. */
export type Act = 'accept' | 'check_in' | 'extend' | 'move' | 'end' | 'describe' | 'transfer' | 'cancel';

/** Every act that makes sense for the booking as it stands, the likeliest first. Whether it may be done is the box's to say. */
export function actsOf(booking: BookingView, now: number): readonly Act[] {
  const { state, purpose, startsAt, endsAt, checkInFrom } = booking;
  if (endsAt <= now || (state !== 'confirmed' && state !== 'checked_in')) return [];
  const hasBegun = startsAt <= now;
  if (purpose === 'block')
    return hasBegun ? ['extend', 'end', 'describe'] : ['move', 'extend', 'describe', 'cancel'];
  if (purpose === 'hold') return ['accept', 'move', 'describe', 'transfer', 'cancel'];
  const mayCheckIn = state === 'confirmed' && (checkInFrom === undefined ? hasBegun : checkInFrom <= now);
  const checkIn: readonly Act[] = mayCheckIn ? ['check_in'] : [];
  if (hasBegun) return [...checkIn, 'extend', 'end', 'describe', 'transfer', 'cancel'];
  return [...checkIn, 'move', 'extend', 'describe', 'transfer', 'cancel'];
}

export const actNames: Record<Act, string> = {
  accept: 'Accept',
  check_in: 'Check in',
  extend: 'Extend',
  move: 'Move',
  end: 'End now',
  describe: 'Title and people',
  transfer: 'Give to another',
  cancel: 'Cancel',
};

/** What is said once it is done. */
export const actsDone: Record<Act, string> = {
  accept: 'Accepted',
  check_in: 'Checked in',
  extend: 'Made longer',
  move: 'Moved',
  end: 'Ended',
  describe: 'Changed',
  transfer: 'Given to another member',
  cancel: 'Cancelled',
};
