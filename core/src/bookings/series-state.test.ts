import { expect, test } from 'vitest';
import { bookingStates } from './booking.ts';
import { isRestorable, occurrenceState, stateOfRefusals } from './series-state.ts';
import { occurrenceStates } from './series-wire.ts';

test('a booking that lives says what its date is, whatever was decided', () => {
  for (const decided of occurrenceStates)
    for (const state of ['confirmed', 'checked_in', 'ended', 'released'] as const)
      expect(occurrenceState(decided, state)).toBe('booked');
});

test('no booking state leaves a date without a word for it, and only dates without a booking can be restored', () => {
  for (const decided of occurrenceStates)
    for (const state of bookingStates) {
      const said = occurrenceState(decided, state);
      expect(occurrenceStates).toContain(said);
      expect(isRestorable(said)).toBe(['refused', 'cancelled'].includes(state));
    }
});

test('a booking the site refused is a clash, and one a person cancelled is cancelled', () => {
  expect(occurrenceState('requested', 'refused')).toBe('clash');
  expect(occurrenceState('booked', 'cancelled')).toBe('cancelled');
});

test('too far ahead waits, whatever else is in the way by then', () => {
  expect(stateOfRefusals(['too_far_ahead'])).toBe('waiting_for_window');
  expect(stateOfRefusals(['taken', 'too_far_ahead'])).toBe('waiting_for_window');
});

test('a holiday and a suspended member are left out; somebody else in the room is a clash', () => {
  expect(stateOfRefusals(['closed'])).toBe('skipped');
  expect(stateOfRefusals(['suspended', 'taken'])).toBe('skipped');
  expect(stateOfRefusals(['taken'])).toBe('clash');
  expect(stateOfRefusals(['daily_limit'])).toBe('clash');
});
