import type { AgendaView } from '@lintel/core/panels/wire.ts';

/** What the box last said, and when it was asked by two clocks of this tablet. */
export type Known = {
  readonly agenda: AgendaView;
  /** Counts on steadily, but on many tablets stands still while they sleep. */
  readonly askedMonoMs: number;
  /** Counts through sleep, but jumps when the tablet learns the time. */
  readonly askedWallMs: number;
};

export type Clocks = { readonly monoMs: number; readonly wallMs: number };

const ageingAfterMs = 15_000;
const lostAfterMs = 60_000;

/** How old what is known is at the most: the greater of what the two clocks say, counted from the question and not from the answer. */
export function ageOf(known: Known, clocks: Clocks): number {
  return Math.max(0, clocks.monoMs - known.askedMonoMs, clocks.wallMs - known.askedWallMs);
}

/** *fresh*: shown as now. *ageing*: shown with the time it was true. *lost*: shown only as what was. */
export type Freshness = 'fresh' | 'ageing' | 'lost';

export function freshnessOf(ageMs: number): Freshness {
  if (ageMs >= lostAfterMs) return 'lost';
  return ageMs >= ageingAfterMs ? 'ageing' : 'fresh';
}

/** What was kept over a reload. However young the clocks call it, it is lost until the box has spoken again. */
export function restored(agenda: AgendaView, askedWallMs: number, clocks: Clocks): Known {
  const ageMs = Math.max(lostAfterMs, clocks.wallMs - askedWallMs);
  return { agenda, askedMonoMs: clocks.monoMs - ageMs, askedWallMs: clocks.wallMs - ageMs };
}
