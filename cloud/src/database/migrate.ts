import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, PoolClient } from 'pg';

const directory = join(import.meta.dirname, 'migrations');

/** One number for all of Lintel: two clouds that start together migrate one after the other. */
const lockId = 7_203_115;

type Migration = { readonly name: string; readonly sql: string; readonly checksum: string };

/** Forward only: runs what has not run yet, each in its own transaction. Throws when one that has run was edited or is missing. */
export async function migrate(pool: Pool): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockId]);
    return await migrateLocked(client, await readMigrations());
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [lockId]).catch(() => undefined);
    client.release();
  }
}

async function migrateLocked(
  client: PoolClient,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS migration (name text PRIMARY KEY, checksum text NOT NULL, at timestamptz NOT NULL DEFAULT now())',
  );
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'SELECT name, checksum FROM migration',
  );
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const { name, checksum } of rows) {
    const known = byName.get(name);
    if (!known)
      throw new Error(`The database has run ${name}, which this version does not have. Run a newer version.`);
    if (known.checksum !== checksum)
      throw new Error(`${name} was edited after it ran. Restore it and add a new migration.`);
  }
  const ran = new Set(rows.map((row) => row.name));
  const waiting = migrations.filter((migration) => !ran.has(migration.name));
  for (const migration of waiting) await run(client, migration);
  return waiting.map((migration) => migration.name);
}

async function run(client: PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO migration (name, checksum) VALUES ($1, $2)', [name, checksum]);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK');
    throw new Error(`The migration ${name} failed; nothing of it was kept.`, { cause });
  }
}

async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  return await Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(directory, name), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}
