import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const repository = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let root: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'install-'));
  root = join(folder, 'root');
  // A checkout of its own: the real one is being worked in.
  source = join(folder, 'source');
  for (const part of [
    'scripts/install-box',
    'scripts/setup.mjs',
    'firmware-config',
    'systemd',
    'edge/src',
    'package.json',
  ]) {
    cpSync(join(repository, part), join(source, part), { recursive: true });
  }
  mkdirSync(join(source, 'web/dist'), { recursive: true });
  writeFileSync(join(source, 'web/dist/index.html'), '<!doctype html>');
  mkdirSync(join(root, 'boot/firmware'), { recursive: true });
  writeFileSync(join(root, 'boot/firmware/config.txt'), 'arm_64bit=1\n');
  mkdirSync(join(folder, 'programs'));
  // Whatever would change this machine leaves its name behind.
  for (const name of ['apt-get', 'useradd', 'groupadd', 'usermod', 'systemctl', 'udevadm', 'chgrp']) {
    writeFileSync(join(folder, 'programs', name), `#!/bin/sh\necho ${name} >> ${join(folder, 'touched')}\n`, {
      mode: 0o755,
    });
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

function install(...words: string[]): { status: number | null; stdout: string; stderr: string } {
  const env = { ...process.env, PATH: `${join(folder, 'programs')}:${process.env.PATH}` };
  return spawnSync('sh', [join(source, 'scripts/install-box'), '--without-packages', ...words], {
    encoding: 'utf8',
    env,
  });
}

const everything = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return `${path} ${statSync(path).mtimeMs}`;
    })
    .sort();

test('a dry run says every change and makes none', () => {
  const before = everything();
  const { status, stdout } = install('--dry-run', '--root', root);
  expect(status).toBe(0);
  expect(stdout).toContain('would put /etc/systemd/system/lintel-box.service');
  expect(stdout).toContain('Nothing was done');
  expect(everything()).toEqual(before);
});

test('a second run changes nothing and says so, and this machine was left alone', () => {
  expect(install('--root', root, '--cloud', 'https://cloud.example', '--code', 'ABCD-EFGH').status).toBe(0);
  for (const file of [
    'opt/lintel/edge/src/main.ts',
    'opt/lintel/web/dist/index.html',
    'etc/udev/rules.d/65-lintel.rules',
    'etc/lintel/devices.json',
  ]) {
    expect(existsSync(join(root, file)), file).toBe(true);
  }
  const settings = readFileSync(join(root, 'etc/lintel/box.env'), 'utf8');
  expect(settings).toContain('LINTEL_CLOUD_URL=https://cloud.example\n');
  expect(settings).toContain('LINTEL_ENROLMENT_CODE=ABCD-EFGH\n');
  expect(statSync(join(root, 'etc/lintel/box.env')).mode & 0o007).toBe(0);
  const before = everything();
  expect(install('--root', root).stdout).toContain('Nothing changed');
  expect(everything()).toEqual(before);
  expect(existsSync(join(folder, 'touched'))).toBe(false);
});

test('a newer checkout takes the place of the older, and the installed packages stay', () => {
  install('--root', root);
  const home = join(root, 'opt/lintel');
  mkdirSync(join(home, 'node_modules'));
  writeFileSync(join(home, 'node_modules/kept'), '');
  writeFileSync(join(source, 'edge/src/a-new-file.ts'), '');
  rmSync(join(source, 'edge/src/service.ts'));
  expect(install('--root', root).stdout).toContain('copy the checkout');
  expect(existsSync(join(home, 'edge/src/a-new-file.ts'))).toBe(true);
  expect(existsSync(join(home, 'edge/src/service.ts'))).toBe(false);
  expect(existsSync(join(home, 'node_modules/kept'))).toBe(true);
  expect(readdirSync(join(root, 'opt'))).toEqual(['lintel']);
});

test('settings someone made stay, and their lines in config.txt too', () => {
  install('--root', root);
  const config = join(root, 'boot/firmware/config.txt');
  writeFileSync(config, `${readFileSync(config, 'utf8')}gpu_mem=16\n`);
  writeFileSync(join(root, 'etc/lintel/box.env'), 'LINTEL_BOX_PORT=9000\n');
  expect(install('--root', root).status).toBe(0);
  expect(readFileSync(join(root, 'etc/lintel/box.env'), 'utf8')).toBe('LINTEL_BOX_PORT=9000\n');
  const text = readFileSync(config, 'utf8');
  expect(text).toContain('arm_64bit=1\n');
  expect(text).toContain('gpu_mem=16\n');
  expect(text.match(/# lintel begin/g)).toHaveLength(1);
});

test('an unknown word and a missing value are refused with what there is', () => {
  expect(install('--rot', root)).toMatchObject({ status: 1, stderr: expect.stringContaining('--root DIR') });
  expect(install('--root')).toMatchObject({ status: 1, stderr: expect.stringContaining('needs a value') });
});
