import { randomUUID } from 'node:crypto';
import { epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { FakeBox } from '../../../test/support/fake-box.ts';
import { seed, signIn, startTestCloud } from '../../../test/support/test-cloud.ts';
import { demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from '../sync/enrol.ts';
import { operatorScope } from './operator.ts';

/** Puts an older copy of a database in its place, as a failover to a replica that was behind does: every connection breaks, and the next one finds another history. */
async function failOver(databaseUrl: string, copy: string): Promise<void> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  try {
    await client.query(`ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
    const end = 'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1';
    await client.query(end, [name]);
    await expect.poll(async () => await rename(client, name, `${name}_old`)).toBe(true);
    await client.query(`ALTER DATABASE ${copy} RENAME TO ${name}`);
  } finally {
    await client.end();
  }
}

async function rename(client: pg.Client, from: string, to: string): Promise<boolean> {
  return await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`).then(
    () => true,
    () => false,
  );
}

/** A copy of the database as it is now. Its cloud is stopped for that moment, as PostgreSQL asks for. */
async function copyOf(databaseUrl: string): Promise<string> {
  const name = new URL(databaseUrl).pathname.slice(1);
  const copy = `${name}_copy`;
  const client = new pg.Client({ connectionString: inject('postgresUrl') });
  await client.connect();
  await client.query(`CREATE DATABASE ${copy} TEMPLATE ${name} STRATEGY wal_log`);
  await client.end();
  return copy;
}

test('a cloud that runs while its database fails over to an older copy begins a new generation before it writes anything', async () => {
  const before = await startTestCloud();
  await seed(before);
  const { databaseUrl, keys } = before;
  const { code } = await operatorScope(before.cloud.pool)(demoOperatorId, (tx) =>
    issueCode(tx, demoSiteId('london'), undefined, epochMs(Date.now())),
  );
  const box = new FakeBox(before.url);
  await box.enrol(code);
  await before.stop();
  const copy = await copyOf(databaseUrl);

  const cloud = await startTestCloud({ databaseUrl, keys });
  try {
    const generationOf = async () =>
      (await cloud.cloud.pool.query('SELECT generation FROM cloud_generation')).rows[0].generation;
    const horizonOf = async () =>
      (await cloud.cloud.pool.query('SELECT horizon_at FROM site_feed WHERE epoch > 0')).rows[0].horizon_at;
    const old = await generationOf();
    const dev = await signIn(cloud.url, 'dev@lintel.example');
    const startsAt = Math.ceil((Date.now() + 60 * hourMs) / quarterMs) * quarterMs;
    const wish = () => ({
      requestId: randomUUID(),
      resourceId: demoResourceId('london', 'Map room'),
      startsAt,
      endsAt: startsAt + hourMs,
    });
    expect((await dev('POST', '/api/bookings', wish())).status).toBe(201);

    await failOver(databaseUrl, copy);
    await expect.poll(async () => (await fetch(`${cloud.url}/health`)).status).toBe(200);
    const again = await signIn(cloud.url, 'dev@lintel.example');
    // The booking of the lost history is gone: without a synchronous standby no rule brings it back.
    expect((await again('POST', '/api/bookings', wish())).status).toBe(201);
    expect(await generationOf()).not.toBe(old);
    expect(await horizonOf()).toBeGreaterThanOrEqual(Date.now() + 36 * hourMs);
  } finally {
    await cloud.stop();
  }
});
