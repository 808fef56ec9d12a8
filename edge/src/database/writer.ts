import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Changes } from '../changes.ts';
import { Bell } from './bell.ts';
import { type InputOf, type OperationName, type ResultOf, touches } from './operations.ts';
import type { WriterRequest, WriterResponse, WriterStart } from './writer-thread.ts';

/** The store refused or could not be written. `code` is SQLite's (`SQLITE_FULL`), when it was SQLite. */
export class StoreFailure extends Error {
  override readonly name = 'StoreFailure';
  readonly kind: string;
  readonly code: string | undefined;

  constructor(error: { readonly name: string; readonly message: string; readonly code?: string }) {
    super(error.message);
    this.kind = error.name;
    this.code = error.code;
  }
}

/** The thread holds one operation at a time; a large heap would only be garbage kept longer. */
const writerLimits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** How long this thread may stand still for one answer: less than a person or a line notices, more than a sound disk needs for a commit. */
const inPlaceMostMs = 2;
/** How many operations it takes to see that a store has become slow, or quick again. */
const usualOver = 8;

type Waiting = {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly name: OperationName;
  written?: { readonly result: unknown };
};

/** The line to the thread: messages by the port, and a bell for each side, rung after each message. */
type Line = { readonly port: MessagePort; readonly asked: Bell; readonly answered: Bell };

/** The main thread's side of the writer. What resolves is on disk; what rejects never happened. Operations run in the order they were asked for. */
export class Writer {
  readonly #worker: Worker;
  readonly #line: Line;
  readonly #changes: Changes;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #usuallyMs = 0;
  readonly #whyEnded = Promise.withResolvers<Error>();
  #failure: StoreFailure | undefined;
  #ended: Error | undefined;
  #isClosing = false;

  private constructor(worker: Worker, line: Line, changes: Changes) {
    this.#worker = worker;
    this.#line = line;
    this.#changes = changes;
    line.port.on('message', (response: WriterResponse) => this.#settle(response));
    worker.on('error', (error) => this.#end(error as Error));
    worker.on('exit', () => this.#end(new Error('the writer thread has ended')));
  }

  /** Opens (and migrates) the store; rejects with a sentence naming the file when it cannot. */
  static async open(path: string, changes: Changes): Promise<Writer> {
    const { port1, port2 } = new MessageChannel();
    const line = { port: port1, asked: new Bell(), answered: new Bell() };
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), {
      workerData: {
        path,
        port: port2,
        asked: line.asked.shared,
        answered: line.answered.shared,
      } satisfies WriterStart,
      transferList: [port2],
      resourceLimits: writerLimits,
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    worker.once('message', () => resolve());
    worker.once('error', reject);
    await promise;
    return new Writer(worker, line, changes);
  }

  run<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<ResultOf<Name>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, name });
      this.#post({ id, name, input });
    });
  }

  /**
   * The same for somebody who stands at a door: this thread waits in place for the answer, which spares two turns of the event loop, for at most two milliseconds. Gives
   * what is on disk when it came in that time; otherwise the promise that `run` gives. A store that is usually slower is not waited for.
   */
  runInPlace<Name extends OperationName>(
    name: Name,
    input: InputOf<Name>,
  ): ResultOf<Name> | Promise<ResultOf<Name>> {
    const result = this.run(name, input);
    const waiting = this.#waiting.get(this.#lastId);
    if (!waiting || this.#usuallyMs > inPlaceMostMs) return result;
    this.#waitFor(this.#lastId);
    return waiting.written ? (waiting.written.result as ResultOf<Name>) : result;
  }

  /** The last write's fault, until a write succeeds again; for good when the thread has ended. What the health page says of the store. */
  get failure(): Error | undefined {
    return this.#ended ?? this.#failure;
  }

  /** Resolves with the fault when the thread ends unasked, and never otherwise. A box that cannot write any more has to be started again. */
  get ended(): Promise<Error> {
    return this.#whyEnded.promise;
  }

  /** Writes what was asked for before, closes the store and ends the thread. */
  async close(): Promise<void> {
    if (this.#ended) return;
    this.#isClosing = true;
    const ended = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#post('close');
    await ended;
  }

  #post(message: WriterRequest | 'close'): void {
    this.#line.port.postMessage(message);
    this.#line.asked.ring();
  }

  #waitFor(id: number): void {
    const untilMs = performance.now() + inPlaceMostMs;
    for (;;) {
      const seen = this.#line.answered.rung;
      this.#settleAll();
      const leftMs = untilMs - performance.now();
      if (!this.#waiting.has(id) || leftMs <= 0) return;
      this.#line.answered.wait(seen, leftMs);
    }
  }

  /** Takes what has been answered and not been delivered yet. */
  #settleAll(): void {
    for (;;) {
      const received = receiveMessageOnPort(this.#line.port);
      if (!received) return;
      this.#settle(received.message);
    }
  }

  #settle(response: WriterResponse): void {
    const waiting = this.#waiting.get(response.id);
    if (!waiting) return;
    this.#waiting.delete(response.id);
    this.#usuallyMs += (Math.min(response.tookMs, 2 * inPlaceMostMs) - this.#usuallyMs) / usualOver;
    if (response.ok) {
      this.#failure = undefined;
      waiting.written = { result: response.result };
      waiting.resolve(response.result as never);
      // A turn later: whoever waits for this write, at a door perhaps, goes first.
      setImmediate(() => this.#changes.tell(...touches[waiting.name]));
      return;
    }
    const failure = new StoreFailure(response.error);
    if (failure.code?.startsWith('SQLITE_')) this.#failure = failure;
    waiting.reject(failure);
  }

  #end(error: Error): void {
    this.#settleAll();
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
    this.#line.port.close();
    if (!this.#isClosing) this.#whyEnded.resolve(this.#ended);
  }
}
