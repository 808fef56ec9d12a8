import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

const parts = ['./known-here.ts', '../doors/record-tap.ts'].map(
  (path) => new URL(path, import.meta.url).href,
);
const program = `
  import { registerHooks } from 'node:module';
  const loaded = [];
  registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
  for (const part of ${JSON.stringify(parts)}) await import(part);
  console.log(JSON.stringify(loaded));
`;

test('a tap is decided without schemas: they would cost the thread that writes 10 MB', () => {
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program];
  const loaded: string[] = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  expect(loaded).toEqual(expect.arrayContaining(parts));
  expect(loaded.filter((url) => /\/zod\/|\/wire\.ts$/.test(url))).toEqual([]);
});
