import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The main job, as `npm start -- --once` plays it: real cloud, PostgreSQL, boxes, broker, serial lines, and kills. */
test('from a booking to an opened door, through the whole house', { timeout: 300_000 }, async () => {
  const args = ['--disable-warning=ExperimentalWarning', 'scripts/start.ts', '--once'];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let told = '';
  child.stdout.on('data', (chunk) => (told += chunk));
  child.stderr.on('data', (chunk) => (told += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect(code, told).toBe(0);
  for (const step of [1, 2, 3, 4, 5, 6]) expect(told).toMatch(new RegExp(`^${step}\\. `, 'm'));
  expect(told).toContain('The story was played to its end.');
  expect(told.match(/✓/g)?.length, told).toBeGreaterThan(40);
});
