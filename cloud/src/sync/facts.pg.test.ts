import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { FactBody } from '@lintel/core/sync/wire.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox } from '../../../test/support/fake-box.ts';
import { seed, signIn, startTestCloud, type TestCloud } from '../../../test/support/test-cloud.ts';
import { operatorScope } from '../database/operator.ts';
import { demoDoorId, demoHolderId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from './enrol.ts';

let cloud: TestCloud;
const london = demoSiteId('london');

beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
});
afterAll(async () => await cloud.stop());

async function newCode(at = epochMs(Date.now())): Promise<string> {
  return (await operatorScope(cloud.cloud.pool)(demoOperatorId, (tx) => issueCode(tx, london, undefined, at)))
    .code;
}

async function enrolled(): Promise<FakeBox> {
  const box = new FakeBox(cloud.url);
  expect((await box.enrol(await newCode())).status).toBe(201);
  return box;
}

const count = async (table: string, box: FakeBox) =>
  (
    await cloud.cloud.pool.query(`SELECT count(*) AS n FROM ${table} WHERE site_id = $1 AND epoch = $2`, [
      box.siteId,
      box.epoch,
    ])
  ).rows[0].n;

const kindOf = async (answer: Response) => ((await answer.json()) as { kind: string }).kind;

const tap = (outcome: 'granted' | 'refused' = 'granted'): FactBody => ({
  kind: 'access_event',
  event: {
    doorId: demoDoorId('london', 'Front door'),
    what: 'tap',
    presented: 'card, 26 bits',
    holderId: demoHolderId('ada@lintel.example'),
    outcome,
    ...(outcome === 'granted'
      ? { because: { kind: 'membership', what: 'Hot desk' } }
      : { reason: { kind: 'no_grant' } }),
    at: epochMs(Date.now()),
    trust: 'trusted',
    bootId: 'boot',
    monoMs: 1,
  },
});

describe('a box that enrols', () => {
  test('gets its site, an epoch and the key of its cards, and the same again when it lost the answer', async () => {
    const box = new FakeBox(cloud.url);
    const code = await newCode();
    const first = await (await box.enrol(code.toLowerCase().replaceAll('-', ' '))).json();
    expect(first).toMatchObject({
      siteId: london,
      siteName: 'Lintel Holborn',
      credentialKey: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await (await box.enrol(code)).json()).toEqual(first);
  });

  test('is refused with a code that was used, has expired, or was never made', async () => {
    const used = await newCode();
    await new FakeBox(cloud.url).enrol(used);
    const expired = await newCode(addMs(epochMs(Date.now()), -25 * hourMs));
    for (const [code, status, kind] of [
      [used, 409, 'code_used'],
      [expired, 409, 'code_expired'],
      ['0000-0000-0000', 404, 'unknown_code'],
    ] as const) {
      const answer = await new FakeBox(cloud.url).enrol(code);
      expect([answer.status, await kindOf(answer)]).toEqual([status, kind]);
    }
  });

  test('ends the one before it: the old box is told that its epoch is over', async () => {
    const old = await enrolled();
    await enrolled();
    const answer = await old.open();
    expect([answer.status, await kindOf(answer)]).toEqual([401, 'epoch_over']);
    expect(await old.report(tap())).toMatchObject({ status: 401, body: { kind: 'epoch_over' } });
  });

  test('is not heard with a forged, stale, foreign or garbled token', async () => {
    const box = await enrolled();
    const nowS = Math.floor(Date.now() / 1000);
    const tokens = [
      await box.token({}, generateKeyPairSync('ed25519').privateKey),
      await box.token({ iat: nowS - 200, exp: nowS - 140 }),
      await box.token({ iat: nowS - 200, exp: nowS + 3600 }),
      await box.token({ aud: 'elsewhere' }),
      await box.token({ sub: randomUUID() }),
      await box.token({ iss: randomUUID() }),
      'a.b.c',
      'nothing',
    ];
    for (const token of tokens) {
      const answer = await box.open({}, token);
      expect([answer.status, await kindOf(answer)]).toEqual([401, 'unproven']);
    }
  });

  test('with another store than it enrolled with is in quarantine', async () => {
    const box = await enrolled();
    const answer = await box.open({}, await box.token({ inc: randomUUID() }));
    expect([answer.status, await kindOf(answer)]).toEqual([409, 'quarantined']);
    expect(await box.post(box.facts(tap()), randomUUID())).toMatchObject({
      status: 409,
      body: { kind: 'quarantined' },
    });
  });
});

describe('what is wrong with a box', () => {
  test('is one alarm, however often the box tries again', async () => {
    const box = await enrolled();
    const inc = randomUUID();
    for (let n = 0; n < 3; n++) expect((await box.open({}, await box.token({ inc }))).status).toBe(409);
    const { rows } = await cloud.cloud.pool.query('SELECT 1 FROM site_alarm WHERE detail LIKE $1', [
      `%${inc}%`,
    ]);
    expect(rows).toHaveLength(1);
  });
});

describe('a fact', () => {
  test('posted twice, and in overlapping batches, is kept once', async () => {
    const box = await enrolled();
    const all = box.facts(tap(), tap('refused'), tap());
    expect(await box.post(all.slice(0, 2))).toMatchObject({ status: 200, body: { seq: 2, dead: [] } });
    expect(await box.post(all.slice(0, 2))).toMatchObject({ status: 200, body: { seq: 2 } });
    expect(await box.post(all)).toMatchObject({ status: 200, body: { seq: 3, hash: all[2]?.hash } });
    expect(await count('fact', box)).toBe(3);
  });

  test('out of order or after a gap is refused, with what is expected', async () => {
    const box = await enrolled();
    const all = box.facts(tap(), tap(), tap());
    expect(await box.post(all.slice(1))).toMatchObject({ status: 409, body: { kind: 'gap', expected: 1 } });
    expect(await box.post(all.toReversed())).toMatchObject({ status: 409, body: { kind: 'gap' } });
    expect(await count('fact', box)).toBe(0);
    expect(await box.post(all)).toMatchObject({ status: 200, body: { seq: 3 } });
  });

  test('of another history is refused and raises an alarm, and nothing of it is kept', async () => {
    const box = await enrolled();
    const [first] = box.facts(tap());
    if (!first) throw new Error('a fact');
    await box.post([first]);
    const restored = new FakeBox(cloud.url);
    const other = restored.facts(tap('refused'));
    expect(await box.post(other)).toMatchObject({ status: 409, body: { kind: 'forked' } });
    expect(await box.post([{ ...first, text: '{}' }])).toMatchObject({
      status: 409,
      body: { kind: 'forked' },
    });
    const { rows } = await cloud.cloud.pool.query(`SELECT what FROM site_alarm WHERE what = 'outbox_forked'`);
    expect(rows.length).toBeGreaterThan(0);
    expect(await count('fact', box)).toBe(1);
  });

  test('that nobody can apply is kept, named as dead, and stops no other', async () => {
    const box = await enrolled();
    const strange: FactBody = {
      kind: 'booking',
      by: 'console',
      why: 'walk-in',
      booking: {
        id: randomUUID() as never,
        resourceId: randomUUID() as never,
        title: '',
        purpose: 'use',
        people: 0,
        startsAt: epochMs(0),
        endsAt: epochMs(60_000),
        holdsFrom: epochMs(0),
        holdsUntil: epochMs(60_000),
        charge: noCharge,
        state: 'confirmed',
        version: 1,
        source: 'panel',
        bookedAt: epochMs(0),
      },
    };
    const answer = await box.report(
      tap(),
      'not JSON',
      strange,
      '{"kind":"from the future"}',
      'a \0 in it',
      tap(),
    );
    expect(answer).toMatchObject({ status: 200, body: { seq: 6, dead: [2, 3, 4, 5] } });
    expect(await count('fact', box)).toBe(6);
    expect(await count('dead_letter', box)).toBe(4);
    expect(await box.report(tap())).toMatchObject({ status: 200, body: { seq: 7, dead: [] } });
    const dora = await signIn(cloud.url, 'dora@lintel.example');
    const { body } = await dora('GET', '/api/office/sites');
    const sites = (body as { sites: { id: string; waiting: number }[] }).sites;
    expect(sites.find((site) => site.id === london)?.waiting).toBeGreaterThanOrEqual(4);
  });

  test('of a tap is on the office’s screen with its reason in words, and not on a member’s', async () => {
    const box = await enrolled();
    await box.report(tap('refused'));
    const dora = await signIn(cloud.url, 'dora@lintel.example');
    const { body } = await dora('GET', `/api/office/access-events?siteId=${london}&limit=1`);
    expect(body).toMatchObject({
      events: [
        {
          doorName: 'Front door',
          holderName: 'Ada Byron',
          outcome: 'refused',
          sentence: expect.stringContaining('Nothing gives a right'),
          siteName: 'Lintel Holborn',
        },
      ],
    });
    const ada = await signIn(cloud.url, 'ada@lintel.example');
    expect((await ada('GET', '/api/office/access-events')).status).toBe(403);
  });

  test('of a walk-in puts the booking into the cloud’s calendar, and an older version of it changes nothing', async () => {
    const box = await enrolled();
    const startsAt = epochMs(Math.floor(Date.now() / 300_000) * 300_000);
    const booking = {
      id: randomUUID() as never,
      resourceId: demoResourceId('london', 'Press room'),
      title: 'Walk-in',
      purpose: 'use',
      people: 0,
      startsAt,
      endsAt: addMs(startsAt, hourMs),
      holdsFrom: startsAt,
      holdsUntil: addMs(startsAt, hourMs),
      charge: noCharge,
      source: 'panel',
      bookedAt: startsAt,
    } as const;
    const at = (state: 'confirmed' | 'cancelled', version: number): FactBody => ({
      kind: 'booking',
      by: 'panel',
      why: 'walk-in',
      booking: { ...booking, state, version },
    });
    await box.report(at('confirmed', 1), at('cancelled', 3), at('confirmed', 2));
    const { rows } = await cloud.cloud.pool.query('SELECT state, version FROM booking WHERE id = $1', [
      booking.id,
    ]);
    expect(rows).toEqual([{ state: 'cancelled', version: 3 }]);
    const history = await cloud.cloud.pool.query(
      'SELECT version FROM booking_change WHERE booking_id = $1 ORDER BY n',
      [booking.id],
    );
    expect(history.rows).toEqual([{ version: 1 }, { version: 3 }]);
  });

  test('in a body that fails its schema is answered with the field that is wrong', async () => {
    const box = await enrolled();
    const [fact] = box.facts(tap());
    if (!fact) throw new Error('a fact');
    const answer = await box.post([{ ...fact, prevHash: 'short' }]);
    expect(answer).toMatchObject({
      status: 400,
      body: { kind: 'bad_input', fields: [{ path: 'facts.0.prevHash' }] },
    });
  });
});
