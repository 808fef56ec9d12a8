import type { Presented } from '@lintel/core/doors/presented.ts';
import type { Feedback } from '../ports.ts';

/** What a reader said: something was presented, or only that it is there. */
export type Said = Presented | { readonly kind: 'alive' };

/**
 * Finds a reader's frames in its bytes. Pure: the same bytes cut anywhere give the same answers, no bytes make it throw, and it holds less than one
 * frame at a time.
 */
export type FrameParser = {
  /** Takes the next bytes and answers what they completed, in order. */
  push(bytes: Uint8Array): readonly Said[];
  /** Whether the line stopped within a frame. */
  readonly isMidFrame: boolean;
  /** Forgets the half frame, and answers what it was if it was surely one. */
  reset(): readonly Said[];
};

/** All that differs between serial readers. */
export type Framing = {
  readonly parser: () => FrameParser;
  /** After this long without a byte a half frame will not be finished any more. */
  readonly idleMs: number;
  /** What is presented again within this time of the last sight of it is still the same presentation. */
  readonly debounceMs: number;
  /** A reader that speaks by itself is offline after this long without a word. Absent for readers that only speak of cards. */
  readonly silentMaxMs?: number | undefined;
  readonly feedback?: ((feedback: Feedback) => Uint8Array) | undefined;
};
