import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** `npm run check`: types, lint, layers and dead code, side by side; prints what failed and ends non-zero when anything did. */

const root = fileURLToPath(new URL('..', import.meta.url));

const checks: Readonly<Record<string, readonly string[]>> = {
  types: ['tsc', '-p', '.'],
  'types of the screens': ['tsc', '-p', 'web'],
  'types of their tests': ['tsc', '-p', 'test/web'],
  lint: ['biome', 'check', '--error-on-warnings', '.'],
  layers: ['vitest', 'run', '--reporter=dot', 'test/layers.test.ts', 'test/edge-closure.test.ts'],
  'dead code': ['knip', '--no-progress'],
};

async function run(name: string, [command = '', ...args]: readonly string[]): Promise<boolean> {
  const startedMs = performance.now();
  const child = spawn(`${root}node_modules/.bin/${command}`, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  if (code !== 0) console.log(output);
  return code === 0;
}

const passed = await Promise.all(Object.entries(checks).map(([name, command]) => run(name, command)));
process.exitCode = passed.every(Boolean) ? 0 : 1;
