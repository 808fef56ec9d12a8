import type { Door } from '@lintel/core/doors/decide.ts';
import type { Grant } from '@lintel/core/doors/grant.ts';
import type { credential } from '@lintel/core/doors/wire.ts';
import type { CredentialId, DoorId, HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { z } from 'zod';
import type { Store } from '../database/store.ts';

const doorColumns = `id, name, pulse_ms AS "pulseMs", record_wait_ms AS "recordWaitMs", unrecorded_tap AS "unrecordedTap", untrusted_clock AS "untrustedClock"`;

type GrantRow = {
  readonly id: Grant['id'];
  readonly holderId: HolderId;
  readonly doorIds: string;
  readonly startsAt: EpochMs;
  readonly endsAt: EpochMs;
  readonly because: string;
};

export function findDoor(store: Store, id: DoorId): Door | undefined {
  return store.get<Door>(`SELECT ${doorColumns} FROM door WHERE id = ?`, id);
}

export function listDoors(store: Store): readonly Door[] {
  return store.all<Door>(`SELECT ${doorColumns} FROM door ORDER BY name`);
}

export type CredentialRow = {
  readonly id: CredentialId;
  readonly holderId: HolderId;
  readonly revoked: boolean;
};

/** The credential with this keyed hash; one that is not revoked before one that is. There is one or a few: chosen here, because SQLite's sorter costs more than the search. */
export function findCredential(store: Store, key: string): CredentialRow | undefined {
  const rows = store.all<Omit<CredentialRow, 'revoked'> & { revoked: 0 | 1 }>(
    'SELECT id, holder_id AS "holderId", revoked FROM credential WHERE key = ?',
    key,
  );
  const row = rows.find(({ revoked }) => revoked === 0) ?? rows[0];
  return row && { ...row, revoked: row.revoked === 1 };
}

/** The grants the cloud sent for this holder. Those of bookings are derived (`grantOfBooking`). */
export function listGrantsOf(store: Store, holderId: HolderId): readonly Grant[] {
  const rows = store.all<GrantRow>(
    'SELECT id, holder_id AS "holderId", door_ids AS "doorIds", starts_at AS "startsAt", ends_at AS "endsAt", because FROM "grant" WHERE holder_id = ?',
    holderId,
  );
  return rows.map(({ id, doorIds, startsAt, endsAt, because }) => ({
    id,
    holderId,
    doorIds: JSON.parse(doorIds),
    valid: { startsAt, endsAt },
    because: JSON.parse(because),
  }));
}

export function keepDoor(store: Store, door: Door): void {
  store.put('door', {
    id: door.id,
    name: door.name,
    pulse_ms: door.pulseMs,
    record_wait_ms: door.recordWaitMs,
    unrecorded_tap: door.unrecordedTap,
    untrusted_clock: door.untrustedClock,
  });
}

export function keepCredential(store: Store, sent: z.infer<typeof credential>): void {
  const { id, holderId, kind, key, revoked } = sent;
  store.put('credential', { id, holder_id: holderId, kind, key, revoked: revoked ? 1 : 0 });
}

export function keepGrant(store: Store, { id, holderId, doorIds, valid, because }: Grant): void {
  store.put('grant', {
    id,
    holder_id: holderId,
    door_ids: JSON.stringify(doorIds),
    starts_at: valid.startsAt,
    ends_at: valid.endsAt,
    because: JSON.stringify(because),
  });
}

export function removeDoor(store: Store, id: string): void {
  store.run('DELETE FROM door WHERE id = ?', id);
}

export function removeCredential(store: Store, id: string): void {
  store.run('DELETE FROM credential WHERE id = ?', id);
}

export function removeGrant(store: Store, id: string): void {
  store.run('DELETE FROM "grant" WHERE id = ?', id);
}

export function clearDoors(store: Store): void {
  store.run('DELETE FROM door');
  store.run('DELETE FROM credential');
  store.run('DELETE FROM "grant"');
}
