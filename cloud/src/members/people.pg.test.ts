import { createPublicKey, verify } from 'node:crypto';
import { readPass } from '@lintel/core/doors/pass.ts';
import { presentedText } from '@lintel/core/doors/presented.ts';
import type { FeedLine } from '@lintel/core/sync/wire.ts';
import { addMs, epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox } from '../../../test/support/fake-box.ts';
import { seed, signIn, startTestCloud, type TestCloud } from '../../../test/support/test-cloud.ts';
import { operatorScope } from '../database/operator.ts';
import { keyedHash } from '../keys.ts';
import {
  demoHolderId,
  demoOperatorId,
  demoResourceId,
  demoSiteId,
  type SeededMember,
  seedDemo,
} from '../seed.ts';
import { issueCode } from '../sync/enrol.ts';
import { issueCredential } from './credentials.ts';
import { publishHolder } from './publish-holder.ts';
import { suspend } from './suspend.ts';

let cloud: TestCloud;
let members: readonly SeededMember[];

beforeAll(async () => {
  cloud = await startTestCloud();
  members = await seed(cloud);
});
afterAll(async () => await cloud.stop());

const withDemo = <T>(work: Parameters<ReturnType<typeof operatorScope>>[1]) =>
  operatorScope(cloud.cloud.pool)(demoOperatorId, work) as Promise<T>;
const now = () => epochMs(Date.now());

describe('the demo', () => {
  test('seeded a second time is as it was, to the last change of the feed', async () => {
    const state = async () =>
      (await cloud.cloud.pool.query('SELECT site_id, seq FROM site_feed ORDER BY site_id')).rows;
    const before = await state();
    expect(await seedDemo({ pool: cloud.cloud.pool, keys: cloud.keys, now })).toEqual({ members });
    expect(await state()).toEqual(before);
  });
});

describe('a person', () => {
  test('signs in with the right password alone, from this address alone, and nobody signs up', async () => {
    await expect(signIn(cloud.url, 'ada@lintel.example', 'wrong')).rejects.toThrow('401');
    await expect(signIn(cloud.url, 'nobody@lintel.example')).rejects.toThrow('401');
    const call = (path: string, origin: string) =>
      fetch(`${cloud.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email: 'ada@lintel.example', password: 'lintel-demo', name: 'Ada' }),
      });
    expect((await call('/api/auth/sign-in/email', 'https://evil.example')).status).toBe(403);
    expect((await call('/api/auth/sign-up/email', cloud.url)).status).toBe(400);
    expect((await fetch(`${cloud.url}/api/me`)).status).toBe(401);
  });

  test('is told who they are', async () => {
    const liam = await signIn(cloud.url, 'liam@lintel.example');
    expect((await liam('GET', '/api/me')).body).toEqual({
      name: 'Liam Okafor',
      email: 'liam@lintel.example',
      operatorName: 'Lintel Rooms',
      staff: {
        id: demoHolderId('liam@lintel.example'),
        role: 'site_manager',
        siteIds: [demoSiteId('london')],
      },
    });
    const { body } = await liam('GET', '/api/office/sites');
    expect((body as { sites: { name: string }[] }).sites.map((site) => site.name)).toEqual([
      'Lintel Holborn',
    ]);
    expect((await liam('POST', `/api/office/sites/${demoSiteId('melbourne')}/enrolment-codes`)).status).toBe(
      403,
    );
    expect(
      (await liam('POST', `/api/office/sites/${demoSiteId('london')}/enrolment-codes`)).body,
    ).toMatchObject({ code: expect.stringMatching(/^\w{4}-\w{4}-\w{4}$/) });
  });

  test('has a PIN, and for a booking a pass that a box can verify by itself', async () => {
    const mia = await signIn(cloud.url, 'mia@lintel.example');
    const startsAt = Math.ceil((Date.now() + hourMs) / quarterMs) * quarterMs;
    const wish = {
      requestId: crypto.randomUUID(),
      resourceId: demoResourceId('melbourne', 'Reading room'),
      startsAt,
      endsAt: startsAt + hourMs,
      title: '',
    };
    expect((await mia('POST', '/api/bookings', wish)).status).toBe(201);
    const { body } = await mia('GET', '/api/me/pass');
    const { pin, passes } = body as { pin: string; passes: { text: string; siteId: string }[] };
    expect(pin).toBe(members.find((member) => member.email === 'mia@lintel.example')?.pin);
    const [pass] = passes;
    expect(pass?.text.length).toBeLessThan(300);
    const read = readPass(pass?.text ?? '');
    const key = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: cloud.keys.verifyKey },
      format: 'jwk',
    });
    expect(read && verify(null, read.signed, key, read.signature)).toBe(true);
    expect(read?.statement).toMatchObject({
      siteId: demoSiteId('melbourne'),
      holderId: demoHolderId('mia@lintel.example'),
      valid: { startsAt: startsAt - 5 * 60_000, endsAt: startsAt + hourMs },
      booking: { id: wish.requestId, version: 1 },
    });
  });

  test('that is suspended has no pass, may not book, and every site hears of it', async () => {
    const orla = await signIn(cloud.url, 'orla@lintel.example');
    const passes = async () => ((await orla('GET', '/api/me/pass')).body as { passes: unknown[] }).passes;
    expect(await passes()).toHaveLength(1);
    await withDemo((tx) => suspend(tx, demoHolderId('orla@lintel.example'), 'Unpaid.', now(), cloud.keys));
    expect(await passes()).toHaveLength(0);
    const startsAt = Math.ceil((Date.now() + hourMs) / quarterMs) * quarterMs;
    const wish = {
      requestId: crypto.randomUUID(),
      resourceId: demoResourceId('melbourne', 'Desk 1'),
      startsAt,
      endsAt: startsAt + hourMs,
      title: '',
    };
    expect(await orla('POST', '/api/bookings', wish)).toMatchObject({
      status: 409,
      body: { reasons: [{ kind: 'suspended' }] },
    });
    await withDemo((tx) => suspend(tx, demoHolderId('orla@lintel.example'), undefined, now(), cloud.keys));
    expect(await passes()).toHaveLength(1);
  });
});

describe('one of the staff who is suspended', () => {
  test('sees and does nothing in the office any more, and does again when it is lifted', async () => {
    const matilda = await signIn(cloud.url, 'matilda@lintel.example');
    const codes = `/api/office/sites/${demoSiteId('melbourne')}/enrolment-codes`;
    await withDemo((tx) => suspend(tx, demoHolderId('matilda@lintel.example'), 'Left.', now(), cloud.keys));
    for (const path of ['/api/me', '/api/office/sites', '/api/office/access-events', '/api/me/pass'])
      expect((await matilda('GET', path)).status).toBe(401);
    expect((await matilda('POST', codes)).status).toBe(401);
    await withDemo((tx) => suspend(tx, demoHolderId('matilda@lintel.example'), undefined, now(), cloud.keys));
    expect((await matilda('POST', codes)).status).toBe(201);
  });
});

describe('a card', () => {
  test('belongs to one person, and a site knows only its hash under the site’s own key', async () => {
    const ada = members.find((member) => member.email === 'ada@lintel.example');
    const [card] = ada?.cards ?? [];
    if (!card) throw new Error('Ada has a card');
    const issued = await withDemo((tx) =>
      issueCredential(tx, demoHolderId('ben@lintel.example'), { kind: 'card', ...card }, cloud.keys),
    );
    expect(issued).toEqual({ kind: 'taken' });

    const { code } = await withDemo<{ code: string }>((tx) =>
      issueCode(tx, demoSiteId('london'), undefined, now()),
    );
    const box = new FakeBox(cloud.url);
    await box.enrol(code);
    const feed = await box.follow();
    await feed.next((line) => line.type === 'snapshot_end');
    const text = JSON.stringify(feed.lines);
    expect(text).toContain(keyedHash(box.credentialKey, presentedText({ kind: 'card', ...card })));
    expect(text).toContain(
      keyedHash(box.credentialKey, presentedText({ kind: 'pin', digits: ada?.pin ?? '' })),
    );
    expect(text).not.toContain(card.bits);
    // A member of the other city is none of this site's business.
    expect(text).not.toContain('Mia Tran');
    await feed.close();
  });
});

describe('a membership that ends', () => {
  test('takes its grants away at the sites, and nothing else changes when looked at again', async () => {
    const dev = demoHolderId('dev@lintel.example');
    const { code } = await withDemo<{ code: string }>((tx) =>
      issueCode(tx, demoSiteId('london'), undefined, now()),
    );
    const box = new FakeBox(cloud.url);
    await box.enrol(code);
    const feed = await box.follow();
    await feed.next((line) => line.type === 'snapshot_end');
    await withDemo(async (tx) => {
      await tx.query('UPDATE membership SET ends_at = $2 WHERE holder_id = $1', [
        dev,
        new Date(addMs(now(), -1)),
      ]);
      await publishHolder(tx, dev, now(), cloud.keys);
    });
    const isRemoval = (line: FeedLine) =>
      line.type === 'change' && line.body.kind === 'removed' && line.body.of === 'grant';
    await feed.next(isRemoval);
    await withDemo((tx) => publishHolder(tx, dev, now(), cloud.keys));
    await feed.next((line) => line.type === 'change' && line.body.kind === 'holder' && line.seq > 30);
    expect(feed.lines.filter(isRemoval)).toHaveLength(1);
    await feed.close();
  });
});
