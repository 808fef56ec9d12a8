import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildKiosk, missingFor } from '../../scripts/kiosk.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kiosk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('what a kiosk lacks is named all at once, with how to get it', () => {
  const missing = missingFor(undefined, { ELECTRON_OVERRIDE_DIST_PATH: folder }).join('\n');
  expect(missing).toContain('npx install-electron');
  expect(missing).toContain('no screen');
  expect(missing).toContain('npm run kiosk -- SETTINGS.json');
});

test('a machine with Electron, a screen and settings lacks nothing, and a wrong address is told', () => {
  writeFileSync(join(folder, 'electron'), '');
  const settings = join(folder, 'kiosk.json');
  const environment = { ELECTRON_OVERRIDE_DIST_PATH: folder, DISPLAY: ':0' };
  writeFileSync(settings, '{"boxUrl":"http://192.168.1.10:8090"}');
  expect(missingFor(settings, environment)).toEqual([]);
  writeFileSync(settings, '{"boxUrl":"192.168.1.10"}');
  expect(missingFor(settings, environment).join()).toContain('boxUrl');
});

test('the kiosk is built to one file of plain JavaScript that asks for Electron alone', async () => {
  const outDir = join(folder, 'dist');
  await buildKiosk(outDir);
  const text = readFileSync(join(outDir, 'main.js'), 'utf8');
  const asked = [...text.matchAll(/^import .* from ["']([^"']+)["'];?$/gm)].map((match) => match[1]);
  expect(asked).toContain('electron');
  expect(asked.filter((name) => name !== 'electron' && !name?.startsWith('node:'))).toEqual([]);
});
