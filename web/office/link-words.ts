import type { linkStates } from '@lintel/core/sites/wire.ts';
import type { Tone } from '../ui/state-word.tsx';

export type LinkState = (typeof linkStates)[number];

/** Each state of a site's link in a word and in what it means for who looks. */
export const linkWords: Record<
  LinkState,
  { readonly tone: Tone; readonly word: string; readonly means: string }
> = {
  live: { tone: 'good', word: 'Live', means: 'What you see of this site is from now.' },
  late: {
    tone: 'warn',
    word: 'Late',
    means: 'The box was heard a moment ago; it is reconnecting or its line is slow.',
  },
  cut_off: {
    tone: 'bad',
    word: 'Cut off',
    means:
      'The site works on its own: doors, panels and bookings there go on. What you see is from before the cut.',
  },
  never: {
    tone: 'none',
    word: 'No box yet',
    means: 'Make an enrolment code and give it to the box of this site.',
  },
};
