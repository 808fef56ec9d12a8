import { eq } from 'drizzle-orm';
import { sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Store } from './open.ts';

export const meta = sqliteTable('meta', { key: text().primaryKey(), value: text().notNull() });

/** The single values the box keeps, each beside what it belongs to: written in the transaction that makes it true. */
export type MetaKey =
  | 'incarnation'
  | 'generation'
  | 'cursor'
  | 'epoch'
  | 'horizon_at'
  | 'horizon_proof'
  | 'acked_seq'
  | 'site'
  | 'clock'
  | 'needs_online_registration'
  | 'quarantine_until';

export function findMeta(store: Store, key: MetaKey): string | undefined {
  return store.select({ value: meta.value }).from(meta).where(eq(meta.key, key)).get()?.value;
}

export function keepMeta(store: Store, key: MetaKey, value: string): void {
  store.insert(meta).values({ key, value }).onConflictDoUpdate({ target: meta.key, set: { value } }).run();
}

export function dropMeta(store: Store, key: MetaKey): void {
  store.delete(meta).where(eq(meta.key, key)).run();
}
