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

const port = parentPort;
if (!port) throw new Error('the writer runs as a worker thread');

const store = openForWriting((workerData as { path: string }).path);
store.client.transaction(() => ensureIncarnation(store)).immediate();

port.on('message', (request: WriterRequest | 'close') => {
  if (request !== 'close') return port.postMessage(run(request));
  store.close();
  port.close();
});
port.postMessage({ id: 0, ok: true, result: 'open' } satisfies WriterResponse);

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
