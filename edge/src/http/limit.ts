/** Counts failures per key in a sliding stretch, so that guessing gets slow. Kept in memory: a restart forgets, an attacker does not gain a restart. */
export class FailureLimit {
  readonly #most: number;
  readonly #stretchMs: number;
  readonly #failures = new Map<string, number[]>();

  constructor(most: number, stretchMs: number) {
    this.#most = most;
    this.#stretchMs = stretchMs;
  }

  isOver(key: string): boolean {
    return this.#recent(key).length >= this.#most;
  }

  failed(key: string): void {
    if (this.#failures.size > 10_000) this.#failures.clear();
    this.#failures.set(key, [...this.#recent(key), performance.now()]);
  }

  passed(key: string): void {
    this.#failures.delete(key);
  }

  #recent(key: string): number[] {
    const since = performance.now() - this.#stretchMs;
    return (this.#failures.get(key) ?? []).filter((at) => at > since);
  }
}
