import { parentPort, workerData } from 'node:worker_threads';
import { ensureIncarnation } from '../sync/position.ts';
import { openForWriting } from './open.ts';
import { type OperationName, operations } from './operations.ts';

/** The one thread that writes `site.db`. A card that stalls, stalls here, and the doors go on by their written policy. */

export type WriterRequest = { readonly id: number; readonly name: OperationName; readonly input: unknown };
export type WriterResponse =
  | { readonly id: number; readonly ok: true; readonly result: unknown }
  | {
      readonly id: number;
      readonly ok: false;
      readonly error: { name: string; message: string; code?: string };
    };

const quietMs = 250;

const port = parentPort;
if (!port) throw new Error('the writer runs as a worker thread');

const store = openForWriting((workerData as { path: string }).path);
store.client.transaction(() => ensureIncarnation(store)).immediate();

let quiet: NodeJS.Timeout | undefined;

port.on('message', (request: WriterRequest | 'close') => {
  clearTimeout(quiet);
  if (request === 'close') {
    store.close();
    port.close();
    return;
  }
  port.postMessage(run(request));
  quiet = setTimeout(checkpoint, quietMs);
});
port.postMessage({ id: 0, ok: true, result: 'open' } satisfies WriterResponse);

/** Moves the log into the file while nobody waits, so that no tap pays for it. What it could not move now it moves next time. */
function checkpoint(): void {
  try {
    store.client.pragma('wal_checkpoint(PASSIVE)');
  } catch (error) {
    // A full disk refuses this too: the log stays as it is, the next write tells the fault, and the thread must outlive it.
    if (!codeOf(error)?.startsWith('SQLITE_')) throw error;
  }
}

function run({ id, name, input }: WriterRequest): WriterResponse {
  const operation = operations[name] as (store: unknown, input: unknown) => unknown;
  try {
    return { id, ok: true, result: store.client.transaction(() => operation(store, input)).immediate() };
  } catch (error) {
    const { name: kind, message } = error instanceof Error ? error : new Error(String(error));
    const code = codeOf(error);
    return { id, ok: false, error: { name: kind, message, ...(code ? { code } : {}) } };
  }
}

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause ? error.cause : error;
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined;
}
