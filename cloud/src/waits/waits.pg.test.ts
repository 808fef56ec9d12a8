import { randomUUID } from 'node:crypto';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import type { FeedLine, Problem } from '@lintel/core/sync/wire.ts';
import { epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import type { WaitView } from '@lintel/core/waits/wire.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox, type FeedReader } from '../../../test/support/fake-box.ts';
import {
  freshDatabase,
  freshKeys,
  type Person,
  seed,
  signIn,
  startTestCloud,
  type TestCloud,
} from '../../../test/support/test-cloud.ts';
import { operatorScope } from '../database/operator.ts';
import { suspend } from '../members/suspend.ts';
import { demoHolderId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from '../sync/enrol.ts';

let aheadMs = 0;
const now = () => epochMs(Date.now() + aheadMs);
let databaseUrl: string;
/** Two cloud processes on one database, and the one people reach. */
let clouds: TestCloud[] = [];
let people: Record<string, Person>;
const melbourne = demoSiteId('melbourne');
const names = ['mia', 'noah', 'orla', 'cleo', 'dev', 'elif', 'dora'];

const start = async (keys?: TestCloud['keys']) =>
  await startTestCloud({ databaseUrl, now, keys: keys ?? (await freshKeys()) });
const front = (): TestCloud => {
  const [first] = clouds;
  if (!first) throw new Error('no cloud runs');
  return first;
};
beforeAll(async () => {
  databaseUrl = await freshDatabase();
  const one = await start();
  await seed(one);
  clouds = [one, await start(one.keys)];
  await signAllIn();
});
afterAll(async () => {
  for (const cloud of clouds) await cloud.stop();
});
async function signAllIn() {
  people = {};
  for (const name of names) people[name] = await signIn(front().url, `${name}@lintel.example`);
}
const who = (name: string): Person => {
  const person = people[name];
  if (!person) throw new Error(`${name} is not signed in`);
  return person;
};

let nextHour = 6;
/** A slot that no other test has; within a day, as far as the smallest plan books. */
const slot = () => {
  const startsAt = Math.ceil((Date.now() + nextHour++ * hourMs) / hourMs) * hourMs;
  return { startsAt, endsAt: startsAt + hourMs };
};
type Span = ReturnType<typeof slot>;
type Answer<Body> = { status: number; body: Body & Problem };

const book = async (name: string, room: string, span: Span, site: 'melbourne' | 'london' = 'melbourne') => {
  const requestId = randomUUID();
  const wish = { requestId, resourceId: demoResourceId(site, room), ...span, title: '' };
  expect((await who(name)('POST', '/api/bookings', wish)).status).toBe(201);
  return requestId;
};
const cancel = async (name: string, id: string) => await who(name)('POST', `/api/bookings/${id}/cancel`, {});
const wait = async (name: string, wish: object) =>
  (await who(name)('POST', '/api/waits', { requestId: randomUUID(), siteId: melbourne, ...wish })) as Answer<{
    wait: WaitView;
  }>;
const waitFor = async (name: string, room: string, span: Span) => {
  const { status, body } = await wait(name, { resourceId: demoResourceId('melbourne', room), ...span });
  expect(status).toBe(201);
  return body.wait.id;
};
const waitOf = async (name: string, id: string): Promise<WaitView> => {
  const { body } = (await who(name)('GET', '/api/me/waits')) as { body: { waits: WaitView[] } };
  const found = body.waits.find((one) => one.id === id);
  if (!found) throw new Error('no such wait');
  return found;
};
const becomes = async (name: string, id: string, state: WaitView['state']) => {
  await expect.poll(async () => (await waitOf(name, id)).state, { timeout: 10_000 }).toBe(state);
  return await waitOf(name, id);
};
const accept = async (name: string, { offer }: WaitView) =>
  (await who(name)('POST', `/api/bookings/${offer?.bookingId}/change`, {
    version: 1,
    requestId: randomUUID(),
    change: { kind: 'accept' },
  })) as Answer<{ booking: BookingView }>;

describe('a room somebody gives back', () => {
  test('is held for whoever asked first, and is theirs with a yes', async () => {
    const span = slot();
    const booked = await book('mia', 'Yarra', span);
    const [first, second] = [await waitFor('noah', 'Yarra', span), await waitFor('orla', 'Yarra', span)];
    expect(await waitOf('orla', second)).toMatchObject({ state: 'waiting', ahead: 1, resourceName: 'Yarra' });
    await cancel('mia', booked);
    const offered = await becomes('noah', first, 'offered');
    const standsMs = (offered.offer?.expiresAt ?? 0) - now();
    expect(standsMs).toBeGreaterThan(14 * minuteMs);
    expect(standsMs).toBeLessThanOrEqual(15 * minuteMs);
    expect((await waitOf('orla', second)).state).toBe('waiting');
    expect(await accept('noah', offered)).toMatchObject({
      status: 200,
      body: { booking: { purpose: 'use', state: 'confirmed', mine: true } },
    });
    await becomes('noah', first, 'taken');
    expect((await waitOf('orla', second)).state).toBe('waiting');
    const { rows } = await front().cloud.pool.query(
      'SELECT charge_credit_cents, source FROM booking WHERE id = $1',
      [offered.offer?.bookingId],
    );
    expect(rows).toEqual([{ charge_credit_cents: expect.any(Number), source: 'wait_list' }]);
    expect(rows[0].charge_credit_cents).toBeGreaterThan(0);
  });

  test('goes to the next when the first says no, and to the next but one when the second does not answer', async () => {
    const span = slot();
    const booked = await book('mia', 'Yarra', span);
    const [first, second, third] = [
      await waitFor('noah', 'Yarra', span),
      await waitFor('orla', 'Yarra', span),
      await waitFor('mia', 'Yarra', span),
    ];
    await cancel('mia', booked);
    await becomes('noah', first, 'offered');
    expect((await who('noah')('DELETE', `/api/waits/${first}`)).status).toBe(200);
    const unanswered = await becomes('orla', second, 'offered');
    aheadMs += 15 * minuteMs + 1000;
    expect(await accept('orla', unanswered)).toMatchObject({ status: 409, body: { kind: 'offer_over' } });
    aheadMs += minuteMs;
    await becomes('orla', second, 'lapsed');
    const last = await becomes('mia', third, 'offered');
    expect((await accept('mia', last)).status).toBe(200);
    expect((await waitOf('noah', first)).state).toBe('withdrawn');
  });

  test('passes over who is suspended, who is asked again once they are not', async () => {
    const span = slot();
    const booked = await book('mia', 'Yarra', span);
    const [first, second] = [await waitFor('noah', 'Yarra', span), await waitFor('orla', 'Yarra', span)];
    const noah = demoHolderId('noah@lintel.example');
    const hold = async (because: string | undefined) =>
      await operatorScope(front().cloud.pool)(demoOperatorId, (tx) =>
        suspend(tx, noah, because, now(), front().keys),
      );
    await hold('Unpaid.');
    await cancel('mia', booked);
    await becomes('orla', second, 'offered');
    expect((await waitOf('noah', first)).state).toBe('waiting');
    await hold(undefined);
    await who('orla')('DELETE', `/api/waits/${second}`);
    aheadMs += 5 * minuteMs;
    await becomes('noah', first, 'offered');
    await who('noah')('DELETE', `/api/waits/${first}`);
  });

  test('is any that is large enough, for who does not mind which', async () => {
    const span = slot();
    const rooms = ['Yarra', 'Tram shed'];
    const booked = await Promise.all(rooms.map((room) => book('orla', room, span)));
    const { body } = await wait('noah', { kind: 'room', people: 8, ...span });
    await cancel('orla', booked[1] ?? '');
    const offered = await becomes('noah', body.wait.id, 'offered');
    expect(offered.offer?.resourceName).toBe('Tram shed');
    await who('noah')('DELETE', `/api/waits/${body.wait.id}`);
  });

  test('is offered to one alone when many wait and two clouds look, whoever is fastest', async () => {
    const span = slot();
    const booked = await book('dora', 'Laneway', span);
    const line = ['noah', 'orla', 'mia'];
    const ids: string[] = [];
    for (const name of line) ids.push(await waitFor(name, 'Laneway', span));
    await cancel('dora', booked);
    await becomes('noah', ids[0] ?? '', 'offered');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const states = await Promise.all(line.map(async (name, n) => (await waitOf(name, ids[n] ?? '')).state));
    expect(states).toEqual(['offered', 'waiting', 'waiting']);
    const { rows } = await front().cloud.pool.query(
      `SELECT count(*)::int AS held FROM booking WHERE source = 'wait_list' AND starts_at = $1 AND state = 'confirmed'`,
      [new Date(span.startsAt)],
    );
    expect(rows).toEqual([{ held: 1 }]);
    for (const [n, name] of line.entries()) await who(name)('DELETE', `/api/waits/${ids[n]}`);
  });
});

test('an offer runs out also when the cloud was restarted meanwhile', async () => {
  const span = slot();
  const booked = await book('mia', 'Tram shed', span);
  const [first, second] = [
    await waitFor('noah', 'Tram shed', span),
    await waitFor('orla', 'Tram shed', span),
  ];
  await cancel('mia', booked);
  await becomes('noah', first, 'offered');
  const { keys } = front();
  for (const cloud of clouds) await cloud.stop();
  aheadMs += 17 * minuteMs;
  clouds = [await start(keys)];
  await signAllIn();
  await becomes('noah', first, 'lapsed');
  await becomes('orla', second, 'offered');
  await who('orla')('DELETE', `/api/waits/${second}`);
});

describe('whoever wants to wait', () => {
  test('for what is free is told to book it', async () => {
    const answer = await wait('noah', { resourceId: demoResourceId('melbourne', 'Yarra'), ...slot() });
    expect(answer).toMatchObject({ status: 409, body: { kind: 'free_now' } });
    expect(answer.body.sentence).toMatch(/^Yarra is free/);
  });

  test('for what they could never book is told why', async () => {
    const span = slot();
    await book('orla', 'Yarra', span);
    const resourceId = demoResourceId('melbourne', 'Yarra');
    const long = await wait('noah', { resourceId, ...span, endsAt: span.startsAt + 9 * hourMs });
    expect(long).toMatchObject({ status: 409, body: { kind: 'too_long' } });
    const crowd = await wait('noah', { resourceId, ...span, people: 99 });
    expect(crowd).toMatchObject({ status: 409, body: { kind: 'too_many_people' } });
    const desk = await wait('mia', { kind: 'desk', ...span });
    expect(desk).toMatchObject({ status: 409, body: { kind: 'kind_excluded' } });
  });

  test('waits once, however often they ask, and in nobody else’s name', async () => {
    const span = slot();
    await book('orla', 'Yarra', span);
    const requestId = randomUUID();
    const wish = { requestId, resourceId: demoResourceId('melbourne', 'Yarra'), ...span };
    const [one, again] = [await wait('noah', wish), await wait('noah', { ...wish, requestId: randomUUID() })];
    expect([one.status, again.status]).toEqual([201, 201]);
    expect(again.body.wait.id).toBe(one.body.wait.id);
    expect(await wait('mia', wish)).toMatchObject({ status: 409, body: { kind: 'request_id_used' } });
    expect((await who('mia')('DELETE', `/api/waits/${requestId}`)).status).toBe(404);
    expect((await who('noah')('DELETE', `/api/waits/${requestId}`)).status).toBe(200);
    expect((await who('noah')('DELETE', `/api/waits/${requestId}`)).status).toBe(200);
  });

  test.each([
    ['ends before it starts', { startsAt: 2, endsAt: 1 }, 'endsAt'],
    ['names neither a resource nor a kind', { resourceId: undefined }, 'resourceId'],
    ['names both', { kind: 'room' }, 'resourceId'],
    ['is for a kind there is not', { resourceId: undefined, kind: 'hangar' }, 'kind'],
    ['has no id', { requestId: 'mine' }, 'requestId'],
  ])('with a wish that %s is told which field is wrong', async (_, part, path) => {
    const answer = await wait('noah', {
      resourceId: demoResourceId('melbourne', 'Yarra'),
      ...slot(),
      ...part,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.fields?.map((field) => field.path)).toContain(path);
  });

  test('at a site that is not theirs, or for a room of another, may not', async () => {
    const span = slot();
    const wish = { ...span, resourceId: demoResourceId('london', 'Map room') };
    expect((await wait('noah', { ...wish, siteId: demoSiteId('london') })).status).toBe(403);
    expect((await wait('noah', wish)).status).toBe(404);
  });
});

describe('before the horizon', () => {
  let box: FakeBox;
  let feed: FeedReader;
  beforeAll(async () => {
    aheadMs = 0;
    const { code } = await operatorScope(front().cloud.pool)(demoOperatorId, (tx) =>
      issueCode(tx, demoSiteId('london'), undefined, now()),
    );
    box = new FakeBox(front().url);
    await box.enrol(code);
    feed = await box.follow();
    await feed.next((line) => line.type === 'snapshot_end');
  });
  afterAll(async () => await feed.close());

  type Ask = Extract<FeedLine, { type: 'ask' }>;
  /** The box does as it is asked, whatever it is. */
  const answered = async (wanted: (ask: Ask['ask']) => boolean, after = 0) => {
    const line = await feed.next((one): one is Ask => one.type === 'ask' && wanted(one.ask), after);
    if (line.type !== 'ask') throw new Error('not asked');
    return line;
  };
  const keep = async (line: Ask) => {
    const { ask, requestId } = line;
    const bookings =
      ask.kind === 'book' ? ask.bookings.map((one) => ({ ...one, state: 'confirmed' as const })) : [];
    if (ask.kind === 'change') bookings.push(ask.booking as never);
    await box.report({ kind: 'ask_answered', requestId, answer: { kind: 'kept', bookings } });
    return bookings;
  };

  test('the site is asked to hold it, and to make it theirs', async () => {
    const span = slot();
    const room = demoResourceId('london', 'Map room');
    const requestId = randomUUID();
    const booking = who('dev')('POST', '/api/bookings', { requestId, resourceId: room, ...span, title: '' });
    const [booked] = await keep(
      await answered((ask) => ask.kind === 'book' && ask.bookings[0]?.id === requestId),
    );
    expect((await booking).status).toBe(201);
    const { body } = await wait('cleo', { siteId: demoSiteId('london'), resourceId: room, ...span });
    if (!booked) throw new Error('nothing was booked');
    await box.report({
      kind: 'booking',
      booking: { ...booked, state: 'cancelled', version: 2 },
      by: 'desk',
      why: 'Cancelled.',
    });
    const isHold = (ask: Ask['ask']) => ask.kind === 'book' && ask.bookings[0]?.purpose === 'hold';
    await keep(await answered(isHold));
    const offered = await becomes('cleo', body.wait.id, 'offered');
    const accepting = accept('cleo', offered);
    const id = offered.offer?.bookingId as BookingId;
    await keep(await answered((ask) => ask.kind === 'change' && ask.booking.id === id));
    expect(await accepting).toMatchObject({ status: 200, body: { booking: { purpose: 'use' } } });
    await becomes('cleo', body.wait.id, 'taken');
  });

  test('a yes the silent site has not heard yet is not taken for silence', async () => {
    const span = slot();
    const room = demoResourceId('london', 'Press room');
    const requestId = randomUUID();
    const booking = who('dev')('POST', '/api/bookings', { requestId, resourceId: room, ...span, title: '' });
    const [booked] = await keep(
      await answered((ask) => ask.kind === 'book' && ask.bookings[0]?.id === requestId),
    );
    await booking;
    const { body } = await wait('elif', { siteId: demoSiteId('london'), resourceId: room, ...span });
    if (!booked) throw new Error('nothing was booked');
    const before = feed.lines.length;
    await box.report({
      kind: 'booking',
      booking: { ...booked, state: 'cancelled', version: 2 },
      by: 'desk',
      why: 'Cancelled.',
    });
    await keep(await answered((ask) => ask.kind === 'book' && ask.bookings[0]?.purpose === 'hold', before));
    const offered = await becomes('elif', body.wait.id, 'offered');
    expect((await accept('elif', offered)).status).toBe(202);
    aheadMs += 20 * minuteMs;
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const id = offered.offer?.bookingId as BookingId;
    expect(
      feed.lines.some(
        (line) => line.type === 'ask' && line.ask.kind === 'cancel' && line.ask.bookingId === id,
      ),
    ).toBe(false);
    await keep(await answered((ask) => ask.kind === 'change' && ask.booking.id === id));
    await becomes('elif', body.wait.id, 'taken');
  });
});
