import type { EpochMs } from '../time.ts';
import {
  hear,
  type Sensed,
  type SensorRules,
  type SensorState,
  type SensorWord,
  sensed,
  together,
  turnsAfter,
} from './sense.ts';

/** One resource as its sensors tell it. `at` is how far time has been followed. */
export type Watched = {
  readonly at: EpochMs;
  readonly rules: ReadonlyMap<string, SensorRules>;
  readonly sensors: ReadonlyMap<string, SensorState>;
  readonly sensed: Sensed;
};

/** From `at` on the resource is `to`. `sensor` is the one whose word, or whose silence, brought it about. */
export type OccupancyChange = { readonly to: Sensed; readonly sensor: string; readonly at: EpochMs };

/** A resource nobody has said anything about yet: unknown. */
export function watch(rules: ReadonlyMap<string, SensorRules>, at: EpochMs): Watched {
  return { at, rules, sensors: new Map(), sensed: 'unknown' };
}

export type Followed = { readonly watched: Watched; readonly changes: readonly OccupancyChange[] };

/**
 * The resource at `at`, and every change on the way there at the instant it came about, in order: however seldom this is called, the changes are
 * the same. An instant before the last one gives no changes.
 */
export function follow(before: Watched, at: EpochMs): Followed {
  const changes: OccupancyChange[] = [];
  let watched = before;
  for (let turn = nextTurn(watched, at); turn; turn = nextTurn(watched, at)) {
    const after = judge({ ...watched, at: turn.at });
    if (after.sensed !== watched.sensed) changes.push({ to: after.sensed, ...turn });
    watched = after;
  }
  return { watched: at > watched.at ? { ...watched, at } : watched, changes };
}

/** As `follow`, then with the sensor's word. The same word twice is one change at most; a sensor without rules is not listened to. */
export function followWord(before: Watched, sensor: string, word: SensorWord, at: EpochMs): Followed {
  const { watched, changes } = follow(before, at);
  if (!watched.rules.has(sensor) || at < watched.at) return { watched, changes };
  const sensors = new Map(watched.sensors).set(sensor, hear(watched.sensors.get(sensor), word, at));
  const after = judge({ ...watched, sensors });
  if (after.sensed === watched.sensed) return { watched: after, changes };
  return { watched: after, changes: [...changes, { to: after.sensed, sensor, at }] };
}

function judge(watched: Watched): Watched {
  const all = [...watched.rules].map(([sensor, rules]) =>
    sensed(watched.sensors.get(sensor), rules, watched.at),
  );
  return { ...watched, sensed: together(all) };
}

function nextTurn(watched: Watched, until: EpochMs): { at: EpochMs; sensor: string } | undefined {
  const turns = [...watched.sensors].flatMap(([sensor, state]) => {
    const rules = watched.rules.get(sensor);
    return rules ? turnsAfter(state, rules, watched.at).map((at) => ({ at, sensor })) : [];
  });
  return turns.filter((turn) => turn.at <= until).sort((a, b) => a.at - b.at)[0];
}
