import { randomUUID } from 'node:crypto';
import type { ResourceTerms } from '@lintel/core/bookings/resource-wire.ts';
import type { PlanTerms } from '@lintel/core/members/plan-wire.ts';
import type { Problem } from '@lintel/core/sync/wire.ts';
import { epochMs, hourMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox, type FeedReader } from '../../../test/support/fake-box.ts';
import {
  type Person,
  seed,
  signIn,
  startTestCloud,
  type TestCloud,
} from '../../../test/support/test-cloud.ts';
import { operatorScope } from '../database/operator.ts';
import { demoDoorId, demoHolderId, demoId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from '../sync/enrol.ts';

let cloud: TestCloud;
let dora: Person;
let liam: Person;
let fran: Person;
let ada: Person;
let feed: FeedReader;
const london = demoSiteId('london');
const hoursPath = `/api/office/sites/${london}/hours`;

beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
  const { code } = await operatorScope(cloud.cloud.pool)(demoOperatorId, (tx) =>
    issueCode(tx, london, undefined, epochMs(Date.now())),
  );
  const box = new FakeBox(cloud.url);
  await box.enrol(code);
  feed = await box.follow();
  await feed.next((line) => line.type === 'snapshot_end');
  [dora, liam, fran, ada] = (await Promise.all(
    ['dora', 'liam', 'fran', 'ada'].map((name) => signIn(cloud.url, `${name}@lintel.example`)),
  )) as [Person, Person, Person, Person];
});
afterAll(async () => {
  await feed.close();
  await cloud.stop();
});

const changed = async (kind: string, after: number, wanted: (body: Record<string, unknown>) => boolean) =>
  await feed.next((line) => line.type === 'change' && line.body.kind === kind && wanted(line.body), after);
const fieldsOf = (answer: { body: unknown }) => (answer.body as Problem).fields?.map(({ path }) => path);

describe('opening hours', () => {
  const weekdays = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opensMin: 480, closesMin: 1080 }));
  const localDateIn = (days: number) =>
    Temporal.Now.zonedDateTimeISO('Europe/London').toPlainDate().add({ days }).toString();

  test('set by the site manager reach the site at once, every day it holds, and the doors of members follow', async () => {
    const holiday = localDateIn(3);
    const before = feed.lines.length;
    const exceptions = [{ date: holiday, hours: [], note: 'Founders’ Day' }];
    const startedAt = performance.now();
    expect((await liam('PUT', hoursPath, { weekly: weekdays, exceptions })).status).toBe(200);
    const day = await changed(
      'day',
      before,
      (body) => (body.day as { date?: string } | undefined)?.date === holiday,
    );
    expect(performance.now() - startedAt).toBeLessThan(1000);
    expect(day).toMatchObject({ body: { day: { open: [], note: 'Founders’ Day' } } });
    const days = feed.lines.filter((line) => line.type === 'change' && line.body.kind === 'day');
    expect(days.length).toBe(62);

    const cleo = demoHolderId('cleo@lintel.example');
    await changed('grant', before, (body) => (body.grant as { holderId?: string })?.holderId === cleo);
    await changed('removed', before, (body) => body.of === 'grant');
    const { rows } = await cloud.cloud.pool.query(
      'SELECT starts_at, ends_at FROM access_grant WHERE holder_id = $1 AND site_id = $2 AND ends_at > now() ORDER BY starts_at',
      [cleo, london],
    );
    const hours = rows.map((row) => (row.ends_at - row.starts_at) / hourMs);
    expect(new Set(hours)).toEqual(new Set([10]));
    const dates = rows.map((row) =>
      new Date(row.starts_at).toLocaleDateString('en-CA', { timeZone: 'Europe/London' }),
    );
    expect(dates).not.toContain(holiday);

    const read = await fran('GET', hoursPath);
    expect(read).toMatchObject({
      status: 200,
      body: { timeZone: 'Europe/London', weekly: weekdays, exceptions },
    });
  });

  test('count the bookings that now lie outside, which stand', async () => {
    const startsAt = Math.ceil((Date.now() + 60 * hourMs) / hourMs) * hourMs;
    const wanted = {
      requestId: randomUUID(),
      resourceId: demoResourceId('london', 'Long gallery'),
      startsAt,
      endsAt: startsAt + hourMs,
      title: '',
    };
    const allDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensMin: 0, closesMin: 1440 }));
    await liam('PUT', hoursPath, { weekly: allDay, exceptions: [] });
    const dev = await signIn(cloud.url, 'dev@lintel.example');
    expect((await dev('POST', '/api/bookings', wanted)).status).toBe(201);
    expect((await liam('PUT', hoursPath, { weekly: [], exceptions: [] })).body).toEqual({ outside: 1 });
    const mine = (await dev('GET', '/api/me/bookings')).body as { bookings: { state: string }[] };
    expect(mine.bookings[0]?.state).toBe('confirmed');
    await liam('PUT', hoursPath, { weekly: allDay, exceptions: [] });
  });

  test.each([
    [
      'overlap each other',
      {
        weekly: [
          { weekday: 1, opensMin: 480, closesMin: 720 },
          { weekday: 1, opensMin: 600, closesMin: 1080 },
        ],
      },
      'weekly.1',
    ],
    [
      'close before they open',
      { weekly: [{ weekday: 1, opensMin: 720, closesMin: 480 }] },
      'weekly.0.closesMin',
    ],
    ['are of no weekday', { weekly: [{ weekday: 8, opensMin: 1, closesMin: 2 }] }, 'weekly.0.weekday'],
    [
      'name a date no calendar has',
      { exceptions: [{ date: '2027-02-30', hours: [], note: '' }] },
      'exceptions.0.date',
    ],
    [
      'name a date twice',
      {
        exceptions: [
          { date: '2027-12-25', hours: [], note: '' },
          { date: '2027-12-25', hours: [], note: '' },
        ],
      },
      'exceptions.1.date',
    ],
  ])('that %s are turned down, and the field is named', async (_, part, path) => {
    const answer = await liam('PUT', hoursPath, { weekly: [], exceptions: [], ...part });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toContain(path);
  });

  test('are not for the front desk to set, nor for a manager elsewhere, nor for members to read', async () => {
    const body = { weekly: [], exceptions: [] };
    expect((await fran('PUT', hoursPath, body)).status).toBe(403);
    const elsewhere = `/api/office/sites/${demoSiteId('melbourne')}/hours`;
    expect((await liam('PUT', elsewhere, body)).status).toBe(403);
    expect((await ada('GET', hoursPath)).status).toBe(403);
    expect((await dora('GET', `/api/office/sites/${randomUUID()}/hours`)).status).toBe(404);
  });
});

describe('a plan', () => {
  const id = demoId('plan', 'Meeting rooms only');
  const termsOf = async () =>
    ((await dora('GET', `/api/office/plans/${id}`)).body as { terms: PlanTerms }).terms;

  test('changed by a director reaches every site', async () => {
    const before = feed.lines.length;
    const terms = { ...(await termsOf()), concurrentMost: 5 };
    expect(await dora('PUT', `/api/office/plans/${id}`, terms)).toMatchObject({
      status: 200,
      body: { id, members: 3, terms: { concurrentMost: 5 } },
    });
    const line = await changed('plan', before, (body) => (body.plan as { id?: string })?.id === id);
    expect(line).toMatchObject({ body: { plan: { concurrentMost: 5, name: 'Meeting rooms only' } } });
  });

  test('that comes to open a door gives its members the grant at their site, and takes it back', async () => {
    const front = demoDoorId('london', 'Front door');
    const terms = await termsOf();
    const before = feed.lines.length;
    const opening = { ...terms, access: 'always', accessDoorIds: [front] };
    expect((await dora('PUT', `/api/office/plans/${id}`, opening)).status).toBe(200);
    const granted = await changed(
      'grant',
      before,
      (body) => (body.grant as { holderId?: string })?.holderId === demoHolderId('ada@lintel.example'),
    );
    expect(granted).toMatchObject({ body: { grant: { doorIds: [front] } } });
    const after = feed.lines.length;
    await dora('PUT', `/api/office/plans/${id}`, terms);
    await changed('removed', after, (body) => body.of === 'grant');
  });

  test('under a new id is a new plan', async () => {
    const made = randomUUID();
    const answer = await dora('PUT', `/api/office/plans/${made}`, {
      name: 'Day pass',
      advanceMs: 0,
      excludedKinds: [],
      access: 'none',
    });
    expect(answer).toMatchObject({ status: 201, body: { id: made, members: 0 } });
    const all = (await fran('GET', '/api/office/plans')).body as { plans: { id: string }[] };
    expect(all.plans.map((plan) => plan.id)).toContain(made);
  });

  test('that makes no sense is turned down, and the field is named', async () => {
    const terms = await termsOf();
    const put = async (part: object) =>
      fieldsOf(await dora('PUT', `/api/office/plans/${id}`, { ...terms, ...part }));
    expect(await put({ name: ' ' })).toEqual(['name']);
    expect(await put({ lateRefundPercent: 101 })).toEqual(['lateRefundPercent']);
    expect(await put({ includedMs: hourMs, includedKinds: [] })).toEqual(['includedKinds']);
    expect(await put({ includedKinds: ['desk'] })).toEqual(['includedKinds']);
    expect(await put({ accessDoorIds: [randomUUID()] })).toEqual(['accessDoorIds']);
    expect(await put({ advanceMs: -1 })).toEqual(['advanceMs']);
  });

  test('binds every site: only a role for all of them sets it', async () => {
    const terms = await termsOf();
    expect((await liam('PUT', `/api/office/plans/${id}`, terms)).status).toBe(403);
    expect((await ada('GET', '/api/office/plans')).status).toBe(403);
    expect((await dora('GET', `/api/office/plans/${randomUUID()}`)).status).toBe(404);
  });
});

describe('a resource', () => {
  const id = demoResourceId('london', 'Map room');
  const path = `/api/office/resources/${id}`;
  const termsOf = async () => ((await liam('GET', path)).body as { terms: ResourceTerms }).terms;

  test('changed by the manager reaches its site, and the demo’s own are all in order', async () => {
    const before = feed.lines.length;
    const list = await liam('GET', `/api/office/sites/${london}/resources`);
    expect((list.body as { resources: unknown[] }).resources.length).toBe(12);
    const terms = { ...(await termsOf()), name: 'Atlas room', afterMs: 600_000 };
    expect((await liam('PUT', path, terms)).status).toBe(200);
    const line = await changed('resource', before, (body) => (body.resource as { id?: string })?.id === id);
    expect(line).toMatchObject({ body: { resource: { name: 'Atlas room', afterMs: 600_000 } } });
  });

  test('that makes no sense is turned down, and the field is named', async () => {
    const terms = await termsOf();
    const put = async (part: object) => fieldsOf(await liam('PUT', path, { ...terms, ...part }));
    expect(await put({ stepMs: 7 * 60_000 })).toContain('stepMs');
    expect(await put({ lengthMinMs: 4 * hourMs, lengthMaxMs: hourMs })).toEqual(['lengthMaxMs']);
    expect(await put({ lengthMinMs: 61_000 })).toEqual(['lengthMinMs']);
    expect(await put({ doorIds: [demoDoorId('melbourne', 'Front door')], checkInDoorIds: [] })).toEqual([
      'doorIds',
    ]);
    expect(await put({ checkInDoorIds: [demoDoorId('melbourne', 'Front door')] })).toEqual([
      'checkInDoorIds',
    ]);
    expect(await put({ pricePerHour: -1 })).toEqual(['pricePerHour']);
  });

  test('is not for the front desk to set', async () => {
    expect((await fran('PUT', path, await termsOf())).status).toBe(403);
    expect((await liam('GET', `/api/office/resources/${randomUUID()}`)).status).toBe(404);
  });
});
