import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';

/** What makes a box this box, besides its store. Without the first two a restored box is a stranger to the cloud, and every card to it. */
export const keyFiles = ['box-key.json', 'credential-key', 'box.json'] as const;
export const otherFiles = ['mqtt-clients.json'] as const;
export const manifestName = 'manifest.json';

export type Manifest = { readonly madeAt: string; readonly sha256: Readonly<Record<string, string>> };

export function sha256Of(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/**
 * Copies the box's store and keys to the new folder `to` while the box runs. The folder is there only when it is whole: the copy of the store passed
 * `integrity_check`, and every file is named with its hash. Throws, with what to do, otherwise.
 */
export async function backUpBox(dataDir: string, to: string, now: Date): Promise<Manifest> {
  const store = join(dataDir, 'site.db');
  if (!existsSync(store))
    throw new Error(`there is no store ${store}; name the box's data folder with --data`);
  if (existsSync(to)) throw new Error(`${to} is there already; name a new folder with --to`);
  const missing = keyFiles.filter((name) => !existsSync(join(dataDir, name)));
  if (missing.length > 0) {
    throw new Error(
      `${missing.join(' and ')} missing in ${dataDir}; a backup without them would not restore`,
    );
  }
  const partial = `${to}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true, mode: 0o700 });
  try {
    await copyStore(store, join(partial, 'site.db'));
    const names = [...keyFiles, ...otherFiles.filter((name) => existsSync(join(dataDir, name)))];
    for (const name of names) copyFileSync(join(dataDir, name), join(partial, name));
    const manifest = {
      madeAt: now.toISOString(),
      sha256: Object.fromEntries(['site.db', ...names].map((name) => [name, sha256Of(join(partial, name))])),
    };
    writeFileSync(join(partial, manifestName), `${JSON.stringify(manifest, undefined, 2)}\n`, {
      flush: true,
    });
    for (const name of [manifestName, ...Object.keys(manifest.sha256)]) chmodSync(join(partial, name), 0o600);
    renameSync(partial, to);
    return manifest;
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/** One consistent moment of the store. All pages go in one step, so that a busy writer cannot make it begin again and again. */
async function copyStore(from: string, to: string): Promise<void> {
  const source = new Database(from, { readonly: true, timeout: 5000 });
  try {
    await source.backup(to, { progress: () => 0x7fff_ffff });
  } finally {
    source.close();
  }
  const copy = new Database(to);
  try {
    // One file, without a log beside it.
    copy.pragma('journal_mode = DELETE');
    const sound = copy.pragma('integrity_check', { simple: true });
    if (sound !== 'ok')
      throw new Error(`the store is damaged (${String(sound)}); restore the last good backup`);
  } finally {
    copy.close();
  }
}

const usage = `Copies a box's store and keys while the box runs. Keep the copy as you keep the keys of the house.
  node scripts/backup-box.ts --data DIR --to NEW_FOLDER`;

async function main(): Promise<void> {
  const string = { type: 'string' } as const;
  const { values } = parseArgs({ options: { data: string, to: string } });
  if (!values.data || !values.to) throw new Error(usage);
  const manifest = await backUpBox(resolve(values.data), resolve(values.to), new Date());
  process.stdout.write(`${values.to}: ${Object.keys(manifest.sha256).join(', ')}\n`);
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
