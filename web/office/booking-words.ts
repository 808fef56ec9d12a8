import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { Tone } from '../ui/state-word.tsx';

type Words = { readonly tone: Tone; readonly word: string };

const words: Record<BookingView['state'], Words> = {
  requested: { tone: 'warn', word: 'Asked of the site' },
  confirmed: { tone: 'good', word: 'Booked' },
  checked_in: { tone: 'good', word: 'Checked in' },
  ended: { tone: 'none', word: 'Ended early' },
  released: { tone: 'none', word: 'Released: nobody came' },
  refused: { tone: 'bad', word: 'Refused' },
  cancelled: { tone: 'none', word: 'Cancelled' },
};

/** How a booking stands, as staff say it. A block and a place on offer hold their time too, but nobody has booked them. */
export function bookingWords({ state, purpose }: Pick<BookingView, 'state' | 'purpose'>): Words {
  if (state !== 'confirmed') return words[state];
  if (purpose === 'block') return { tone: 'none', word: 'Out of use' };
  if (purpose === 'hold') return { tone: 'warn', word: 'Held' };
  return words.confirmed;
}
