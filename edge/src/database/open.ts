import { readdirSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Store } from './store.ts';

/** Pages kept in this process (kB, as SQLite's negative `cache_size`); the machine's own cache holds the rest of the file, once for both connections. */
const cacheSize = -4_000;

const migrationsUrl = new URL('./migrations/', import.meta.url);

/**
 * Opens `site.db` for writing: WAL, FULL sync (what a person was told survives a pulled plug), checked and migrated. Throws a sentence that names the file when it
 * is damaged or newer than this program. Exactly one connection writes (the writer thread).
 */
export function openForWriting(path: string): Store {
  try {
    return openSound(path);
  } catch (cause) {
    const isDamage = cause instanceof Database.SqliteError && /^SQLITE_(NOTADB|CORRUPT)/.test(cause.code);
    throw isDamage ? damaged(path, cause.message, cause) : cause;
  }
}

function openSound(path: string): Store {
  const client = new Database(path, { timeout: 5_000 });
  client.pragma(`cache_size = ${cacheSize}`);
  client.pragma('journal_mode = WAL');
  client.pragma('synchronous = FULL');
  if (client.pragma('synchronous', { simple: true }) !== 2)
    throw new Error(`${path}: FULL sync did not take effect`);
  const sound = client.pragma('quick_check', { simple: true });
  if (sound !== 'ok') throw damaged(path, String(sound));
  // The log is used again from its start and not cut: a commit that makes a file longer costs half as much again.
  client.pragma('journal_size_limit = 8388608');
  migrate(client, path);
  return new Store(client);
}

function damaged(path: string, how: string, cause?: unknown): Error {
  const [first = ''] = how.split('\n');
  return new Error(`${path} is damaged (${first}). Restore a backup, or enrol the box again.`, { cause });
}

/** Opens `site.db` for reading what the writer has committed. Never blocks the writer, never blocked by it. */
export function openForReading(path: string): Store {
  const client = new Database(path, { readonly: true, timeout: 1_000 });
  client.pragma(`cache_size = ${cacheSize}`);
  return new Store(client);
}

/** Brings the schema forward, one file a transaction; `user_version` counts the files applied. */
function migrate(client: Database.Database, path: string): void {
  const files = readdirSync(migrationsUrl)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  const applied = Number(client.pragma('user_version', { simple: true }));
  if (applied > files.length) {
    throw new Error(
      `${path} was written by a newer Lintel (schema ${applied}, this one knows ${files.length}). Install that version.`,
    );
  }
  for (const [index, name] of files.entries()) {
    if (index < applied) continue;
    client.transaction(() => {
      client.exec(readFileSync(new URL(name, migrationsUrl), 'utf8'));
      client.pragma(`user_version = ${index + 1}`);
    })();
  }
}
