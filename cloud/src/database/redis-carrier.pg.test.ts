import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { RedisServer } from '../../../test/support/redis-server.ts';
import { freshDatabase } from '../../../test/support/test-cloud.ts';
import { silent } from '../log.ts';
import { migrate } from './migrate.ts';
import { announce, operatorScope, type WithOperator } from './operator.ts';
import { openPool } from './pool.ts';
import { Redis } from './redis.ts';
import { redisCarrier } from './redis-carrier.ts';

const operatorId = id<OperatorId>(randomUUID());
const siteId = id<SiteId>(randomUUID());
const heard: string[] = [];
const stopping = new AbortController();
let server: RedisServer;
let pool: pg.Pool;
let withOperator: WithOperator;

beforeAll(async () => {
  server = await RedisServer.start();
  pool = openPool(await freshDatabase(), silent, 3);
  await migrate(pool);
  const redis = new Redis(server.url, silent);
  void redis.run(stopping.signal, { hear: (text) => heard.push(text), missed: () => undefined });
  while (!redis.isConnected) await wait(5);
  withOperator = operatorScope(pool, redisCarrier(redis, pool, silent));
});
afterAll(async () => {
  stopping.abort();
  await pool.end();
  await server.kill();
});

test('others hear of a change once it is committed and not before, once for each, and never of one rolled back', async () => {
  await withOperator(operatorId, async (tx) => {
    await announce(tx, siteId, 'bookings');
    await announce(tx, siteId, 'bookings');
    await announce(tx, siteId, 'access');
    await wait(100);
    expect(heard).toEqual([]);
  });
  await expect(
    withOperator(operatorId, async (tx) => {
      await announce(tx, siteId, 'link');
      throw new Error('stop');
    }),
  ).rejects.toThrow('stop');
  await wait(100);
  expect(heard.map((text) => JSON.parse(text).what)).toEqual(['bookings', 'access']);
});
