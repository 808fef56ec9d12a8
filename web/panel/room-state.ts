import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { contains, type EpochMs, minuteMs } from '@lintel/core/time.ts';

export type RoomState =
  | { readonly kind: 'free'; readonly until: EpochMs | undefined; readonly next: BookingView | undefined }
  | { readonly kind: 'soon'; readonly next: BookingView }
  | {
      readonly kind: 'taken';
      readonly booking: BookingView;
      /** When it is free again: the end of the last booking that follows without a gap. */
      readonly until: EpochMs;
      readonly next: BookingView | undefined;
    };

const soonMs = 10 * minuteMs;

/** How the room stands at an instant, by its bookings. */
export function roomState(agenda: AgendaView, at: EpochMs): RoomState {
  const coming = agenda.bookings
    .filter((booking) => holdsSlot(booking) && booking.endsAt > at)
    .sort((a, b) => a.startsAt - b.startsAt);
  const next = coming.find((booking) => booking.startsAt > at);
  const booking = coming.find((candidate) => contains(candidate, at));
  if (booking) return { kind: 'taken', booking, until: freeFrom(booking, coming), next };
  if (next && next.startsAt - at <= soonMs) return { kind: 'soon', next };
  return { kind: 'free', until: next?.startsAt, next };
}

function freeFrom(booking: BookingView, coming: readonly BookingView[]): EpochMs {
  return coming.reduce((end, other) => (other.startsAt === end ? other.endsAt : end), booking.endsAt);
}

/** The booking that waits for somebody to check in at this instant: the one under way, or the next while its time has come. */
export function toCheckIn(agenda: AgendaView, at: EpochMs): BookingView | undefined {
  return agenda.bookings
    .filter(
      ({ state, checkInFrom, endsAt }) =>
        state === 'confirmed' && checkInFrom !== undefined && checkInFrom <= at && endsAt > at,
    )
    .sort((a, b) => a.startsAt - b.startsAt)[0];
}
