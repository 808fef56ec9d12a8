import type { Decision, Door, Instant, Presentation } from '@lintel/core/doors/decide.ts';
import { decide } from '@lintel/core/doors/decide.ts';
import type { Presented } from '@lintel/core/doors/presented.ts';
import { presentedLabel } from '@lintel/core/doors/presented.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { ClockReading } from '@lintel/core/health/clock.ts';

/** What answering a tap needs from the box. */
export type TapPorts = {
  readonly now: () => TapInstant;
  readonly present: (presented: Presented, now: Instant) => Presentation;
  /** Resolves once the row is on disk; `late` when that takes longer than `waitMs`, `failed` when the store refused. Never rejects. */
  readonly record: (event: AccessEvent, waitMs: number) => Promise<'recorded' | 'late' | 'failed'>;
  /** Keeps the event until the store takes it: what a refused write or an overtaken answer leaves behind. */
  readonly recordLater: (event: AccessEvent) => void;
  readonly unlock: (door: Door) => Promise<void>;
};

export type TapInstant = Instant & { readonly reading: ClockReading };
type Tap = { readonly readerId: string; readonly presented: Presented };

export type Answer = { readonly decision: Decision; readonly event: AccessEvent };

/**
 * Answers what was presented at a reader of this door. The clock is read once, and the order of the lines is the guarantee: decided, then on disk, then the relay. When the
 * disk does not take it in time the door's written policy decides, and that too is recorded.
 */
export async function answerTap(ports: TapPorts, door: Door, tap: Tap): Promise<Answer> {
  const now = ports.now();
  const presentation = ports.present(tap.presented, now);
  const decision = decide(door, presentation, now);
  const event = eventOf(door, tap, presentation, decision, now);

  const record = await ports.record(event, door.recordWaitMs);
  const refusedUnrecorded =
    decision.outcome === 'granted' && record !== 'recorded' && door.unrecordedTap === 'refuse';
  const answer = refusedUnrecorded ? notRecorded(door, tap, presentation, now) : { decision, event };

  if (record === 'failed' || refusedUnrecorded) ports.recordLater(answer.event);
  if (answer.decision.outcome === 'granted') await ports.unlock(door);
  return answer;
}

function notRecorded(door: Door, tap: Tap, presentation: Presentation, now: TapInstant): Answer {
  const decision: Decision = { outcome: 'refused', reason: { kind: 'not_recorded' } };
  return { decision, event: eventOf(door, tap, presentation, decision, now) };
}

function eventOf(
  door: Door,
  { readerId, presented }: Tap,
  presentation: Presentation,
  decision: Decision,
  now: TapInstant,
): AccessEvent {
  const known = presentation.kind === 'known' ? presentation : undefined;
  return {
    doorId: door.id,
    readerId,
    what: 'tap',
    presented: presentedLabel(presented),
    ...(known ? { holderId: known.holder.id } : {}),
    ...(known?.credentialId ? { credentialId: known.credentialId } : {}),
    ...(decision.outcome === 'granted'
      ? { outcome: 'granted', because: decision.because, grantId: decision.grantId }
      : { outcome: 'refused', reason: decision.reason }),
    at: now.at,
    trust: now.trust,
    bootId: now.reading.bootId,
    monoMs: now.reading.monoMs,
  };
}
