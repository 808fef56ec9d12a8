import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '../../../test/support/test-cloud.ts';
import { silent } from '../log.ts';
import { openDirectory } from './directory.ts';
import { settleGeneration } from './generation.ts';
import { migrate } from './migrate.ts';
import { openPool } from './pool.ts';

let pool: pg.Pool;
beforeAll(async () => {
  pool = openPool(await freshDatabase(), silent);
  await migrate(pool);
});
afterAll(async () => await pool.end());

/** Starts as a cloud does. Answers whether it reconciled, and in which generation. */
async function start(reconcile = async () => {}): Promise<{ reconciled: boolean; generation: string }> {
  let reconciled = false;
  await settleGeneration(pool, async () => {
    await reconcile();
    reconciled = true;
  });
  return { reconciled, generation: await openDirectory(pool).generation() };
}

test('a cloud reconciles when its database is another server’s, once, and not at each start', async () => {
  const first = await start();
  expect(first.reconciled).toBe(true);
  expect(await start()).toEqual({ ...first, reconciled: false });
  await pool.query("UPDATE cloud_generation SET server = 'the server it was copied from'");
  const restored = await start();
  expect(restored.reconciled).toBe(true);
  expect(restored.generation).not.toBe(first.generation);
});

test('a cloud that was killed before it had reconciled does so at its next start', async () => {
  await pool.query("UPDATE cloud_generation SET server = 'the server it was copied from'");
  const killed = start(async () => {
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect((await start()).reconciled).toBe(true);
  expect((await start()).reconciled).toBe(false);
});
