import type { Agenda } from './agenda.ts';
import type { Chance } from './chance.ts';

const never = new Promise<never>(() => {});

/** How much slower than in the product timers run here: a day is simulated with a thirtieth of its heartbeats. No rule of safety reads a timer. */
const slowness = 30;

/**
 * One run of a process, from its start to its crash. Whatever waits on it when it dies waits for ever, as what a killed process was doing: no `catch`, no `finally`, nothing. It breathes at every
 * call into a store or network, and there it may be delayed, and there it dies.
 */
export class Life {
  readonly name: string;
  readonly #agenda: Agenda;
  readonly #chance: Chance;
  #breathsLeft = Number.POSITIVE_INFINITY;
  #ended = false;
  readonly #onEnd: (() => void)[] = [];
  readonly #heldUp: number;

  /** `heldUp`: how many of its breaths take a while. */
  constructor(name: string, agenda: Agenda, chance: Chance, heldUp = 0.06) {
    this.name = name;
    this.#heldUp = heldUp;
    this.#agenda = agenda;
    this.#chance = chance;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** The product's clock for waiting: monotonic, slow, and dead with the process. */
  readonly pace = {
    monoMs: () => this.#agenda.nowMs / slowness,
    after: (lengthMs: number, then: () => void) =>
      this.#agenda.after(lengthMs * slowness, () => {
        if (!this.#ended) then();
      }),
  };

  /** Takes a moment now and then. Never comes back to a process that died. */
  async breathe(): Promise<void> {
    if (this.#ended) return never;
    if (--this.#breathsLeft <= 0) {
      this.end();
      return never;
    }
    if (this.#chance.maybe(this.#heldUp)) await this.pause(this.#chance.wait(40, 2_000));
  }

  async pause(lengthMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#agenda.after(lengthMs, resolve);
    });
    if (this.#ended) return never;
  }

  /** The process dies at one of its next breaths. */
  dieWithin(breaths: number): void {
    this.#breathsLeft = breaths;
  }

  /** Called when it dies, whichever way. */
  onEnd(then: () => void): void {
    this.#onEnd.push(then);
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const then of this.#onEnd) then();
  }

  /** What is promised to a process reaches it only while it lives. */
  async lasting<T>(promise: Promise<T>): Promise<T> {
    try {
      const value = await promise;
      return this.#ended ? never : value;
    } catch (error) {
      if (this.#ended) return never;
      throw error;
    }
  }
}
