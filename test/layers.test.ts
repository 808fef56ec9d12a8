import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { broken, importsOf, isVerb, root, sourcesOf, workspaces } from './layers.ts';

describe('who may import whom', () => {
  const files = workspaces.flatMap((workspace) => sourcesOf(workspace));
  const imports = files.flatMap((file) => importsOf(file));

  test('nothing in the tree breaks the table', () => {
    expect(broken(imports)).toEqual([]);
  });

  test('the table was held against the whole tree', () => {
    for (const workspace of workspaces) expect(sourcesOf(workspace).length, workspace).toBeGreaterThan(3);
    expect(imports.length).toBeGreaterThan(files.length);
    expect(files.filter(isVerb).length).toBeGreaterThan(10);
  });

  test.each([
    ['core/src/time.ts', "import { readFileSync } from 'node:fs';"],
    ['core/src/time.ts', "import { x } from '../../edge/src/box.ts';"],
    ['edge/src/box.ts', "import { x } from '@lintel/cloud/api.ts';"],
    ['edge/src/box.ts', "import pg from 'pg';"],
    ['edge/src/box.ts', "const stripe = await import('stripe');"],
    ['cloud/src/api.ts', "export { x } from '../../web/ui/api.ts';"],
    ['web/ui/api.ts', "import { api } from '@lintel/cloud/api.ts';"],
    ['kiosk/src/main.ts', "import '../../edge/src/box.ts';"],
    ['edge/src/doors/tap.ts', "import { Hono } from 'hono';"],
    ['edge/src/doors/tap.ts', "import { SerialLine } from './readers/serial-line.ts';"],
  ])('%s may not say %s', (file, line) => {
    expect(broken(importsOf(file, line))).toHaveLength(1);
  });

  test('web may import the type of an API', () => {
    expect(
      broken(importsOf('web/ui/api.ts', "import type { CloudApi } from '@lintel/cloud/api.ts';")),
    ).toEqual([]);
  });

  test('only config.ts reads the environment', () => {
    const readers = files.filter(
      (file) =>
        /^(core|edge|cloud)\//.test(file) && readFileSync(join(root, file), 'utf8').includes('process.env'),
    );
    expect(readers.filter((file) => !/\/(config|main|seed-main)\.ts$/.test(file))).toEqual([]);
  });

  test('core asks no clock, no chance and no timer', () => {
    const impure =
      /Date\.now|new Date\(\)|Math\.random|setTimeout|setInterval|crypto\.|process\.|Temporal\.Now/;
    const found = sourcesOf('core').filter((file) => impure.test(readFileSync(join(root, file), 'utf8')));
    expect(found).toEqual([]);
  });
});
