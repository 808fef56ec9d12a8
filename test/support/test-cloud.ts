import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdaptorServer } from '@hono/node-server';
import { type Cloud, openCloud } from '@lintel/cloud/cloud.ts';
import type { MailSettings } from '@lintel/cloud/config.ts';
import { type Keys, loadKeys } from '@lintel/cloud/keys.ts';
import { silent } from '@lintel/cloud/log.ts';
import { demoPassword, type SeededMember, seedDemo } from '@lintel/cloud/seed.ts';
import { supervise } from '@lintel/cloud/service.ts';
import { type EpochMs, epochMs } from '@lintel/core/time.ts';
import pg from 'pg';
import { inject } from 'vitest';

/** A database of its own on the run's PostgreSQL. */
export async function freshDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const url = new URL(inject('postgresUrl'));
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  url.pathname = `/${name}`;
  return url.href;
}

export async function freshKeys(): Promise<Keys> {
  return await loadKeys(join(await mkdtemp(join(tmpdir(), 'lintel-test-keys-')), 'keys.json'));
}

/** A whole cloud process, but in this one: the real API on a real socket, with its services running. */
export type TestCloud = {
  readonly url: string;
  readonly cloud: Cloud;
  readonly keys: Keys;
  readonly databaseUrl: string;
  readonly stop: () => Promise<void>;
};

export type TestCloudSettings = {
  readonly databaseUrl?: string;
  readonly keys?: Keys;
  readonly now?: () => EpochMs;
  readonly mail?: MailSettings;
};

export async function startTestCloud(settings: TestCloudSettings = {}): Promise<TestCloud> {
  const databaseUrl = settings.databaseUrl ?? (await freshDatabase());
  const keys = settings.keys ?? (await freshKeys());
  const now = settings.now ?? (() => epochMs(Date.now()));
  const cloud = await openCloud({
    databaseUrl,
    keys,
    horizonHours: 36,
    publicUrl: undefined,
    mail: settings.mail,
    now,
    log: silent,
  });
  const stopping = new AbortController();
  const running = cloud.services.map((service) => supervise(service, stopping.signal, silent));
  const server = createAdaptorServer({ fetch: cloud.api.fetch }) as Server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    cloud,
    keys,
    databaseUrl,
    stop: async () => {
      stopping.abort();
      cloud.endStreams();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await Promise.all([closed, ...running]);
      await cloud.close();
    },
  };
}

export async function seed(
  { cloud, keys }: TestCloud,
  now?: () => EpochMs,
): Promise<readonly SeededMember[]> {
  const { members } = await seedDemo({ pool: cloud.pool, keys, now: now ?? (() => epochMs(Date.now())) });
  return members;
}

/** Somebody at a browser: calls with their session's cookie. */
export type Person = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: never }>;

export async function signIn(url: string, email: string, password = demoPassword): Promise<Person> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { cookie, origin: url, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as never };
  };
}
