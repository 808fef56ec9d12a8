import { setTimeout as sleep } from 'node:timers/promises';
import { closePort, type OpenPort, openFailedWhy, openPort, writeAndDrain } from './serial-port.ts';

/** The line is away, so the device was not told. */
export class LineClosed extends Error {
  override readonly name = 'LineClosed';
}

export type LineListener = {
  /** The line is open and empty: nothing from before this instant will be received. */
  opened(): void;
  received(bytes: Uint8Array): void;
  /** The line could not be opened, or was lost; it is tried again by itself. `why` is a sentence that says what to do. */
  closed(why: string): void;
};

type Opened = { readonly port: OpenPort; readonly end: (why: string) => void };

const pauseMinMs = 100;
const pauseMaxMs = 2_000;
/** After this long without a fault the next one begins again with the shortest pause. */
const steadyMs = 5_000;
/** A healthy device takes a few bytes within milliseconds. */
const sendMaxMs = 1_000;

/** One serial device: opened, read, and opened again whenever it went away. */
export class SerialLine {
  readonly path: string;
  readonly baud: number;
  #opened: Opened | undefined;
  #why = 'The line has not been opened yet.';
  readonly #sending = new Set<(error: Error) => void>();

  constructor(path: string, baud: number) {
    this.path = path;
    this.baud = baud;
  }

  get isOpen(): boolean {
    return this.#opened !== undefined;
  }

  /** Ends only on the signal, with the device closed and free for others. */
  async run(signal: AbortSignal, listener: LineListener): Promise<void> {
    let pauseMs = pauseMinMs;
    while (!signal.aborted) {
      const startedAt = performance.now();
      this.#why = await this.#openUntilLost(signal, listener);
      if (signal.aborted) return;
      listener.closed(this.#why);
      if (performance.now() - startedAt > steadyMs) pauseMs = pauseMinMs;
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
      pauseMs = Math.min(pauseMs * 2, pauseMaxMs);
    }
  }

  /** Resolves once the bytes have left. Throws `LineClosed` when the line is away, is lost meanwhile, or takes no bytes for a second. */
  async send(bytes: Uint8Array): Promise<void> {
    const opened = this.#opened;
    if (!opened) throw new LineClosed(this.#why);

    const late = setTimeout(
      () => opened.end(`${this.path} takes no bytes: the device hangs. Unplug it and plug it in again.`),
      sendMaxMs,
    );
    const { promise: lost, reject: lose } = Promise.withResolvers<never>();
    this.#sending.add(lose);
    try {
      await Promise.race([writeAndDrain(opened.port, bytes), lost]);
    } catch (cause) {
      if (cause instanceof LineClosed) throw cause;
      const why = `${this.path} did not take what it was told. It is opened again.`;
      opened.end(why);
      throw new LineClosed(why, { cause });
    } finally {
      clearTimeout(late);
      this.#sending.delete(lose);
    }
  }

  /** Resolves to why the line is away. */
  async #openUntilLost(signal: AbortSignal, listener: LineListener): Promise<string> {
    let port: OpenPort;
    try {
      port = await openPort(this.path, this.baud);
    } catch (cause) {
      return openFailedWhy(this.path, cause);
    }
    const { promise: ended, resolve: end } = Promise.withResolvers<string>();
    const lost = () => end(`The device at ${this.path} was unplugged or switched off. Plug it in again.`);
    const stop = () => end('The line was closed.');
    const receive = (bytes: Uint8Array) => listener.received(bytes);
    port.input.on('end', lost).on('close', lost).on('error', lost);
    port.port.on('error', lost);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    else this.#begin({ port, end }, receive, listener);

    const why = await ended;
    signal.removeEventListener('abort', stop);
    port.input.off('data', receive);
    this.#opened = undefined;
    for (const lose of this.#sending) lose(new LineClosed(why));
    await closePort(port);
    return why;
  }

  #begin(opened: Opened, receive: (bytes: Uint8Array) => void, listener: LineListener): void {
    this.#opened = opened;
    opened.port.input.on('data', receive);
    listener.opened();
  }
}
