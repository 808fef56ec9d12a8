import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { eq, lt } from 'drizzle-orm';
import type { Store } from '../database/open.ts';
import { sessions } from './tables.ts';

export function keepSession(
  store: Store,
  session: {
    readonly tokenHash: string;
    readonly holderId: HolderId;
    readonly expiresAt: EpochMs;
    readonly at: EpochMs;
  },
): void {
  const { at, ...row } = session;
  store.delete(sessions).where(lt(sessions.expiresAt, at)).run();
  store.insert(sessions).values(row).run();
}

export function removeSession(store: Store, { tokenHash }: { readonly tokenHash: string }): void {
  store.delete(sessions).where(eq(sessions.tokenHash, tokenHash)).run();
}

export function findSession(store: Store, tokenHash: string, at: EpochMs): HolderId | undefined {
  const row = store.select().from(sessions).where(eq(sessions.tokenHash, tokenHash)).get();
  return row && row.expiresAt > at ? row.holderId : undefined;
}
