/** Counts per key in stretches of fixed length, so that nobody asks more often than they need to. Kept in memory: each process counts for itself. */
export class Rate {
  readonly #most: number;
  readonly #stretchMs: number;
  #counts = new Map<string, number>();
  #until = 0;

  constructor(most: number, stretchMs: number) {
    this.#most = most;
    this.#stretchMs = stretchMs;
  }

  /** Counts one more of this key, at this instant of a monotonic clock; false when there were enough in this stretch. */
  admits(key: string, atMs: number): boolean {
    if (atMs >= this.#until) {
      this.#counts = new Map();
      this.#until = atMs + this.#stretchMs;
    }
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    return count <= this.#most;
  }

  /** Whole seconds until counting begins anew. */
  waitS(atMs: number): number {
    return Math.max(1, Math.ceil((this.#until - atMs) / 1000));
  }
}
