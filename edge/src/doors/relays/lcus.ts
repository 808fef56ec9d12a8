import { assertPulse, type DeviceListener, type Relay, RelayOffline } from '../ports.ts';
import { LineClosed } from '../readers/serial-line.ts';
import { ToldState } from '../readers/told-state.ts';
import type { LcusBoard } from './lcus-board.ts';

/** What an LCUS board is told: `A0`, the channel from 1, `01` energised or `00` released, and the low byte of the sum of the three. */
export function lcusFrame(channel: number, on: boolean): Uint8Array {
  const state = on ? 0x01 : 0x00;
  return Uint8Array.of(0xa0, channel, state, (0xa0 + channel + state) & 0xff);
}

/**
 * One channel of an LCUS-1, -2 or -4 USB relay board. The board never answers, keeps its state while it has power and loses it without: so every
 * opening of the line tells it the state anew. A host that dies within a pulse leaves the strike energised until Lintel is started again.
 */
export class LcusRelay implements Relay {
  readonly driver = 'lcus';
  readonly #board: LcusBoard;
  readonly #channel: number;
  /** Absent while it does not run: then it takes no pulse. */
  #state: ToldState | undefined;
  /** The monotonic instant until which the strike is held, by pulses that the board was surely told of. */
  #untilMs = 0;
  /** How many pulses are on their way to the board. */
  #underWay = 0;
  #release: NodeJS.Timeout | undefined;

  constructor(board: LcusBoard, channel: number) {
    this.#board = board;
    this.#channel = channel;
  }

  async run(signal: AbortSignal, listener: DeviceListener): Promise<void> {
    if (this.#state) throw new Error(`channel ${this.#channel} of ${this.#board.path} is running already`);
    this.#state = new ToldState(listener);
    try {
      await this.#board.keep(this, signal);
    } finally {
      this.#state = undefined;
    }
  }

  async pulse(lengthMs: number): Promise<void> {
    assertPulse(lengthMs);
    if (!this.#state) throw new RelayOffline('The relay is not running.');
    this.#underWay += 1;
    try {
      await this.#send(true);
    } catch (cause) {
      if (!(cause instanceof LineClosed)) throw cause;
      throw new RelayOffline(cause.message, { cause });
    } finally {
      this.#underWay -= 1;
    }
    // Stopped meanwhile: the release is behind this in the same line.
    if (this.#state) this.#hold(lengthMs);
  }

  /** The board can be told again: released first, whatever it was left at, then the rest of a pulse that still runs. */
  async assert(): Promise<void> {
    await this.#send(false);
    if (this.#isHeld()) await this.#send(true);
    if (this.#board.isOpen) this.#state?.tell('online');
  }

  lost(why: string): void {
    this.#state?.tell('offline', why);
  }

  /** From now on no pulse is taken, and the board is told to release if it can be told. */
  async stop(): Promise<void> {
    clearTimeout(this.#release);
    this.#state = undefined;
    this.#untilMs = 0;
    if (this.#board.isOpen) await this.#send(false);
  }

  #hold(lengthMs: number): void {
    this.#untilMs = Math.max(this.#untilMs, performance.now() + lengthMs);
    this.#releaseLater();
  }

  #releaseLater(): void {
    clearTimeout(this.#release);
    const restMs = Math.max(0, this.#untilMs - performance.now());
    this.#release = setTimeout(() => {
      // A timer may come a little early; and a pulse under way holds on by itself, or closes the line and so releases.
      if (this.#isHeld()) this.#releaseLater();
      else if (this.#underWay === 0) this.#board.attempt(this.#send(false));
    }, restMs);
  }

  #isHeld(): boolean {
    return performance.now() < this.#untilMs;
  }

  #send(on: boolean): Promise<void> {
    return this.#board.send(lcusFrame(this.#channel, on));
  }
}
