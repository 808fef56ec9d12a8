import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { buildScreen, screens } from '../web/vite.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampPath = join(root, 'web/dist/.stamp');
const turnPath = join(root, 'web/dist/.turn');
const turnMostMs = 60_000;
const sources = ['web/ui', ...screens.map((screen) => `web/${screen}`), 'core/src'];
const singles = ['web/vite.config.ts', 'web/package.json', 'package-lock.json'];

/** The hash of everything the screens are built from: paths and contents. Throws when a source folder is missing or empty. */
function sourceHash(): string {
  const hash = createHash('sha256');
  for (const folder of sources) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    if (files.length === 0) throw new Error(`nothing to build in ${folder}: is the checkout whole?`);
    for (const file of files) add(file);
  }
  for (const file of singles) add(join(root, file));
  return hash.digest('hex');

  function add(file: string): void {
    const content = readFileSync(file);
    hash.update(`${file.slice(root.length)}\0${content.length}\0`).update(content);
  }
}

function isBuilt(hash: string): boolean {
  const pages = screens.every((screen) => existsSync(join(root, `web/dist/${screen}/index.html`)));
  return pages && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === hash;
}

/**
 * Afterwards `web/dist/{portal,console,office,panel}/` hold the screens of the sources as they are. Nothing is done when they do already.
 * The stamp is written last, so a build that was cut short is built again; two builds at once take turns.
 */
export async function buildWeb(): Promise<'built' | 'unchanged'> {
  const hash = sourceHash();
  if (isBuilt(hash)) return 'unchanged';

  await takeTurn();
  try {
    if (isBuilt(hash)) return 'unchanged';
    rmSync(stampPath, { force: true });
    for (const screen of screens) await buildScreen(screen);
    writeFileSync(stampPath, hash);
    return 'built';
  } finally {
    rmSync(turnPath, { recursive: true, force: true });
  }
}

/** Making a folder succeeds for one process only. A turn older than a minute was left by one that was killed. */
async function takeTurn(): Promise<void> {
  mkdirSync(join(root, 'web/dist'), { recursive: true });
  while (!madeTurn()) await setTimeout(100);
}

function madeTurn(): boolean {
  try {
    mkdirSync(turnPath);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const ageMs = Date.now() - (statSync(turnPath, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (ageMs > turnMostMs) rmSync(turnPath, { recursive: true, force: true });
    return false;
  }
}

if (import.meta.main) {
  const startedAt = performance.now();
  const what = await buildWeb();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(what === 'built' ? `The screens are built (${seconds} s).` : 'The screens are already built.');
}
