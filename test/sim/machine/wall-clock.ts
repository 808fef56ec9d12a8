import { type EpochMs, epochMs } from '@lintel/core/time.ts';
import type { Agenda } from './agenda.ts';

/** The instant at which every simulation begins: a quarter-hour before dawn on a Monday, so that all zones of the world are somewhere in their week. */
const dawn = Date.parse('2027-03-01T05:45:00Z');

/** A wall clock that may be wrong: by a constant, by a rate, and by a step at any time. */
export class WallClock {
  readonly #agenda: Agenda;
  #offsetMs = 0;
  #driftPpm = 0;
  #sinceMs = 0;

  constructor(agenda: Agenda) {
    this.#agenda = agenda;
  }

  now(): EpochMs {
    return epochMs(Math.round(dawn + this.#agenda.nowMs + this.errorMs));
  }

  get errorMs(): number {
    return this.#offsetMs + ((this.#agenda.nowMs - this.#sinceMs) * this.#driftPpm) / 1e6;
  }

  /** From now on it is so wrong, and goes so much too fast. */
  set(offsetMs: number, driftPpm: number): void {
    this.#offsetMs = offsetMs;
    this.#driftPpm = driftPpm;
    this.#sinceMs = this.#agenda.nowMs;
  }

  step(byMs: number): void {
    this.set(this.errorMs + byMs, this.#driftPpm);
  }
}
