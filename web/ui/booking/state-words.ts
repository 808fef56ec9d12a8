import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { Tone } from '../state-word.tsx';

export type StateWords = { readonly tone: Tone; readonly word: string };

const words: Record<BookingView['state'], StateWords> = {
  requested: { tone: 'warn', word: 'Not confirmed yet' },
  confirmed: { tone: 'good', word: 'Booked' },
  checked_in: { tone: 'good', word: 'Checked in' },
  ended: { tone: 'none', word: 'Ended early' },
  released: { tone: 'none', word: 'Released: nobody checked in' },
  refused: { tone: 'bad', word: 'Refused by the site' },
  cancelled: { tone: 'none', word: 'Cancelled' },
};

/** How a booking stands, in words, with the tone they are said in. What ended by itself is over. */
export function stateWords(
  { state, purpose, endsAt }: Pick<BookingView, 'state' | 'purpose' | 'endsAt'>,
  now: number,
): StateWords {
  const isOver = endsAt <= now && (state === 'confirmed' || state === 'checked_in');
  if (isOver) return { tone: 'none', word: 'Over' };
  if (purpose === 'hold' && state === 'confirmed') return { tone: 'warn', word: 'Kept for you' };
  return words[state];
}

/** Whether it still holds or asks for its time. */
export function isOpen({ state, endsAt }: Pick<BookingView, 'state' | 'endsAt'>, now: number): boolean {
  return endsAt > now && (state === 'confirmed' || state === 'checked_in' || state === 'requested');
}
