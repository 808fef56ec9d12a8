import { tapSentence } from '@lintel/core/doors/decide.ts';
import type { AccessEvent, AccessEventView } from '@lintel/core/doors/wire.ts';
import type { DoorId, HolderId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';

/** The names an access event is told with. */
export type EventNames = {
  readonly timeZone: string;
  readonly doors: ReadonlyMap<DoorId, string>;
  readonly holders: Pick<ReadonlyMap<HolderId, string>, 'get'>;
};

/** One access event as staff read it: who, where, and why in words. */
export function accessEventViewOf(id: string, event: AccessEvent, names: EventNames): AccessEventView {
  const holderName = event.holderId && names.holders.get(event.holderId);
  return {
    id,
    at: event.at,
    trust: event.trust,
    doorId: event.doorId,
    doorName: names.doors.get(event.doorId) ?? 'a door that was removed',
    ...(holderName ? { holderName } : {}),
    presented: event.presented,
    outcome: event.outcome,
    sentence: sentenceOf(event, names.timeZone),
  };
}

function sentenceOf(event: AccessEvent, timeZone: string): string {
  if (event.reason) return tapSentence(event.reason, localClock(timeZone, event.at));
  if (event.what === 'opened_by_staff') return 'Opened from the console.';
  const { because } = event;
  if (!because) return 'Granted.';
  switch (because.kind) {
    case 'booking':
      return `Granted by the booking of ${because.what}.`;
    case 'membership':
      return `Granted by the membership ${because.what}.`;
    case 'staff':
      return `Granted as staff (${because.what}).`;
    default:
      return because satisfies never;
  }
}
