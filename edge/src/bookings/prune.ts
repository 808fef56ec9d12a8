import type { Instant } from '@lintel/core/doors/decide.ts';
import { addMs, type EpochMs, epochMs, hourMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import type { Service } from '../service.ts';
import { pruneMonths } from './allowance-store.ts';
import { pruneEntries } from './history-store.ts';
import { periodAt } from './month.ts';
import { pruneDays } from './rules-store.ts';

const dayMs = 24 * hourMs;
/** What somebody at the site still asks about: last week's hours, last month's allowance, last year's history. */
const daysKeptMs = 7 * dayMs;
const monthsKeptMs = 45 * dayMs;
const historyKeptMs = 400 * dayMs;
/** So few that no tap waits behind them. */
const entriesMost = 500;

/** Forgets the days, months and history that nobody asks about any more; how many rows went. */
export function pruneCalendar(store: Store, { at }: { readonly at: EpochMs }): number {
  return (
    pruneDays(store, before(at, daysKeptMs)) +
    pruneMonths(store, periodAt(store, before(at, monthsKeptMs))) +
    pruneEntries(store, before(at, historyKeptMs), entriesMost)
  );
}

function before(at: EpochMs, lengthMs: number): EpochMs {
  return at > lengthMs ? addMs(at, -lengthMs) : epochMs(0);
}

export type CalendarPrunePorts = {
  readonly now: () => Instant;
  readonly prune: (at: EpochMs) => Promise<unknown>;
  readonly rest: (lengthMs: number, signal: AbortSignal) => Promise<void>;
};

/** Once a day, and a while after the start. An untrusted clock forgets nothing: it may be years ahead. */
export function createCalendarPrune({ now, prune, rest }: CalendarPrunePorts): Service {
  return {
    name: 'old days',
    run: async (signal) => {
      await rest(5 * 60_000, signal);
      while (!signal.aborted) {
        const { at, trust } = now();
        if (trust === 'trusted') await prune(at);
        await rest(dayMs, signal);
      }
    },
  };
}
