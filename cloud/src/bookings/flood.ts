import type { HolderId, OperatorId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { minuteMs } from '@lintel/core/time.ts';

export type Flood = {
  /** Whether one more is within what this member may do in a minute. */
  readonly lets: (operatorId: OperatorId, holderId: HolderId, at: EpochMs) => boolean;
};

/** How many members are remembered at a time; beyond it the oldest are forgotten, and begin anew. */
const membersMost = 50_000;

/** At most so many calls a minute for each member, filled up evenly. Of this process alone: behind several, a member may do so many at each. */
export function newFlood(callsAMinute: number): Flood {
  const left = new Map<string, { calls: number; at: EpochMs }>();
  return {
    lets: (operatorId, holderId, at) => {
      const key = `${operatorId}/${holderId}`;
      const before = left.get(key) ?? { calls: callsAMinute, at };
      const filled = before.calls + (Math.max(0, at - before.at) * callsAMinute) / minuteMs;
      const calls = Math.min(callsAMinute, filled);
      left.delete(key);
      left.set(key, { calls: calls < 1 ? calls : calls - 1, at });
      for (const oldest of left.keys()) {
        if (left.size <= membersMost) break;
        left.delete(oldest);
      }
      return calls >= 1;
    },
  };
}
