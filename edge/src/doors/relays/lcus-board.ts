import { LineClosed, type SerialLine } from '../readers/serial-line.ts';
import type { LcusRelay } from './lcus.ts';

type Running = { readonly stop: AbortController; readonly ended: Promise<void> };

/** One board on one serial line, shared by the relays on it: the line is open while any of them runs. */
export class LcusBoard {
  readonly #line: SerialLine;
  readonly #relays = new Set<LcusRelay>();
  #running: Running | undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(line: SerialLine) {
    this.#line = line;
  }

  get path(): string {
    return this.#line.path;
  }

  get isOpen(): boolean {
    return this.#line.isOpen;
  }

  send(bytes: Uint8Array): Promise<void> {
    return this.#line.send(bytes);
  }

  /** Keeps the line for this relay until the signal; the relay is released before this ends. */
  async keep(relay: LcusRelay, signal: AbortSignal): Promise<void> {
    this.#relays.add(relay);
    this.#running ??= this.#start();
    if (this.#line.isOpen) this.attempt(relay.assert());
    const stopped = Promise.withResolvers<void>();
    const stop = () => stopped.resolve();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    try {
      await Promise.race([stopped.promise, this.#running.ended]);
      await relay.stop().catch(onlyLineClosed);
    } finally {
      signal.removeEventListener('abort', stop);
      await this.#leave(relay);
    }
  }

  /** For what nobody waits for. A line that closes meanwhile is no fault: opening it again asserts the state. */
  attempt(sending: Promise<void>): void {
    sending.catch(onlyLineClosed);
  }

  #start(): Running {
    const stop = new AbortController();
    this.#ended = this.#ended.then(() =>
      this.#line.run(stop.signal, {
        opened: () => {
          for (const relay of this.#relays) this.attempt(relay.assert());
        },
        received: () => undefined,
        closed: (why) => {
          for (const relay of this.#relays) relay.lost(why);
        },
      }),
    );
    return { stop, ended: this.#ended };
  }

  async #leave(relay: LcusRelay): Promise<void> {
    this.#relays.delete(relay);
    if (this.#relays.size > 0 || !this.#running) return;
    const { stop, ended } = this.#running;
    this.#running = undefined;
    stop.abort();
    await ended;
  }
}

function onlyLineClosed(error: unknown): void {
  if (!(error instanceof LineClosed)) throw error;
}
