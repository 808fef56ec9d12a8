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

export const soonMs = 10 * minuteMs;

/** How the room stands at an instant, by its bookings. */
export function roomState(agenda: AgendaView, at: EpochMs): RoomState {
  const coming = agenda.bookings
    .filter((booking) => booking.state === 'confirmed' && booking.endsAt > at)
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

export type LengthChoice = { readonly lengthMin: number; readonly untilNext: boolean };

const usualMin = [15, 30, 60];

/**
 * What the Book-now buttons offer: the usual lengths that still fit, and the whole time until the next booking.
 * `ageMs` shortens what the box called free, which was true when it said so.
 */
export function lengthChoices(agenda: AgendaView, ageMs: number): readonly LengthChoice[] {
  const freeMin = Math.max(0, Math.floor(agenda.freeMin - ageMs / minuteMs));
  const { lengthMinMin, lengthMaxMin } = agenda.resource;
  const mostMin = Math.min(freeMin, lengthMaxMin);
  const usual = usualMin
    .filter((length) => length >= lengthMinMin && length <= mostMin)
    .map((lengthMin) => ({ lengthMin, untilNext: false }));

  const next = agenda.bookings.find((booking) => booking.startsAt > agenda.at);
  const reachesNext = next !== undefined && next.startsAt - agenda.at < (agenda.freeMin + 1) * minuteMs;
  const worthIt = mostMin >= lengthMinMin && mostMin > 0 && !usualMin.includes(mostMin);
  if (!reachesNext || !worthIt || freeMin > lengthMaxMin) return usual;
  return [...usual, { lengthMin: mostMin, untilNext: true }];
}
