const keptMs = 3_600_000;
const clientsMost = 50;

/** The latest reason each client was turned away for, for an hour. A client that tries every second is one sentence, not a flood. */
export class Turnaways {
  readonly #nowMs: () => number;
  readonly #latest = new Map<string, { sentence: string; atMs: number }>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** True when this is news: another reason than the last one of this client, or none in the last hour. */
  note(name: string, sentence: string): boolean {
    const before = this.#latest.get(name);
    const atMs = this.#nowMs();
    // Put last again: the oldest is then always the first.
    this.#latest.delete(name);
    this.#latest.set(name, { sentence, atMs });
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > clientsMost && oldest !== undefined) this.#latest.delete(oldest);
    return before?.sentence !== sentence || atMs - before.atMs > keptMs;
  }

  /** Newest first. */
  sentences(): readonly string[] {
    const nowMs = this.#nowMs();
    const kept = [...this.#latest.values()].filter(({ atMs }) => nowMs - atMs <= keptMs);
    return kept.reverse().map(({ sentence }) => sentence);
  }
}
