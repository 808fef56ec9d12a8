import { Worker } from 'node:worker_threads';
import type { Reading } from './readings.ts';
import type { FromReadings, ReadingsThreadOf, ToReadings } from './readings-thread.ts';

/** Beyond this many readings that the disk has not taken, new ones are dropped: memory is for doors. */
const waitingMost = 20_000;

/** Raw readings on their way to disk, in batches. Nothing here waits for the disk, and nothing here throws for it. */
export class Telemetry {
  readonly #worker: Worker;
  readonly #ended: Promise<void>;
  #batch: Reading[] = [];
  #waiting = 0;
  #trouble: string | undefined;
  #damaged: string | undefined;

  constructor(file: string, nowMs: number) {
    const workerData: ReadingsThreadOf = { file, nowMs };
    this.#worker = new Worker(new URL('./readings-thread.ts', import.meta.url), { workerData });
    this.#worker.on('message', (words: FromReadings) => this.#hear(words));
    this.#worker.on('error', (error: Error) => {
      this.#trouble = `Sensor readings are not kept (${error.message}); the file ${file} must be writable.`;
    });
    this.#ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
  }

  keep(reading: Reading): void {
    if (this.#waiting + this.#batch.length >= waitingMost) {
      this.#trouble = 'The disk does not keep up with the sensors; their newest readings are dropped.';
      return;
    }
    this.#batch.push(reading);
  }

  /** Hands what has come to the thread, as one commit. */
  flush(): void {
    if (this.#batch.length === 0) return;
    this.#waiting += this.#batch.length;
    this.#send({ kind: 'keep', readings: this.#batch });
    this.#batch = [];
  }

  prune(before: number): void {
    this.#send({ kind: 'prune', before });
  }

  /** What is wrong now, and that the file was begun anew since the start. */
  trouble(): readonly string[] {
    return [this.#trouble, this.#damaged].filter((sentence) => sentence !== undefined);
  }

  /** Resolves once everything handed over is on disk, or is known not to be. */
  async close(): Promise<void> {
    this.flush();
    this.#send({ kind: 'close' });
    await this.#ended;
  }

  #send(asked: ToReadings): void {
    this.#worker.postMessage(asked);
  }

  #hear(words: FromReadings): void {
    if (words.kind === 'begun_anew') {
      this.#damaged = words.sentence;
      return;
    }
    this.#waiting -= words.kind === 'kept' ? words.count : words.lost;
    this.#trouble = words.kind === 'trouble' ? words.sentence : undefined;
  }
}
