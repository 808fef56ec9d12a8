import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { RedisServer } from '../../../test/support/redis-server.ts';
import { silent } from '../log.ts';
import { Redis } from './redis.ts';

let server: RedisServer;
let stopping: AbortController;
beforeEach(async () => {
  server = await RedisServer.start();
  stopping = new AbortController();
});
afterEach(async () => {
  stopping.abort();
  server.thaw();
  await server.kill();
});

type Process = { readonly redis: Redis; readonly heard: string[]; readonly ended: Promise<void> };

/** What one cloud process has of Redis. */
function connect(): Process {
  const redis = new Redis(server.url, silent);
  const heard: string[] = [];
  const ended = redis.run(stopping.signal, {
    hear: (text) => heard.push(text),
    missed: () => heard.push('missed'),
  });
  return { redis, heard, ended };
}

async function until(what: () => boolean, mostMs = 15_000): Promise<void> {
  const end = performance.now() + mostMs;
  while (!what() && performance.now() < end) await wait(5);
  expect(what()).toBe(true);
}

describe('two cloud processes with a Redis', () => {
  test('hear what the other says and what they say themselves, in order', async () => {
    const [one, other] = [connect(), connect()];
    await until(() => one.redis.isConnected && other.redis.isConnected);
    await until(() => one.heard.includes('missed') && other.heard.includes('missed'));
    for (let n = 0; n < 100; n++) expect(await one.redis.publish(`${n}`)).toBe(true);
    await until(() => one.heard.includes('99') && other.heard.includes('99'));
    const said = Array.from({ length: 100 }, (_, n) => `${n}`);
    expect(other.heard.filter((text) => text !== 'missed')).toEqual(said);
    expect(one.heard.filter((text) => text !== 'missed')).toEqual(said);
  });

  test('start without it, say nothing into the void, and hear once it is there', async () => {
    await server.kill();
    const one = connect();
    await wait(200);
    expect(one.redis.isConnected).toBe(false);
    expect(await one.redis.publish('early')).toBe(false);
    await server.start();
    await until(() => one.redis.isConnected && one.heard.includes('missed'));
    expect(await one.redis.publish('late')).toBe(true);
    await until(() => one.heard.includes('late'));
    expect(one.heard).not.toContain('early');
  });

  test('are told that they may have missed something when it was gone and is back', async () => {
    const one = connect();
    await until(() => one.redis.isConnected && one.heard.includes('missed'));
    for (let times = 0; times < 3; times++) {
      await server.kill();
      await until(() => !one.redis.isConnected);
      expect(await one.redis.publish('gone')).toBe(false);
      one.heard.length = 0;
      await server.start();
      await until(() => one.redis.isConnected && one.heard.includes('missed'));
      expect(await one.redis.publish(`back ${times}`)).toBe(true);
      await until(() => one.heard.includes(`back ${times}`));
    }
  });

  test('count one that hangs as away within a second, and as connected when it goes on', async () => {
    const one = connect();
    await until(() => one.redis.isConnected && one.heard.includes('missed'));
    server.freeze();
    const startedAt = performance.now();
    expect(await one.redis.publish('into the ice')).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    await until(() => !one.redis.isConnected);
    one.heard.length = 0;
    server.thaw();
    await until(() => one.redis.isConnected && one.heard.includes('missed'));
    expect(await one.redis.publish('thawed')).toBe(true);
    await until(() => one.heard.includes('thawed'));
  });

  test('end when told to, also while it is away', async () => {
    const one = connect();
    await until(() => one.redis.isConnected);
    await server.kill();
    await until(() => !one.redis.isConnected);
    stopping.abort();
    await one.ended;
    await server.start();
    await wait(1200);
    expect(one.redis.isConnected).toBe(false);
  });
});
