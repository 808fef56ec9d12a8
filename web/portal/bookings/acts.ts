import type { BookingView } from '@lintel/core/bookings/wire.ts';

/** What its holder can do with a booking now. */
export type Act =
  | 'accept'
  | 'decline'
  | 'check_in'
  | 'extend'
  | 'end'
  | 'move'
  | 'describe'
  | 'transfer'
  | 'cancel'
  | 'withdraw';

/**
 * Every act that makes sense for the booking as it stands, the likeliest first. Whether it is allowed is the server's to say: this only leaves out what could not be. `isPending`: the site has not yet answered
 * a change, so there is only that change to take back.
 */
export function actsOf(booking: BookingView, now: number, isPending = false): readonly Act[] {
  const { state, startsAt, endsAt, purpose, checkInFrom } = booking;
  if (endsAt <= now) return [];
  if (state === 'requested') return ['cancel'];
  if (state !== 'confirmed' && state !== 'checked_in') return [];
  if (isPending) return ['withdraw'];
  if (purpose === 'hold') return ['accept', 'decline'];
  const mayCheckIn = state === 'confirmed' && checkInFrom !== undefined && checkInFrom <= now;
  const checkIn: readonly Act[] = mayCheckIn ? ['check_in'] : [];
  if (startsAt <= now) return [...checkIn, 'extend', 'end', 'describe'];
  return [...checkIn, 'move', 'describe', 'transfer', 'cancel'];
}

export const actNames: Record<Act, string> = {
  accept: 'Take it',
  decline: 'No, thank you',
  check_in: 'Check in',
  extend: 'Extend',
  end: 'End now',
  move: 'Move',
  describe: 'Title and people',
  transfer: 'Give away',
  cancel: 'Cancel',
  withdraw: 'Take the change back',
};
