import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { ensureIncarnation } from '../sync/position.ts';
import { Bell } from './bell.ts';
import { openForWriting } from './open.ts';
import { type OperationName, operations } from './operations.ts';
import type { Store } from './store.ts';

/** The one thread that writes `site.db`. A card that stalls, stalls here, and the doors go on by their written policy. */

export type WriterRequest = { readonly id: number; readonly name: OperationName; readonly input: unknown };
/** `tookMs`: how long the store took for it, without its wait for the thread. */
export type WriterResponse = { readonly id: number; readonly tookMs: number } & (
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: { name: string; message: string; code?: string } }
);

/** What the thread is started with: the line its requests come and its answers go by, and the bell of each side. */
export type WriterStart = {
  readonly path: string;
  readonly port: MessagePort;
  readonly asked: SharedArrayBuffer;
  readonly answered: SharedArrayBuffer;
};

const quietMs = 250;

const { path, port, ...bells } = workerData as WriterStart;
const asked = new Bell(bells.asked);
const answered = new Bell(bells.answered);
const store = openForWriting(path);
store.client.transaction(() => ensureIncarnation(store)).immediate();
const inTransaction = store.client.transaction((name: OperationName, input: unknown) =>
  (operations[name] as (store: Store, input: unknown) => unknown)(store, input),
).immediate;
let hasWritten = false;

parentPort?.postMessage('open');
serve();

/** Answers until there is nothing left to answer, then sleeps on the bell. In quiet moments the log is moved and the event loop has a turn. */
function serve(): void {
  for (;;) {
    const seen = asked.rung;
    const request: WriterRequest | 'close' | undefined = receiveMessageOnPort(port)?.message;
    if (request === 'close') return close();
    if (request) answer(request);
    else if (!asked.wait(seen, quietMs)) break;
  }
  if (hasWritten) checkpoint();
  hasWritten = false;
  setImmediate(serve);
}

function answer(request: WriterRequest): void {
  const startedMs = performance.now();
  const outcome = run(request);
  port.postMessage({ id: request.id, tookMs: performance.now() - startedMs, ...outcome });
  answered.ring();
  hasWritten = true;
}

function close(): void {
  store.close();
  port.close();
}

/** Moves the log into the file while nobody waits, so that no tap pays for it. What it could not move now it moves next time. */
function checkpoint(): void {
  try {
    store.client.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    // A full disk refuses this too: the log stays as it is, the next write tells the fault, and the thread must outlive it.
    if (!codeOf(error)?.startsWith('SQLITE_')) throw error;
  }
}

function run({ name, input }: WriterRequest) {
  try {
    return { ok: true, result: inTransaction(name, input) };
  } catch (error) {
    const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
    const code = codeOf(error);
    return { ok: false, error: { name: kind, message, ...(code ? { code } : {}) } };
  }
}

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
