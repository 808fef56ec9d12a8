import type { Instant } from '@lintel/core/doors/decide.ts';
import { addMs, type EpochMs, hourMs } from '@lintel/core/time.ts';
import type { Service } from '../service.ts';

const dayMs = 24 * hourMs;
/** A year and a month: what the cloud has is kept here too for as long as somebody asks at the site what happened last year. */
const keptMs = 400 * dayMs;
/** So small that no tap waits behind it. */
const batchMost = 200;
const restMs = 250;

export type PrunePorts = {
  readonly now: () => Instant;
  readonly prune: (batch: {
    readonly before: EpochMs;
    readonly at: EpochMs;
    readonly most: number;
  }) => Promise<number>;
  readonly rest: (lengthMs: number, signal: AbortSignal) => Promise<void>;
};

/** Forgets acknowledged facts after 400 days, once a day and soon after the start. An untrusted clock forgets nothing: it may be years ahead. */
export function createPrune({ now, prune, rest }: PrunePorts): Service {
  return {
    name: 'old facts',
    run: async (signal) => {
      while (!signal.aborted) {
        await rest(60_000, signal);
        for (let gone = batchMost; gone === batchMost && !signal.aborted; ) {
          const { at, trust } = now();
          if (trust !== 'trusted') break;
          gone = await prune({ before: addMs(at, -keptMs), at, most: batchMost });
          await rest(restMs, signal);
        }
        await rest(dayMs, signal);
      }
    },
  };
}
