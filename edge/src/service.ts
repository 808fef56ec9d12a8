import type { Logger } from 'pino';

/** A part that runs until told to stop. It ends when the signal says so, or throws; it does not swallow its own faults. */
export type Service = {
  readonly name: string;
  /** Longest wait before it is started again, where half a minute is too long for those who wait on it. */
  readonly backoffMostMs?: number;
  run(signal: AbortSignal): Promise<void>;
};

const backoffFirstMs = 250;
const backoffMostMs = 30_000;
/** A thousand boxes that lost the same cloud do not come back in the same instant. */
const jitter = () => 0.75 + Math.random() * 0.5;
const healthyAfterMs = 60_000;

/** Runs the service until the signal; when it throws it is started again, after a wait that doubles up to half a minute and starts over once it has run for a minute. */
export async function supervise(service: Service, signal: AbortSignal, log: Logger): Promise<void> {
  let waitMs = backoffFirstMs;
  while (!signal.aborted) {
    const startedMs = performance.now();
    try {
      await service.run(signal);
      if (!signal.aborted) log.warn({ service: service.name }, 'ended by itself; starting it again');
    } catch (error) {
      if (signal.aborted) return;
      log.error({ service: service.name, err: error, waitMs }, 'failed; starting it again');
    }
    if (performance.now() - startedMs > healthyAfterMs) waitMs = backoffFirstMs;
    await sleep(waitMs * jitter(), signal);
    waitMs = Math.min(waitMs * 2, service.backoffMostMs ?? backoffMostMs);
  }
}

/** Resolves after so long, or at once when the signal comes. Never rejects. */
export function sleep(lengthMs: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, lengthMs);
    signal.addEventListener('abort', done, { once: true });
  });
}
