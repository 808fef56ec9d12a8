import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { addMs, contains, type EpochMs, floorTo, minuteMs } from '@lintel/core/time.ts';

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

export type LengthChoice = {
  readonly lengthMin: number;
  readonly endsAt: EpochMs;
  readonly untilNext: boolean;
};

const usualMin = [15, 30, 60];

/**
 * What the Book-now buttons offer at `at`: the usual lengths that still fit, and the whole time until the next booking. A booking
 * begins in the step under way, as the box counts it; what the box called free shrinks as its answer grows old.
 */
export function lengthChoices(agenda: AgendaView, at: EpochMs): readonly LengthChoice[] {
  const { stepMin, lengthMinMin, lengthMaxMin } = agenda.resource;
  const stepMs = stepMin * minuteMs;
  const freeUntil = addMs(floorTo(agenda.at, stepMs), agenda.freeMin * minuteMs);
  const begins = floorTo(at, stepMs);
  const freeMin = Math.min((freeUntil - begins) / minuteMs, lengthMaxMin);
  const mostMin = Math.max(0, Math.floor(freeMin / stepMin) * stepMin);
  const choiceOf = (lengthMin: number, untilNext: boolean): LengthChoice => ({
    lengthMin,
    endsAt: addMs(begins, lengthMin * minuteMs),
    untilNext,
  });

  const usual = usualMin.filter(
    (length) =>
      length % stepMin === 0 &&
      length >= lengthMinMin &&
      length <= mostMin &&
      begins + length * minuteMs > at,
  );
  const next = agenda.bookings.find((booking) => booking.startsAt > at);
  const reachesNext = next !== undefined && begins + mostMin * minuteMs === next.startsAt;
  const choices = usual.map((length) => choiceOf(length, false));
  return reachesNext && mostMin >= lengthMinMin && !usual.includes(mostMin)
    ? [...choices, choiceOf(mostMin, true)]
    : choices;
}
