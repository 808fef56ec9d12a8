import { machinePace, type Pace } from '../pace.ts';

/** A flag that several may raise and one waits for. What is raised while nobody waits is not lost. */
export type Wake = {
  readonly fire: () => void;
  /** Takes the flag down; what fires from here on ends the next wait at once. */
  readonly rest: () => void;
  /** Resolves when it fires, has fired since the last rest, the time is up, or the signal says so. Never rejects. */
  readonly next: (lengthMs: number, signal: AbortSignal) => Promise<void>;
};

export function newWake(pace: Pace = machinePace): Wake {
  let fired = false;
  let waiting: (() => void) | undefined;
  return {
    fire: () => {
      fired = true;
      waiting?.();
    },
    rest: () => {
      fired = false;
    },
    next: async (lengthMs, signal) => {
      if (fired || signal.aborted || lengthMs <= 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting = resolve;
      const cancel = pace.after(lengthMs, resolve);
      const stop = () => resolve();
      signal.addEventListener('abort', stop, { once: true });
      await promise;
      cancel();
      signal.removeEventListener('abort', stop);
      waiting = undefined;
    },
  };
}
