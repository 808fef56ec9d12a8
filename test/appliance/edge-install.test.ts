import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lintel-edge-install-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every package that lies in a `node_modules`, as `name@version`; our own workspaces are links and do not count. */
function installed(modules: string): readonly string[] {
  if (!existsSync(modules)) return [];
  const names = readdirSync(modules, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) =>
      name.startsWith('@')
        ? readdirSync(join(modules, name), { withFileTypes: true })
            .filter((entry) => entry.isDirectory())
            .map((entry) => `${name}/${entry.name}`)
        : [name],
    );
  return names.flatMap((name) => {
    const { version } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')) as {
      version: string;
    };
    return [`${name}@${version}`, ...installed(join(modules, name, 'node_modules'))];
  });
}

describe('an edge-only install, really made', () => {
  test('brings the pinned Node and nothing beyond the list', { timeout: 180_000 }, async () => {
    for (const file of [
      'package.json',
      'package-lock.json',
      'scripts/setup.mjs',
      ...['core', 'edge', 'cloud', 'web', 'kiosk'].map((name) => `${name}/package.json`),
    ]) {
      mkdirSync(join(folder, file, '..'), { recursive: true });
      cpSync(join(root, file), join(folder, file));
    }
    const own = (process.env.PATH ?? '').split(':').filter((at) => !at.includes('node_modules'));
    await promisify(execFile)('node', ['scripts/setup.mjs', '--edge'], {
      cwd: folder,
      env: { ...process.env, PATH: own.join(':') },
    });

    const listed = readFileSync(join(root, 'edge/closure.txt'), 'utf8').trim().split('\n');
    const found = new Set([
      ...installed(join(folder, 'node_modules')),
      ...installed(join(folder, 'edge/node_modules')),
    ]);
    expect(found.size).toBeGreaterThan(40);
    expect([...found].filter((name) => !listed.includes(name))).toEqual([]);
    expect([...found].filter((name) => /^node-linux-/.test(name))).toHaveLength(1);
  });
});
