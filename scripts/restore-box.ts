import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { keyFiles, manifestName, otherFiles, sha256Of } from './backup-box.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const known = ['site.db', ...keyFiles, ...otherFiles] as const;
const manifest = z.object({ madeAt: z.iso.datetime(), sha256: z.partialRecord(z.enum(known), hash) });

const restoredSentence =
  'The box opens doors by what it knew when the backup was made. It writes no booking until it has spoken to the cloud and the ' +
  'stretch it may have written since has passed. Give it a fresh enrolment code at its next start.';

/**
 * Puts the backup in `from` into the data folder. What was there is moved aside, never deleted. The store says that it must register online
 * before it writes a calendar. Throws, with what to do, and leaves everything as it was, when the backup is not whole, when a store is there
 * and `replace` is not asked for, or when a box is running on it.
 */
export function restoreBox(
  from: string,
  dataDir: string,
  replace: boolean,
  now: Date,
): { aside: string | undefined } {
  const names = checkWhole(from);
  const store = join(dataDir, 'site.db');
  if (existsSync(store)) {
    if (!replace) throw new Error(`${store} is there already; to put the backup in its place add --replace`);
    refuseLive(store);
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const fresh = join(dataDir, 'site.db.restoring');
  copyFileSync(join(from, 'site.db'), fresh);
  chmodSync(fresh, 0o600);
  markRestored(fresh);
  const aside = existsSync(store) ? moveAside(dataDir, now) : undefined;
  for (const name of names.filter((other) => other !== 'site.db')) {
    copyFileSync(join(from, name), join(dataDir, name));
    chmodSync(join(dataDir, name), 0o600);
  }
  // Last: a box that finds its store finds everything else.
  renameSync(fresh, store);
  return { aside };
}

function checkWhole(from: string): readonly string[] {
  const file = join(from, manifestName);
  if (!existsSync(file))
    throw new Error(`${from} is not a backup of a box (no ${manifestName}); name one with --from`);
  const { sha256 } = manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  for (const name of ['site.db', ...keyFiles] as const) {
    if (!sha256[name]) throw new Error(`the backup ${from} lacks ${name}; take another one`);
  }
  const names = known.filter((name) => sha256[name]);
  const changed = names.filter(
    (name) => !existsSync(join(from, name)) || sha256Of(join(from, name)) !== sha256[name],
  );
  if (changed.length > 0) {
    throw new Error(
      `${changed.join(', ')} of the backup ${from} changed since it was made; take another one`,
    );
  }
  return names;
}

/** SQLite leaves WAL only when nobody else has the file open. */
function refuseLive(store: string): void {
  const db = new Database(store, { timeout: 500 });
  try {
    db.pragma('journal_mode = DELETE');
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    if (/NOTADB|CORRUPT/.test(error.code)) return; // Damaged is what a restore is for.
    throw new Error('a box is running on this store; stop it first: systemctl stop lintel-box', {
      cause: error,
    });
  } finally {
    db.close();
  }
}

function markRestored(store: string): void {
  const db = new Database(store);
  try {
    db.pragma('synchronous = FULL');
    const sound = db.pragma('integrity_check', { simple: true });
    if (sound !== 'ok')
      throw new Error(`the store in the backup is damaged (${String(sound)}); take another backup`);
    db.prepare(
      "INSERT INTO meta (key, value) VALUES ('needs_online_registration', '1') ON CONFLICT (key) DO UPDATE SET value = '1'",
    ).run();
  } catch (error) {
    db.close();
    rmSync(store, { force: true });
    throw error;
  }
  db.close();
}

function moveAside(dataDir: string, now: Date): string {
  const aside = join(dataDir, `before-restore-${now.toISOString().replaceAll(':', '-')}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of ['site.db', 'site.db-wal', 'site.db-shm', ...keyFiles, ...otherFiles]) {
    if (existsSync(join(dataDir, name))) renameSync(join(dataDir, name), join(aside, name));
  }
  return aside;
}

const usage = `Puts a backup into a box's data folder, with the box stopped.
  node scripts/restore-box.ts --from FOLDER --data DIR [--replace]`;

function main(): void {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { data: string, from: string, replace: { type: 'boolean' } } });
  if (!values.data || !values.from) throw new Error(usage);
  const { aside } = restoreBox(
    resolve(values.from),
    resolve(values.data),
    values.replace ?? false,
    new Date(),
  );
  if (aside) process.stdout.write(`What was there is kept in ${aside}.\n`);
  process.stdout.write(`${restoredSentence}\nIf this ran as root: chown -R lintel: ${values.data}\n`);
}

if (import.meta.main) {
  try {
    main();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
