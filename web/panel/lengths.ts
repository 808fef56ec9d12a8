import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { addMs, type EpochMs, epochMs, floorTo, minuteMs } from '@lintel/core/time.ts';

/** A length on offer: so many minutes, or until the next booking, whatever that comes to be. */
export type LengthChoice = {
  readonly lengthMin: number;
  readonly endsAt: EpochMs;
  readonly untilNext: boolean;
};

const usualMin = [15, 30, 60];

/**
 * What the Book-now buttons offer at `at`: the usual lengths that still fit, and the whole time until the next booking. A booking begins in the step under way, as the box counts it, or when whoever left early
 * has given the room back; what the box called free shrinks as its answer grows old.
 */
export function lengthChoices(agenda: AgendaView, at: EpochMs): readonly LengthChoice[] {
  const { stepMin, lengthMinMin, lengthMaxMin } = agenda.resource;
  const stepMs = stepMin * minuteMs;
  if (agenda.freeMin === 0) return [];
  const freeFrom = agenda.freeFrom ?? floorTo(agenda.at, stepMs);
  const freeUntil = addMs(freeFrom, agenda.freeMin * minuteMs);
  const begins = epochMs(Math.max(freeFrom, floorTo(at, stepMs)));
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
  const choices = usual.map((length) => choiceOf(length, false));
  return isFollowed(agenda, at, freeUntil) && mostMin >= lengthMinMin && !usual.includes(mostMin)
    ? [...choices, choiceOf(mostMin, true)]
    : choices;
}

/** The longest stretch that some preparation between two bookings explains. */
const preparationMostMs = 60 * minuteMs;

/** Whether it is the next booking, with its preparation, that ends what is free, and not closing time or the longest booking. */
function isFollowed(agenda: AgendaView, at: EpochMs, freeUntil: EpochMs): boolean {
  const next = nextAfter(agenda, at);
  return next !== undefined && next.startsAt >= freeUntil && next.startsAt - freeUntil <= preparationMostMs;
}

function nextAfter(agenda: AgendaView, at: EpochMs): BookingView | undefined {
  return agenda.bookings
    .filter((booking) => holdsSlot(booking) && booking.startsAt > at)
    .sort((a, b) => a.startsAt - b.startsAt)[0];
}

/**
 * By how much the booking can be made longer: the usual steps that end before the next booking and the horizon, and until the next. Closing time and preparation are the box's to know: it says so when one is in the way.
 */
export function extendChoices(agenda: AgendaView, booking: BookingView): readonly LengthChoice[] {
  const { stepMin, lengthMaxMin } = agenda.resource;
  const next = nextAfter(agenda, booking.startsAt);
  const until = Math.min(
    next?.startsAt ?? agenda.dayEndsAt,
    agenda.horizonAt,
    booking.startsAt + lengthMaxMin * minuteMs,
  );
  const mostMin = Math.floor((until - booking.endsAt) / minuteMs);
  const usual = usualMin
    .filter((length) => length % stepMin === 0 && length <= mostMin)
    .map((lengthMin) => ({
      lengthMin,
      endsAt: addMs(booking.endsAt, lengthMin * minuteMs),
      untilNext: false,
    }));
  if (!next || next.startsAt !== until || mostMin < stepMin) return usual;
  const whole = { lengthMin: mostMin, endsAt: epochMs(until), untilNext: true };
  return usual.some(({ lengthMin }) => lengthMin === mostMin) ? usual : [...usual, whole];
}
