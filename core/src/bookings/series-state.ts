import type { BookingState } from './booking.ts';
import type { BookingRefusal } from './refusal.ts';
import type { OccurrenceState } from './series-wire.ts';

/**
 * What a date of a series is, from what was decided about it and the booking made for it, when there is one. A booking that lives is the truth, whoever changed it; one that is gone leaves a
 * date that somebody may restore.
 */
export function occurrenceState(
  decided: OccurrenceState,
  booking: BookingState | undefined,
): OccurrenceState {
  switch (booking) {
    case undefined:
      return decided;
    case 'requested':
      return 'requested';
    case 'refused':
      return 'clash';
    case 'cancelled':
      return decided === 'clash' || decided === 'skipped' ? decided : 'cancelled';
    case 'confirmed':
    case 'checked_in':
    case 'ended':
    case 'released':
      return 'booked';
    default:
      return booking satisfies never;
  }
}

/**
 * What these reasons make of a date. Too far ahead alone waits; a closed site, a suspended member and a time that has passed are nobody's clash and are left out; everything else is a clash,
 * to be looked at by a person.
 */
export function stateOfRefusals(kinds: readonly string[]): 'waiting_for_window' | 'skipped' | 'clash' {
  const others = kinds.filter((kind) => kind !== 'too_far_ahead' && kind !== 'too_far_away');
  if (others.length < kinds.length) return 'waiting_for_window';
  return others.some((kind) => leftOut.has(kind)) ? 'skipped' : 'clash';
}

const leftOut: ReadonlySet<string> = new Set<BookingRefusal['kind']>(['closed', 'suspended', 'in_the_past']);

/** The states from which a date may be tried again. */
export function isRestorable(state: OccurrenceState): boolean {
  return state === 'clash' || state === 'cancelled' || state === 'skipped';
}
