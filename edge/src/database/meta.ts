import type { Store } from './store.ts';

/** The single values the box keeps, each beside what it belongs to: written in the transaction that makes it true. */
export type MetaKey =
  | 'incarnation'
  | 'generation'
  | 'cursor'
  | 'horizon_at'
  | 'horizon_proof'
  | 'acked_seq'
  | 'site'
  | 'clock'
  | 'needs_online_registration'
  | 'quarantine_until'
  | 'machine';

export function findMeta(store: Store, key: MetaKey): string | undefined {
  return store.get<{ value: string }>('SELECT value FROM meta WHERE key = ?', key)?.value;
}

export function keepMeta(store: Store, key: MetaKey, value: string): void {
  store.run(
    'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    key,
    value,
  );
}

export function dropMeta(store: Store, key: MetaKey): void {
  store.run('DELETE FROM meta WHERE key = ?', key);
}
