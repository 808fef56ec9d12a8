import type { BookingPurpose, BookingState } from '@lintel/core/bookings/booking.ts';
import type { NoticeKind } from '@lintel/core/notices/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';

/** A booking as it stands when a notice about it is about to go out. */
export type NowBooking = {
  readonly state: BookingState;
  readonly purpose: BookingPurpose;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  /** It moved, changed hands or ended since what the notice tells of. */
  readonly isOvertaken: boolean;
};

/** Whether a notice would tell what is no longer so. What has ended for its reader stays true; what is to come does not. */
export function isStale(
  kind: NoticeKind,
  aboutStartsAt: EpochMs | undefined,
  now: NowBooking | undefined,
  at: EpochMs,
): boolean {
  switch (kind) {
    case 'series':
    case 'refusal':
    case 'given_away':
    case 'ended':
    case 'release':
    case 'cancellation':
    case 'offer_over':
      return false;
    case 'requested':
      return now?.state !== 'requested' || now.endsAt <= at;
    case 'offer':
      return !isToCome(now, at) || now.purpose !== 'hold';
    case 'reminder':
      return (
        !isToCome(now, at) ||
        now.state !== 'confirmed' ||
        now.startsAt !== aboutStartsAt ||
        now.startsAt <= at
      );
    case 'confirmation':
    case 'change':
    case 'given':
      return !isToCome(now, at);
    default:
      return kind satisfies never;
  }
}

function isToCome(now: NowBooking | undefined, at: EpochMs): now is NowBooking {
  if (!now || now.isOvertaken || now.endsAt <= at) return false;
  return now.state === 'confirmed' || now.state === 'checked_in';
}
