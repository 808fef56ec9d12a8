import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves once it is so, looked at every few milliseconds; throws after `withinMs`. Not for measuring: looking wakes the process. */
export async function eventually(isSo: () => boolean, withinMs = 10_000): Promise<void> {
  const untilMs = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > untilMs) throw new Error(`it was not so within ${withinMs} ms: ${isSo}`);
    await sleep(3);
  }
}
