import type { HolderId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';

export type Session = {
  readonly tokenHash: string;
  readonly holderId: HolderId;
  readonly expiresAt: EpochMs;
};

/** Keeps the session, and forgets those that have ended by `at`. */
export function keepSession(
  store: Store,
  { tokenHash, holderId, expiresAt, at }: Session & { readonly at: EpochMs },
): void {
  store.run('DELETE FROM console_session WHERE expires_at < ?', at);
  const sql = 'INSERT INTO console_session (token_hash, holder_id, expires_at) VALUES (?, ?, ?)';
  store.run(sql, tokenHash, holderId, expiresAt);
}

export function removeSession(store: Store, { tokenHash }: { readonly tokenHash: string }): void {
  store.run('DELETE FROM console_session WHERE token_hash = ?', tokenHash);
}

export function findSession(store: Store, tokenHash: string, at: EpochMs): HolderId | undefined {
  const sql = 'SELECT holder_id AS "holderId" FROM console_session WHERE token_hash = ? AND expires_at > ?';
  return store.get<{ holderId: HolderId }>(sql, tokenHash, at)?.holderId;
}
