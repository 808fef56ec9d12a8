import { constants, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ReadStream, WriteStream } from 'node:tty';
import { type Fault, noiseBytes, type Pieces, spoil } from './faults.ts';

/**
 * The device's own end of a line, opened as a plain terminal and not through the package that the drivers use, so that both cannot share a mistake.
 * Frames leave in order; a fault spoils the next one.
 */
export class DeviceEnd {
  readonly #path: string;
  readonly #receive: (bytes: Uint8Array) => void;
  readonly #faults: Fault[] = [];
  #streams: { readonly input: ReadStream; readonly output: WriteStream } | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(path: string, receive: (bytes: Uint8Array) => void = () => undefined) {
    this.#path = path;
    this.#receive = receive;
    this.open();
  }

  /** What happens to the next frame; several wait for as many frames. */
  spoilNext(fault: Fault): void {
    this.#faults.push(fault);
  }

  /** Resolves once the frame, or what a fault left of it, is on the line. A device without power sends nothing. */
  send(frame: Uint8Array): Promise<void> {
    return this.#sendPieces(spoil(frame, this.#faults.shift()));
  }

  /** As `send`, for what the device says by itself: the next fault waits for a frame that somebody caused. */
  sendUnspoiled(frame: Uint8Array): Promise<void> {
    return this.#sendPieces(spoil(frame, undefined));
  }

  /** Babbles, in pieces of 512 bytes. */
  async noise(length: number, seed?: number): Promise<void> {
    const babble = noiseBytes(length, seed);
    for (let at = 0; at < length; at += 512) await this.sendUnspoiled(babble.subarray(at, at + 512));
  }

  open(): void {
    if (this.#streams) return;
    const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
    const input = new ReadStream(openSync(this.#path, flags));
    const output = new WriteStream(openSync(this.#path, flags));
    input.setRawMode(true);
    input.on('data', (bytes: Buffer) => this.#receive(bytes));
    // The cable was pulled: this end is dead until it is opened anew.
    for (const stream of [input, output]) stream.on('error', () => this.close());
    input.on('end', () => this.close());
    this.#streams = { input, output };
  }

  close(): void {
    const open = this.#streams;
    this.#streams = undefined;
    open?.input.destroy();
    open?.output.destroy();
  }

  #sendPieces(pieces: Pieces): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      for (const { afterMs, bytes } of pieces) {
        if (afterMs > 0) await sleep(afterMs);
        await this.#write(bytes);
      }
    });
    return this.#sending;
  }

  #write(bytes: Uint8Array): Promise<void> {
    const output = this.#streams?.output;
    if (!output || bytes.length === 0) return Promise.resolve();
    return new Promise((resolve) => output.write(bytes, () => resolve()));
  }
}
