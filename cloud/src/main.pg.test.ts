import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPostmaster, isAlive, stopPostmaster } from './database/postmaster.ts';

let dataDir: string;
let port: number;
const started: ChildProcess[] = [];

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'lintel-main-'));
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  port = address && typeof address === 'object' ? address.port : 0;
  await new Promise((resolve) => server.close(resolve));
});
afterAll(async () => {
  for (const child of started) if (child.exitCode === null) child.kill('SIGKILL');
  const left = await findPostmaster(join(dataDir, 'postgres'));
  if (left) await stopPostmaster(left.pid);
  await rm(dataDir, { recursive: true, force: true });
});

function start(env: Readonly<Record<string, string>> = {}): {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
    env: { PATH: process.env.PATH, LINTEL_DATA_DIR: dataDir, LINTEL_CLOUD_PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (said += chunk));
  return { child, said: () => said, ended: new Promise((resolve) => child.once('exit', resolve)) };
}

const health = async () => (await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined))?.status;

async function until(what: () => Promise<boolean>, mostMs = 20_000): Promise<void> {
  const end = performance.now() + mostMs;
  while (!(await what())) {
    if (performance.now() > end) throw new Error('it did not come to pass in time');
    await wait(50);
  }
}

const postmaster = async () => await findPostmaster(join(dataDir, 'postgres'));

describe('the cloud as a process', () => {
  test('starts its own PostgreSQL, answers, and stops both on SIGTERM', async () => {
    const { child, ended } = start();
    await until(async () => (await health()) === 200);
    const server = await postmaster();
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(server && isAlive(server.pid)).toBe(false);
    expect((await readFile(join(dataDir, 'keys.json'), 'utf8')).length).toBeGreaterThan(100);
  });

  test('killed outright, finds its PostgreSQL alive at the next start and takes it over', async () => {
    const first = start();
    await until(async () => (await health()) === 200);
    const before = await postmaster();
    first.child.kill('SIGKILL');
    await first.ended;
    const second = start();
    await until(async () => (await health()) === 200);
    expect((await postmaster())?.pid).toBe(before?.pid);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    expect(await postmaster()).toBeUndefined();
  });

  test('starts again when cloud and PostgreSQL were both killed outright', async () => {
    const first = start();
    await until(async () => (await health()) === 200);
    const before = await postmaster();
    first.child.kill('SIGKILL');
    if (before) process.kill(before.pid, 'SIGKILL');
    await first.ended;
    const second = start();
    await until(async () => (await health()) === 200);
    expect((await postmaster())?.pid).not.toBe(before?.pid);
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  test('answers 503 while PostgreSQL is away, starts it again and recovers by itself', async () => {
    const { child, ended } = start();
    await until(async () => (await health()) === 200);
    const before = await postmaster();
    if (before) process.kill(before.pid, 'SIGKILL');
    await until(async () => (await health()) === 503);
    const answer = await fetch(`http://127.0.0.1:${port}/api/me`, {
      headers: { cookie: 'better-auth.session_token=a.b' },
    });
    expect([401, 503]).toContain(answer.status);
    await until(async () => (await health()) === 200);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  test('with a bad setting does not start, and one sentence says which', async () => {
    for (const [env, sentence] of [
      [{ LINTEL_CLOUD_PORT: 'eighty' }, /LINTEL_CLOUD_PORT is "eighty"\. Set it to a whole number/],
      [{ LINTEL_HORIZON_HOURS: '0' }, /LINTEL_HORIZON_HOURS is "0"/],
      [{ DATABASE_URL: 'mysql://x' }, /DATABASE_URL is not an address/],
      [{ LINTEL_PUBLIC_URL: 'lintel' }, /LINTEL_PUBLIC_URL is not an address/],
    ] as const) {
      const { said, ended } = start(env);
      expect(await ended).toBe(1);
      expect(said()).toMatch(sentence);
      expect(said().trim().split('\n')).toHaveLength(1);
    }
  });
});
