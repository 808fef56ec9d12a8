import { Worker } from 'node:worker_threads';
import type { Changes } from '../changes.ts';
import { type InputOf, type OperationName, type ResultOf, touches } from './operations.ts';
import type { WriterRequest, WriterResponse } from './writer-thread.ts';

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

type Waiting = {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  readonly name: OperationName;
};

/** The main thread's side of the writer. What resolves is on disk; what rejects never happened. Operations run in the order they were asked for. */
export class Writer {
  readonly #worker: Worker;
  readonly #changes: Changes;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  readonly #whyEnded = Promise.withResolvers<Error>();
  #failure: StoreFailure | undefined;
  #ended: Error | undefined;
  #isClosing = false;

  private constructor(worker: Worker, changes: Changes) {
    this.#worker = worker;
    this.#changes = changes;
    worker.on('message', (response: WriterResponse) => this.#settle(response));
    worker.on('error', (error) => this.#end(error as Error));
    worker.on('exit', () => this.#end(new Error('the writer thread has ended')));
  }

  /** Opens (and migrates) the store; rejects with a sentence naming the file when it cannot. */
  static async open(path: string, changes: Changes): Promise<Writer> {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), {
      workerData: { path },
      resourceLimits: writerLimits,
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    worker.once('message', () => resolve());
    worker.once('error', reject);
    await promise;
    return new Writer(worker, changes);
  }

  run<Name extends OperationName>(name: Name, input: InputOf<Name>): Promise<ResultOf<Name>> {
    if (this.#ended) return Promise.reject(this.#ended);
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, name });
      this.#worker.postMessage({ id, name, input } satisfies WriterRequest);
    });
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
    this.#worker.postMessage('close');
    await ended;
  }

  #settle(response: WriterResponse): void {
    const waiting = this.#waiting.get(response.id);
    if (!waiting) return;
    this.#waiting.delete(response.id);
    if (response.ok) {
      this.#failure = undefined;
      waiting.resolve(response.result as never);
      this.#changes.tell(...touches[waiting.name]);
      return;
    }
    const failure = new StoreFailure(response.error);
    if (failure.code?.startsWith('SQLITE_')) this.#failure = failure;
    waiting.reject(failure);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#ended);
    this.#waiting.clear();
    if (!this.#isClosing) this.#whyEnded.resolve(this.#ended);
  }
}
