import type { Decision, Door, Instant, Presentation } from '@lintel/core/doors/decide.ts';
import { decide } from '@lintel/core/doors/decide.ts';
import type { Presented } from '@lintel/core/doors/presented.ts';
import { presentedLabel } from '@lintel/core/doors/presented.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { ClockReading } from '@lintel/core/health/clock.ts';

export type TapInstant = Instant & { readonly reading: ClockReading };
export type Tap = { readonly readerId: string; readonly presented: Presented };

/** A tap with everything of the moment that its decision needs. */
export type TapAt = { readonly door: Door; readonly tap: Tap; readonly now: TapInstant };

/** The decision on a tap, and the event that tells it. */
export type Answer = { readonly decision: Decision; readonly event: AccessEvent };

export function decideTap(at: TapAt, presentation: Presentation): Answer {
  return answerOf(at, presentation, decide(at.door, presentation, at.now));
}

/** The refusal of a tap whose grant could not be written down in time, at a door that opens only for what is recorded. */
export function refuseUnrecorded(at: TapAt, presentation: Presentation): Answer {
  return answerOf(at, presentation, { outcome: 'refused', reason: { kind: 'not_recorded' } });
}

function answerOf({ door, tap, now }: TapAt, presentation: Presentation, decision: Decision): Answer {
  const known = presentation.kind === 'known' ? presentation : undefined;
  const event: AccessEvent = {
    doorId: door.id,
    readerId: tap.readerId,
    what: 'tap',
    presented: presentedLabel(tap.presented),
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
  return { decision, event };
}
