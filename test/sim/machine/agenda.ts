import { setImmediate } from 'node:timers/promises';

type Entry = { readonly atMs: number; readonly n: number; readonly run: () => void; cancelled: boolean };

/**
 * The one queue of a simulation and its only time. What falls on one instant runs in the order it was put down. Between two entries every promise that can settle has settled, and whatever real work
 * (a query to a real database) is under way has ended.
 */
export class Agenda {
  nowMs = 0;
  steps = 0;
  readonly #heap: Entry[] = [];
  #lastN = 0;
  #busy = 0;
  #idle: (() => void) | undefined;

  /** The answer strikes it off again. */
  after(lengthMs: number, run: () => void): () => void {
    const entry = { atMs: this.nowMs + Math.max(0, lengthMs), n: ++this.#lastN, run, cancelled: false };
    this.#push(entry);
    return () => {
      entry.cancelled = true;
    };
  }

  at(atMs: number, run: () => void): () => void {
    return this.after(atMs - this.nowMs, run);
  }

  /** Real work, which takes no time in the simulation. */
  async reallyDo<T>(work: () => Promise<T>): Promise<T> {
    this.#busy++;
    try {
      return await work();
    } finally {
      this.#busy--;
      if (this.#busy === 0) this.#idle?.();
    }
  }

  /** Runs everything up to an instant; `look` after each entry. Ends early once `look` says false. */
  async runUntil(endMs: number, look: () => boolean): Promise<void> {
    for (let next = this.#heap[0]; next && next.atMs <= endMs; next = this.#heap[0]) {
      this.#pop();
      if (next.cancelled) continue;
      this.nowMs = next.atMs;
      this.steps++;
      next.run();
      await this.#settle();
      if (!look()) return;
    }
    this.nowMs = endMs;
  }

  async #settle(): Promise<void> {
    await setImmediate();
    while (this.#busy > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
      await setImmediate();
    }
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = heap[up];
      if (!parent || isBefore(parent, entry)) break;
      heap[at] = parent;
      at = up;
    }
    heap[at] = entry;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (!last || heap.length === 0) return;
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const child = left && right && isBefore(right, left) ? right : left;
      if (!child || isBefore(last, child)) break;
      heap[at] = child;
      at = child === right ? 2 * at + 2 : 2 * at + 1;
    }
    heap[at] = last;
  }
}

function isBefore(a: Entry, b: Entry): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.n < b.n);
}
