import { createHash } from 'node:crypto';
import type { EpochMs } from '@lintel/core/time.ts';
import { minuteMs } from '@lintel/core/time.ts';

/** A wish repeated within this time is the same wish. */
const sameWishMs = 10 * minuteMs;
const mostKept = 20_000;

/**
 * Tells a wish from its repeats, so that who looks ten times is not ten people. In this process alone and never on disk; what is remembered is a hash, so that nothing kept says who wanted what.
 */
export class RecentWishes {
  readonly #seen = new Map<string, EpochMs>();

  /** Whether this person wished for the same a short while ago; remembers that they do now. */
  isRepeat(holderId: string, wanted: readonly unknown[], at: EpochMs): boolean {
    const key = createHash('sha256')
      .update(JSON.stringify([holderId, ...wanted]))
      .digest('base64');
    const before = this.#seen.get(key);
    this.#seen.delete(key);
    this.#seen.set(key, at);
    const oldest = this.#seen.keys().next().value;
    if (this.#seen.size > mostKept && oldest !== undefined) this.#seen.delete(oldest);
    return before !== undefined && at - before < sameWishMs;
  }
}
