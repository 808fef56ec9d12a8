import type { HolderId } from '@lintel/core/ids.ts';
import type { holder } from '@lintel/core/members/wire.ts';
import { eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Store } from '../database/open.ts';
import { prepared } from '../database/prepared.ts';
import { holders } from './tables.ts';

export type HolderRow = typeof holders.$inferSelect;

const byId = prepared((store) =>
  store
    .select()
    .from(holders)
    .where(eq(holders.id, sql.placeholder('id')))
    .prepare(),
);

export function findHolder(store: Store, id: HolderId): HolderRow | undefined {
  return byId(store).get({ id });
}

/** The staff login of this e-mail address, in any case. */
export function findLogin(store: Store, email: string): HolderRow | undefined {
  return store.select().from(holders).where(eq(holders.email, email.toLowerCase())).get();
}

/** Names by id, for screens. */
export function namesOfHolders(store: Store): ReadonlyMap<HolderId, string> {
  return new Map(
    store
      .select({ id: holders.id, name: holders.name })
      .from(holders)
      .all()
      .map((row) => [row.id, row.name]),
  );
}

export function keepHolder(store: Store, sent: z.infer<typeof holder>): void {
  const row = {
    id: sent.id,
    kind: sent.kind,
    name: sent.name,
    suspended: sent.suspended,
    planId: sent.planId ?? null,
    email: sent.login?.email.toLowerCase() ?? null,
    passwordHash: sent.login?.passwordHash ?? null,
    role: sent.login?.role ?? null,
  };
  store.insert(holders).values(row).onConflictDoUpdate({ target: holders.id, set: row }).run();
}

export function removeHolder(store: Store, id: string): void {
  store
    .delete(holders)
    .where(eq(holders.id, id as HolderId))
    .run();
}

export function clearHolders(store: Store): void {
  store.delete(holders).run();
}
