import { parentPort, workerData } from 'node:worker_threads';
import { type Reading, Readings } from './readings.ts';

/** The thread that owns telemetry.db: a card that stalls in a checkpoint stalls nothing else. */
export type ReadingsThreadOf = { readonly file: string; readonly nowMs: number };
export type ToReadings =
  | { readonly kind: 'keep'; readonly readings: readonly Reading[] }
  | { readonly kind: 'prune'; readonly before: number }
  | { readonly kind: 'close' };
export type FromReadings =
  | { readonly kind: 'begun_anew'; readonly sentence: string }
  | { readonly kind: 'kept'; readonly count: number }
  | { readonly kind: 'trouble'; readonly sentence: string; readonly lost: number };

const port = parentPort;
if (!port) throw new Error('runs as a thread of the box only');
const { file, nowMs } = workerData as ReadingsThreadOf;
const answer = (words: FromReadings) => port.postMessage(words);

const readings = new Readings(file, nowMs);
if (readings.trouble) answer({ kind: 'begun_anew', sentence: readings.trouble });

port.on('message', (asked: ToReadings) => {
  try {
    if (asked.kind === 'prune') readings.prune(asked.before);
    if (asked.kind === 'keep') {
      readings.keep(asked.readings);
      answer({ kind: 'kept', count: asked.readings.length });
    }
    if (asked.kind === 'close') {
      readings.close();
      port.close();
    }
  } catch (error) {
    // Readings may be lost, the thread may not: a full disk empties again.
    const words = error instanceof Error ? error.message : String(error);
    const lost = asked.kind === 'keep' ? asked.readings.length : 0;
    answer({
      kind: 'trouble',
      sentence: `Sensor readings could not be kept (${words}); free some disk.`,
      lost,
    });
  }
});
