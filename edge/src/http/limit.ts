/**
 * Counts tries per key in a sliding stretch, so that guessing gets slow. A try counts from before it is looked at, so that many at once gain nothing over one after the other.
 * Kept in memory: a restart forgets, an attacker does not gain a restart.
 */
export class GuessLimit {
  readonly #most: number;
  readonly #stretchMs: number;
  readonly #tries = new Map<string, number[]>();

  constructor(most: number, stretchMs: number) {
    this.#most = most;
    this.#stretchMs = stretchMs;
  }

  /** Counts a try. False when there were too many before it: it must not be looked at. */
  admits(key: string): boolean {
    const recent = this.#recent(key);
    if (recent.length >= this.#most) return false;
    if (this.#tries.size > 10_000) this.#tries.clear();
    this.#tries.set(key, [...recent, performance.now()]);
    return true;
  }

  /** A try of this key was right: it was no guess, and those before it were slips. */
  wasRight(key: string): void {
    this.#tries.delete(key);
  }

  #recent(key: string): number[] {
    const since = performance.now() - this.#stretchMs;
    return (this.#tries.get(key) ?? []).filter((at) => at > since);
  }
}
