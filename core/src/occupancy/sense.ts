import type { EpochMs } from '../time.ts';
import { addMs } from '../time.ts';

/** What a sensor said. *online* and *offline* are about the sensor itself, not about people. */
export const sensorWords = ['motion', 'still', 'online', 'offline'] as const;
export type SensorWord = (typeof sensorWords)[number];

/** How long after the last motion a resource still counts as occupied, and after how long without a word a sensor is no longer believed. */
export type SensorRules = { readonly holdMs: number; readonly silentAfterMs: number };

/** What is known of one sensor. `moving` is absent until it has said; `motionAt` is the last instant at which it still sensed motion. */
export type SensorState = {
  readonly heardAt: EpochMs;
  readonly online: boolean;
  readonly moving?: boolean | undefined;
  readonly motionAt?: EpochMs | undefined;
};

export type Sensed = 'occupied' | 'vacant' | 'unknown';

/** The sensor after one more word. A word from before the last one says nothing about now and changes nothing. */
export function hear(before: SensorState | undefined, word: SensorWord, at: EpochMs): SensorState {
  if (before && at < before.heardAt) return before;
  const motionAt = before?.moving ? at : before?.motionAt;
  switch (word) {
    case 'motion':
      return { heardAt: at, online: true, moving: true, motionAt: at };
    case 'still':
      return { heardAt: at, online: true, moving: false, motionAt };
    case 'online':
      return { heardAt: at, online: true, moving: before?.moving, motionAt };
    case 'offline':
      // What it sensed before it left is no news when it comes back.
      return { heardAt: at, online: false };
    default:
      return word satisfies never;
  }
}

/** What one sensor says of its resource at this instant. One that is gone, silent or new says nothing: never *vacant*. */
export function sensed(state: SensorState | undefined, rules: SensorRules, at: EpochMs): Sensed {
  if (!state?.online || state.moving === undefined) return 'unknown';
  if (at >= addMs(state.heardAt, rules.silentAfterMs)) return 'unknown';
  if (state.moving) return 'occupied';
  if (state.motionAt !== undefined && at < addMs(state.motionAt, rules.holdMs)) return 'occupied';
  return 'vacant';
}

/** The instants after `at` at which what this sensor says may change without a word from it. */
export function turnsAfter(state: SensorState, rules: SensorRules, at: EpochMs): readonly EpochMs[] {
  const silentAt = addMs(state.heardAt, rules.silentAfterMs);
  const heldUntil = state.motionAt === undefined ? silentAt : addMs(state.motionAt, rules.holdMs);
  return [silentAt, heldUntil].filter((turn) => turn > at);
}

/** Several sensors of one resource: one that senses someone is enough, and nobody is there only when all of them say so. */
export function together(all: readonly Sensed[]): Sensed {
  if (all.includes('occupied')) return 'occupied';
  return all.length === 0 || all.includes('unknown') ? 'unknown' : 'vacant';
}
