import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RedisServer } from '../../test/support/redis-server.ts';
import { freshDatabase, type Person, signIn } from '../../test/support/test-cloud.ts';
import { openPool } from './database/pool.ts';
import { loadKeys } from './keys.ts';
import { silent } from './log.ts';
import { demoPassword, demoResourceId, demoSiteId, seedDemo } from './seed.ts';

/** Two cloud processes, as they run in production, on one database and one Redis. */
let redis: RedisServer;
let dataDir: string;
let databaseUrl: string;
let pool: pg.Pool;
const processes: { readonly child: ChildProcess; readonly url: string }[] = [];

beforeAll(async () => {
  redis = await RedisServer.start();
  dataDir = await mkdtemp(join(tmpdir(), 'lintel-two-clouds-'));
  databaseUrl = await freshDatabase();
  const keys = await loadKeys(join(dataDir, 'keys.json'));
  await startProcess();
  await startProcess();
  pool = openPool(databaseUrl, silent, 2);
  await seedDemo({ pool, keys, now: () => epochMs(Date.now()) });
}, 150_000);
afterAll(async () => {
  const gone = processes.map(({ child }) => new Promise((resolve) => child.once('exit', resolve)));
  for (const { child } of processes) child.kill('SIGTERM');
  await Promise.all(gone);
  await pool?.end();
  redis.thaw();
  await redis.kill();
  await rm(dataDir, { recursive: true, force: true });
});

async function startProcess(): Promise<void> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  await new Promise((resolve) => probe.close(resolve));
  const env = {
    PATH: process.env.PATH,
    LINTEL_DATA_DIR: dataDir,
    LINTEL_CLOUD_PORT: String(port),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redis.url,
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  processes.push({ child, url });
  await until(async () => (await carriedBy(url)) === 'redis', 60_000);
}

const one = () => processes[0]?.url ?? '';
const other = () => processes[1]?.url ?? '';

async function carriedBy(url: string): Promise<string | undefined> {
  const answer = await fetch(`${url}/health`).catch(() => undefined);
  if (!answer?.ok) return undefined;
  return ((await answer.json()) as { notices: { by: string } }).notices.by;
}

async function until(what: () => boolean | Promise<boolean>, mostMs = 20_000): Promise<number> {
  const startedAt = performance.now();
  while (!(await what())) {
    if (performance.now() - startedAt > mostMs) throw new Error('it did not come to pass in time');
    await wait(5);
  }
  return performance.now() - startedAt;
}

/** Everything a browser with an open page is told. */
async function openPage(url: string, email: string) {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: demoPassword }),
  });
  const cookie = answer.headers.getSetCookie().map((text) => text.split(';')[0]);
  const stop = new AbortController();
  const stream = await fetch(`${url}/api/events`, {
    headers: { cookie: cookie.join('; ') },
    signal: stop.signal,
  });
  const said = { text: '' };
  void (async () => {
    for await (const chunk of stream.body ?? []) said.text += new TextDecoder().decode(chunk);
  })().catch(() => undefined);
  await until(() => said.text.includes(': open'));
  return { said, close: () => stop.abort() };
}

let slot = 2;
async function book(mia: Person): Promise<void> {
  slot += 1;
  const startsAt = Math.ceil(Date.now() / quarterMs) * quarterMs + slot * hourMs;
  const answer = await mia('POST', '/api/bookings', {
    requestId: randomUUID(),
    resourceId: demoResourceId('melbourne', 'Yarra'),
    startsAt,
    endsAt: startsAt + hourMs,
    title: '',
  });
  expect(answer.status).toBe(201);
}

const told = JSON.stringify({ siteId: demoSiteId('melbourne'), what: 'bookings' });

/** How long after the answer to a booking made in the other process the page hears of it. */
async function hears(page: Awaited<ReturnType<typeof openPage>>, mia: Person): Promise<number> {
  page.said.text = '';
  await book(mia);
  return await until(() => page.said.text.includes(told));
}

describe('two cloud processes with a Redis', () => {
  test('an open page of one hears within a second of a booking made in the other, and not through the database', async () => {
    const page = await openPage(one(), 'mia@lintel.example');
    const mia = await signIn(other(), 'mia@lintel.example');
    const listener = await pool.connect();
    const throughDatabase: string[] = [];
    listener.on('notification', ({ payload }) => throughDatabase.push(payload ?? ''));
    await listener.query('LISTEN lintel');
    expect(await hears(page, mia)).toBeLessThan(1000);
    await wait(300);
    await listener.query('UNLISTEN lintel');
    listener.release();
    expect(throughDatabase).toEqual([]);
    page.close();
  });

  test('both live on while Redis is gone, say so, still hear within a second, and go back to it', async () => {
    const page = await openPage(one(), 'mia@lintel.example');
    const mia = await signIn(other(), 'mia@lintel.example');
    await redis.kill();
    await until(async () => (await carriedBy(one())) === 'database');
    await until(async () => (await carriedBy(other())) === 'database');
    expect(await hears(page, mia)).toBeLessThan(1000);

    page.said.text = '';
    await redis.start();
    await until(async () => (await carriedBy(one())) === 'redis' && (await carriedBy(other())) === 'redis');
    // What was said while nobody heard Redis may be missed: the page looks at everything again.
    await until(() => page.said.text.includes('"what":"sites"'));
    expect(await hears(page, mia)).toBeLessThan(1000);
    page.close();
  });

  test('a Redis that hangs holds up neither a booking nor the word of it', async () => {
    const page = await openPage(one(), 'mia@lintel.example');
    const mia = await signIn(other(), 'mia@lintel.example');
    redis.freeze();
    const startedAt = performance.now();
    expect(await hears(page, mia)).toBeLessThan(1000);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    redis.thaw();
    await until(async () => (await carriedBy(one())) === 'redis' && (await carriedBy(other())) === 'redis');
    expect(await hears(page, mia)).toBeLessThan(1000);
    page.close();
  });
});
