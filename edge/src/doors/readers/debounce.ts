import { type Presented, presentedText } from '@lintel/core/doors/presented.ts';

/** Enough for every tag that fits before one antenna; older sights are forgotten first. */
const sightsMax = 16;

/** Tells a presentation from the repeats of a tag that stays in the field. Time is told, in monotonic milliseconds. */
export class Debounce {
  readonly #quietMs: number;
  readonly #seenMs = new Map<string, number>();

  constructor(quietMs: number) {
    this.#quietMs = quietMs;
  }

  /** Whether this was not in sight during the quiet time before `nowMs`. Misreads count as one whatever broke, so that noise is one event. */
  isFresh(presented: Presented, nowMs: number): boolean {
    const sight = sightOf(presented);
    const lastMs = this.#seenMs.get(sight);
    this.#seenMs.delete(sight);
    this.#seenMs.set(sight, nowMs);
    const [oldest] = this.#seenMs.keys();
    if (this.#seenMs.size > sightsMax && oldest !== undefined) this.#seenMs.delete(oldest);
    return lastMs === undefined || nowMs - lastMs >= this.#quietMs;
  }
}

function sightOf(presented: Presented): string {
  switch (presented.kind) {
    case 'card':
    case 'pin':
      return presentedText(presented);
    case 'pass':
      return `pass:${presented.text}`;
    case 'misread':
      return 'misread';
    default:
      return presented satisfies never;
  }
}
