import type { Door, Instant, Presentation } from '@lintel/core/doors/decide.ts';
import type { Presented } from '@lintel/core/doors/presented.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import {
  type Answer,
  decideTap,
  refuseUnrecorded,
  type Tap,
  type TapAt,
  type TapInstant,
} from './decide-tap.ts';
import type { InTime } from './in-time.ts';

/** What answering a tap needs from the box. */
export type TapPorts = {
  readonly now: () => TapInstant;
  /** Decides and records as one. What it gives is on disk; `late` when that takes longer than the door waits, `failed` when the store refused. Never rejects. */
  readonly recordTap: (at: TapAt) => Promise<InTime<Answer>>;
  /** What the box knows of it without the writer. */
  readonly present: (presented: Presented, now: Instant) => Presentation;
  /** Keeps the event until the store takes it, unless a write that is still under way turns out to tell the same. */
  readonly recordLater: (event: AccessEvent, unless?: Promise<AccessEvent | undefined>) => void;
  readonly unlock: (door: Door) => Promise<void>;
};

/**
 * Answers what was presented at a reader of this door. The clock is read once, and the order of the lines is the guarantee: decided and on disk, then the relay. When the
 * disk does not take it in time the door's written policy decides, and what the door then did is recorded.
 */
export async function answerTap(ports: TapPorts, door: Door, tap: Tap): Promise<Answer> {
  const at: TapAt = { door, tap, now: ports.now() };
  const record = await ports.recordTap(at);
  const answer = record.kind === 'recorded' ? record.written : answerUnrecorded(ports, at, record);

  if (answer.decision.outcome === 'granted') await ports.unlock(door);
  return answer;
}

/** The door's written policy, on what the box knows without the writer. */
function answerUnrecorded(
  ports: TapPorts,
  at: TapAt,
  record: Exclude<InTime<Answer>, { kind: 'recorded' }>,
): Answer {
  const presentation = ports.present(at.tap.presented, at.now);
  const decided = decideTap(at, presentation);
  if (decided.decision.outcome === 'granted' && at.door.unrecordedTap === 'refuse') {
    const refused = refuseUnrecorded(at, presentation);
    ports.recordLater(refused.event);
    return refused;
  }
  const underWay = record.kind === 'late' ? record.inTheEnd.then((written) => written?.event) : undefined;
  ports.recordLater(decided.event, underWay);
  return decided;
}
