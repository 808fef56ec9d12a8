import type { Door } from '@lintel/core/doors/decide.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { TapInstant } from './decide-tap.ts';
import type { InTime } from './in-time.ts';

/** The store did not take the event, and this door opens only for what is recorded. */
export class NotRecorded extends Error {
  override readonly name = 'NotRecorded';
}

/** What opening a door by hand needs from the box. */
export type OpenPorts = {
  readonly now: () => TapInstant;
  /** Resolves once the row is on disk; `late` when that takes longer than `waitMs`, `failed` when the store refused. Never rejects. */
  readonly record: (event: AccessEvent, waitMs: number) => Promise<InTime<unknown>['kind']>;
  /** Keeps the event until the store takes it. */
  readonly recordLater: (event: AccessEvent) => void;
  readonly unlock: (door: Door) => Promise<void>;
};

/** Opens a door for one of the staff. On disk before the relay moves, under the same written policy as a tap; throws `NotRecorded` or `RelayOffline`. */
export async function openForStaff(
  ports: OpenPorts,
  door: Door,
  staff: { readonly id: HolderId; readonly role: string },
): Promise<AccessEvent> {
  const event = staffEvent(door, staff, ports.now());
  const record = await ports.record(event, door.recordWaitMs);
  if (record !== 'recorded' && door.unrecordedTap === 'refuse') {
    throw new NotRecorded(
      `The box could not write the opening down, and ${door.name} opens only when it can.`,
    );
  }
  if (record === 'failed') ports.recordLater(event);
  await ports.unlock(door);
  return event;
}

function staffEvent(
  door: Door,
  staff: { readonly id: HolderId; readonly role: string },
  now: TapInstant,
): AccessEvent {
  return {
    doorId: door.id,
    what: 'opened_by_staff',
    presented: 'console',
    holderId: staff.id,
    outcome: 'granted',
    because: { kind: 'staff', what: staff.role },
    at: now.at,
    trust: now.trust,
    bootId: now.reading.bootId,
    monoMs: now.reading.monoMs,
  };
}
