import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox } from '../../test/support/fake-box.ts';
import { seed, signIn, startTestCloud, type TestCloud } from '../../test/support/test-cloud.ts';
import { announce, operatorScope } from './database/operator.ts';
import { suspend } from './members/suspend.ts';
import { demoHolderId, demoOperatorId, demoPassword, demoResourceId, demoSiteId } from './seed.ts';
import { issueCode } from './sync/enrol.ts';

let one: TestCloud;
let other: TestCloud;

beforeAll(async () => {
  one = await startTestCloud();
  other = await startTestCloud({ databaseUrl: one.databaseUrl, keys: one.keys });
  await seed(one);
});
afterAll(async () => await Promise.all([one.stop(), other.stop()]));

async function events(
  url: string,
  email: string,
): Promise<{ seen: string[]; ended: Promise<void>; stop: () => void }> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password: demoPassword }),
  });
  const cookie = answer.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  const stop = new AbortController();
  const stream = await fetch(`${url}/api/events`, { headers: { cookie }, signal: stop.signal });
  expect(stream.status).toBe(200);
  const seen: string[] = [];
  const ended = (async () => {
    try {
      for await (const chunk of stream.body ?? []) seen.push(new TextDecoder().decode(chunk));
    } catch {
      // Stopped by the test.
    }
  })();
  await until(() => seen.length > 0);
  return { seen, ended, stop: () => stop.abort() };
}

async function until(what: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !what(); n++) await wait(10);
  expect(what()).toBe(true);
}

async function bookAt(url: string): Promise<number> {
  const mia = await signIn(url, 'mia@lintel.example');
  const startsAt = Math.ceil((Date.now() + 3 * hourMs) / quarterMs) * quarterMs;
  const wish = {
    requestId: randomUUID(),
    resourceId: demoResourceId('melbourne', 'Yarra'),
    startsAt,
    endsAt: startsAt + hourMs,
    title: '',
  };
  return (await mia('POST', '/api/bookings', wish)).status;
}

describe('two cloud processes on one database', () => {
  test('tell each other’s browsers what changed, and only those who may see it', async () => {
    const dora = await events(other.url, 'dora@lintel.example');
    const mia = await events(other.url, 'mia@lintel.example');
    const ada = await events(other.url, 'ada@lintel.example');
    expect(await bookAt(one.url)).toBe(201);
    const told = JSON.stringify({ siteId: demoSiteId('melbourne'), what: 'bookings' });
    await until(() => dora.seen.join('').includes(told) && mia.seen.join('').includes(told));
    expect(ada.seen.join('')).not.toContain(told);
    for (const open of [dora, mia, ada]) open.stop();
  });

  test('wake each other’s streams, end each other’s double ones, and bring an answer to whoever waits for it', async () => {
    const { code } = await operatorScope(one.cloud.pool)(demoOperatorId, (tx) =>
      issueCode(tx, demoSiteId('london'), undefined, epochMs(Date.now())),
    );
    const box = new FakeBox(one.url);
    await box.enrol(code);
    const first = await box.follow();
    await first.next((line) => line.type === 'snapshot_end');
    const elsewhere = Object.assign(new FakeBox(other.url), { token: () => box.token() });
    const second = await elsewhere.follow();
    await second.next((line) => line.type === 'snapshot_end');
    await first.untilEnd();

    const ada = await signIn(one.url, 'ada@lintel.example');
    const startsAt = Math.ceil((Date.now() + hourMs) / quarterMs) * quarterMs;
    const requestId = randomUUID();
    const wish = {
      requestId,
      resourceId: demoResourceId('london', 'Map room'),
      startsAt,
      endsAt: startsAt + hourMs,
      title: '',
    };
    const answering = ada('POST', '/api/bookings', wish);
    const ask = await second.next((line) => line.type === 'ask');
    if (ask.type !== 'ask' || ask.ask.kind !== 'book') throw new Error('not asked to book');
    await box.report({
      kind: 'ask_answered',
      requestId,
      answer: { kind: 'kept', bookings: ask.ask.bookings.map((one) => ({ ...one, state: 'confirmed' })) },
    });
    expect((await answering).status).toBe(201);
    await second.close();
  });

  test('tell a browser nothing more once its person may see nothing more', async () => {
    const liam = await events(other.url, 'liam@lintel.example');
    const dora = await events(other.url, 'dora@lintel.example');
    const suspendLiam = (because: string | undefined) =>
      operatorScope(one.cloud.pool)(demoOperatorId, (tx) =>
        suspend(tx, demoHolderId('liam@lintel.example'), because, epochMs(Date.now()), one.keys),
      );
    await suspendLiam('Left.');
    await wait(5100);
    await operatorScope(one.cloud.pool)(demoOperatorId, (tx) =>
      announce(tx, demoSiteId('london'), 'access', 'after'),
    );
    await until(() => dora.seen.join('').includes('"what":"access"'));
    await liam.ended;
    expect(liam.seen.join('')).not.toContain('"what":"access"');
    await suspendLiam(undefined);
    dora.stop();
  });

  test('hear again after the listening connection was cut', async () => {
    const dora = await events(other.url, 'dora@lintel.example');
    await one.cloud.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'lintel-cloud-notices' AND datname = current_database()`,
    );
    // Whatever was missed meanwhile: everything is to be looked at again.
    await until(() => dora.seen.join('').includes('"what":"sites"'));
    dora.stop();
  });
});
