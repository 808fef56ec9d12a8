import type { Door } from '@lintel/core/doors/decide.ts';
import type { Grant } from '@lintel/core/doors/grant.ts';
import type { credential } from '@lintel/core/doors/wire.ts';
import type { DoorId, GrantId, HolderId } from '@lintel/core/ids.ts';
import { asc, eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Store } from '../database/open.ts';
import { prepared } from '../database/prepared.ts';
import { credentials, doors, grants } from './tables.ts';

export function findDoor(store: Store, id: DoorId): Door | undefined {
  return store.select().from(doors).where(eq(doors.id, id)).get();
}

export function listDoors(store: Store): readonly Door[] {
  return store.select().from(doors).orderBy(asc(doors.name)).all();
}

const tapStatements = prepared((store) => ({
  credential: store
    .select()
    .from(credentials)
    .where(eq(credentials.key, sql.placeholder('key')))
    .orderBy(asc(credentials.revoked))
    .limit(1)
    .prepare(),
  grants: store
    .select()
    .from(grants)
    .where(eq(grants.holderId, sql.placeholder('holderId')))
    .prepare(),
}));

/** The credential with this keyed hash; one that is not revoked before one that is. */
export function findCredential(store: Store, key: string) {
  return tapStatements(store).credential.get({ key });
}

/** The grants the cloud sent for this holder. Those of bookings are derived (`grantOfBooking`). */
export function listGrantsOf(store: Store, holderId: HolderId): readonly Grant[] {
  return tapStatements(store)
    .grants.all({ holderId })
    .map(({ startsAt, endsAt, ...grant }) => ({ ...grant, valid: { startsAt, endsAt } }));
}

export function keepDoor(store: Store, door: Door): void {
  store.insert(doors).values(door).onConflictDoUpdate({ target: doors.id, set: door }).run();
}

export function keepCredential(store: Store, sent: z.infer<typeof credential>): void {
  store.insert(credentials).values(sent).onConflictDoUpdate({ target: credentials.id, set: sent }).run();
}

export function keepGrant(store: Store, { id, holderId, doorIds, valid, because }: Grant): void {
  const row = { id, holderId, doorIds, startsAt: valid.startsAt, endsAt: valid.endsAt, because };
  store.insert(grants).values(row).onConflictDoUpdate({ target: grants.id, set: row }).run();
}

export function removeDoor(store: Store, id: string): void {
  store
    .delete(doors)
    .where(eq(doors.id, id as DoorId))
    .run();
}

export function removeCredential(store: Store, id: string): void {
  store.$client.prepare('DELETE FROM credential WHERE id = ?').run(id);
}

export function removeGrant(store: Store, id: string): void {
  store
    .delete(grants)
    .where(eq(grants.id, id as GrantId))
    .run();
}

export function clearDoors(store: Store): void {
  store.delete(doors).run();
  store.delete(credentials).run();
  store.delete(grants).run();
}
