import { setTimeout as wait } from 'node:timers/promises';
import type { Log } from './log.ts';

/** A part that runs until told to end, or throws. */
export type Service = { readonly name: string; readonly run: (signal: AbortSignal) => Promise<void> };

const healthyAfterMs = 10_000;
const waitMostMs = 30_000;

/** Runs a service until the signal; one that throws or ends early is started again, after a wait that doubles up to half a minute. */
export async function supervise(service: Service, signal: AbortSignal, log: Log): Promise<void> {
  for (let failures = 0; !signal.aborted; failures++) {
    const startedAt = performance.now();
    try {
      await service.run(signal);
    } catch (error) {
      if (!signal.aborted)
        log.error({ service: service.name, err: error }, 'a service failed and is started again');
    }
    if (performance.now() - startedAt > healthyAfterMs) failures = 0;
    await wait(Math.min(250 * 2 ** failures, waitMostMs), undefined, { signal }).catch(() => undefined);
  }
}

/** A service that does the same thing again and again. */
export function every(name: string, lengthMs: number, work: () => Promise<void>): Service {
  return {
    name,
    run: async (signal) => {
      while (!signal.aborted) {
        await work();
        await wait(lengthMs, undefined, { signal }).catch(() => undefined);
      }
    },
  };
}
