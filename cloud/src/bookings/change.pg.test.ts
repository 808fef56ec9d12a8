import { randomUUID } from 'node:crypto';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { Ask, FeedLine } from '@lintel/core/sync/wire.ts';
import { epochMs, hourMs, minuteMs, quarterMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FakeBox, type FeedReader } from '../../../test/support/fake-box.ts';
import {
  type Person,
  seed,
  signIn,
  startTestCloud,
  type TestCloud,
} from '../../../test/support/test-cloud.ts';
import { operatorScope } from '../database/operator.ts';
import { demoHolderId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from '../sync/enrol.ts';

let cloud: TestCloud;
const people: Record<string, Person> = {};
const at = Date.now();
const hence = (hours: number) => Math.ceil((at + hours * hourMs) / quarterMs) * quarterMs;
/** Slots nobody has used yet in this file, two hours each. */
let nextHour = 2;
const freshSlot = () => {
  nextHour += 2;
  const startsAt = hence(nextHour);
  return { startsAt, endsAt: startsAt + hourMs };
};

beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
  const names = ['ada', 'dev', 'dora', 'mia', 'noah', 'orla', 'matilda'];
  for (const name of names) people[name] = await signIn(cloud.url, `${name}@lintel.example`);
});
afterAll(async () => await cloud.stop());

type Body = {
  kind: string;
  booking: BookingView;
  bookings: BookingView[];
  sentence: string;
} & BookingRefused &
  Record<string, unknown>;
type Answer = { status: number; body: Body };
const call = async (who: string, method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> => {
  const person = people[who];
  if (!person) throw new Error(`nobody is called ${who}`);
  return await person(method, path, body);
};
const room = (name: string) => demoResourceId('melbourne', name);
const book = async (who: string, name: string, more: object = {}) =>
  await call(who, 'POST', '/api/bookings', {
    requestId: randomUUID(),
    resourceId: room(name),
    title: 'Team',
    ...freshSlot(),
    ...more,
  });
const booked = async (who: string, name: string, more: object = {}): Promise<BookingView> => {
  const answer = await book(who, name, more);
  expect(answer.status).toBe(201);
  return answer.body.booking;
};
const change = async (who: string, one: BookingView, wanted: object, more: object = {}): Promise<Answer> =>
  await call(who, 'POST', `/api/bookings/${one.id}/change`, {
    version: one.version,
    requestId: randomUUID(),
    change: wanted,
    ...more,
  });
const detail = async (who: string, { id }: { id: string }): Promise<Answer> =>
  await call(who, 'GET', `/api/bookings/${id}`);
const kinds = (answer: Answer) => (answer.body.history as { kind: string }[]).map(({ kind }) => kind);

describe('a member', () => {
  test('moves a booking without letting go of it, and sees where it was', async () => {
    const one = await booked('mia', 'Yarra');
    const there = freshSlot();
    const wanted = { kind: 'move', resourceId: room('Laneway'), ...there };
    const requestId = randomUUID();
    const moved = await change('mia', one, wanted, { requestId });
    expect(moved).toMatchObject({
      status: 200,
      body: { kind: 'changed', booking: { id: one.id, version: 2, ...there } },
    });
    const again = await change('mia', one, wanted, { requestId });
    expect(again).toMatchObject({ status: 200, body: { booking: { version: 2 } } });
    const { body } = await detail('mia', one);
    expect(kinds({ status: 200, body })).toEqual(['booked', 'moved']);
    expect((body.history as { sentence: string }[])[1]?.sentence).toMatch(
      /^Moved by Mia Tran at .*, from Yarra, /,
    );
    expect((await book('noah', 'Yarra', { startsAt: one.startsAt, endsAt: one.endsAt })).status).toBe(201);
  });

  test('who looks at an older version is shown what changed, and changes nothing', async () => {
    const one = await booked('mia', 'Yarra');
    await change('mia', one, { kind: 'describe', title: 'Board' });
    const late = await change('mia', one, { kind: 'describe', title: 'Late' });
    expect(late).toMatchObject({
      status: 409,
      body: { kind: 'stale', booking: { title: 'Board', version: 2 } },
    });
    expect(late.body.sentence).toMatch(/^It has changed since you looked\. Described anew by Mia Tran/);
  });

  test('moves into nobody’s way, keeps what they had, and may make it longer where it is', async () => {
    const [one, other] = [await booked('mia', 'Yarra'), await booked('noah', 'Yarra')];
    const into = { kind: 'move', resourceId: room('Yarra'), startsAt: other.startsAt, endsAt: other.endsAt };
    expect(await change('mia', one, into)).toMatchObject({
      status: 409,
      body: { reasons: [{ kind: 'taken' }] },
    });
    expect((await detail('mia', one)).body.booking).toMatchObject({ version: 1, startsAt: one.startsAt });
    const longer = {
      kind: 'move',
      resourceId: one.resourceId,
      startsAt: one.startsAt,
      endsAt: one.endsAt + quarterMs,
    };
    expect(await change('mia', one, longer)).toMatchObject({
      status: 200,
      body: { booking: { endsAt: longer.endsAt } },
    });
  });

  test('gives a booking to another member, who then holds it and pays for it', async () => {
    const one = await booked('mia', 'Laneway');
    const given = await change('mia', one, { kind: 'transfer', toEmail: 'Noah@lintel.example' });
    expect(given.status).toBe(200);
    expect((await detail('noah', one)).body.booking).toMatchObject({ mine: true });
    expect((await detail('mia', one)).status).toBe(404);
    const back = { ...one, version: 2 };
    for (const toEmail of ['nobody@lintel.example', 'ada@lintel.example', 'dora@lintel.example'])
      expect(await change('noah', back, { kind: 'transfer', toEmail })).toMatchObject({
        status: 409,
        body: { kind: 'unknown_member' },
      });
  });

  test('checks in from a quarter of an hour before, and ends early by giving the rest back', async () => {
    const early = await booked('mia', 'Booth A', { startsAt: hence(20), endsAt: hence(20) + hourMs });
    expect(await change('mia', early, { kind: 'check_in' })).toMatchObject({
      status: 409,
      body: { kind: 'too_early' },
    });
    const startsAt = Math.floor(Date.now() / minuteMs) * minuteMs;
    const now = await booked('noah', 'Booth A', { startsAt, endsAt: startsAt + 30 * minuteMs });
    expect(now.releasesAt).toBeGreaterThanOrEqual(now.startsAt + 10 * minuteMs);
    const here = await change('noah', now, { kind: 'check_in' });
    expect(here).toMatchObject({ status: 200, body: { booking: { state: 'checked_in' } } });
    const ended = await change('noah', here.body.booking, { kind: 'end' });
    expect(ended.body.booking).toMatchObject({ state: 'ended' });
    expect(ended.body.booking.endsAt).toBeLessThan(now.endsAt);
    expect(await change('noah', ended.body.booking, { kind: 'check_in' })).toMatchObject({
      status: 409,
      body: { kind: 'not_live', sentence: expect.stringMatching(/ended early/) },
    });
  });

  test('is told what cancelling gives back before the click, and gets it', async () => {
    const one = await booked('mia', 'Yarra', { startsAt: hence(22), endsAt: hence(22) + hourMs });
    expect(one.charge).toMatchObject({ creditCents: 250 });
    expect((await detail('mia', one)).body).toMatchObject({ refund: one.charge, currency: 'AUD' });
    const answer = await call('mia', 'POST', `/api/bookings/${one.id}/cancel`, { version: 1 });
    expect(answer).toMatchObject({ status: 200, body: { refunded: one.charge } });
    const soon = await booked('mia', 'Yarra', { startsAt: hence(0.3), endsAt: hence(0.3) + hourMs });
    const late = await call('mia', 'POST', `/api/bookings/${soon.id}/cancel`);
    expect(late).toMatchObject({ status: 200, body: { refunded: { creditCents: 125 } } });
  });

  test('sees the price and the plan that would allow it before booking, and nothing is written', async () => {
    const startsAt = hence(30);
    const wish = { requestId: randomUUID(), resourceId: room('Desk 1'), startsAt, endsAt: startsAt + hourMs };
    const answer = await call('mia', 'POST', '/api/bookings/judge', wish);
    expect(answer).toMatchObject({
      status: 200,
      body: { currency: 'AUD', upgrade: { planName: 'Hot desk' } },
    });
    expect(answer.body.reasons.map(({ kind }) => kind).sort()).toEqual(['kind_excluded', 'too_far_ahead']);
    const fine = await call('orla', 'POST', '/api/bookings/judge', {
      ...wish,
      resourceId: room('Yarra'),
      startsAt: hence(21),
      endsAt: hence(21) + hourMs,
    });
    expect(fine.body).toMatchObject({ reasons: [], charge: { creditCents: 250, amount: 0 } });
    expect((await detail('mia', { id: wish.requestId })).status).toBe(404);
  });

  test('may neither book for others, nor close a room, nor override, nor change what is not theirs', async () => {
    const slot = freshSlot();
    for (const more of [
      { forHolderId: demoHolderId('noah@lintel.example') },
      { guest: { name: 'Gus', email: 'gus@example.com' } },
      { purpose: 'block' },
      { override: { reason: 'because' } },
    ])
      expect((await book('mia', 'Yarra', { ...slot, ...more })).status).toBe(403);
    const theirs = await booked('noah', 'Yarra');
    expect((await change('mia', theirs, { kind: 'end' })).status).toBe(403);
    expect((await detail('mia', theirs)).status).toBe(404);
    expect((await call('mia', 'POST', `/api/bookings/${theirs.id}/cancel`, { refundAll: true })).status).toBe(
      403,
    );
  });

  test('who floods the calendar is asked to wait, and nobody else is', async () => {
    const wish = { requestId: randomUUID(), resourceId: room('Desk 2'), startsAt: 0, endsAt: 1, title: '' };
    const answers: Promise<Answer>[] = [];
    for (let n = 0; n < 150; n++) answers.push(call('orla', 'POST', '/api/bookings', wish));
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 409).length).toBeGreaterThanOrEqual(59);
    expect(statuses).toContain(429);
    expect((await call('noah', 'POST', '/api/bookings', wish)).status).toBe(409);
    expect((await call('orla', 'POST', '/api/bookings/judge', wish)).status).toBe(200);
    expect((await call('orla', 'GET', '/api/me/bookings')).status).toBe(200);
  });
});

describe('staff', () => {
  test('book for a member by that member’s rules, and against them with a reason that is kept', async () => {
    const forHolderId = demoHolderId('mia@lintel.example');
    const startsAt = hence(400);
    const wish = { startsAt, endsAt: startsAt + 5 * hourMs, forHolderId };
    const refused = await book('matilda', 'Yarra', wish);
    expect(refused).toMatchObject({ status: 409, body: { overridable: true } });
    expect(refused.body.reasons.map(({ kind }) => kind).sort()).toEqual(['too_far_ahead', 'too_long']);
    const answer = await book('matilda', 'Yarra', { ...wish, override: { reason: 'the board meets' } });
    expect(answer).toMatchObject({
      status: 201,
      body: { booking: { holderName: 'Mia Tran', source: 'office' } },
    });
    const { body } = await detail('mia', answer.body.booking);
    expect(body.history).toMatchObject([
      {
        by: 'Matilda Ng',
        why: expect.stringMatching(
          /^Overridden \((too_far_ahead, too_long|too_long, too_far_ahead)\): the board meets$/,
        ),
      },
    ]);
  });

  test('override no overlap: they are shown what stands in the way', async () => {
    const one = await booked('noah', 'Tram shed');
    const { startsAt, endsAt } = one;
    const answer = await book('matilda', 'Tram shed', { startsAt, endsAt, override: { reason: 'mine' } });
    expect(answer).toMatchObject({
      status: 409,
      body: { overridable: false, inTheWay: [{ id: one.id, holderName: 'Noah Papadakis' }] },
    });
    const preparing = await book('matilda', 'Tram shed', { startsAt: endsAt, endsAt: endsAt + hourMs });
    expect(preparing.body.reasons).toMatchObject([{ kind: 'taken' }]);
  });

  test('close a room at any hour, which is nobody’s and takes nothing', async () => {
    const startsAt = hence(300) + minuteMs;
    const block = await booked('matilda', 'Laneway', {
      startsAt,
      endsAt: startsAt + 30 * hourMs,
      purpose: 'block',
    });
    expect(block).toMatchObject({ purpose: 'block', charge: { amount: 0 } });
    expect(block.holderName).toBeUndefined();
    expect(
      (await book('matilda', 'Laneway', { startsAt: startsAt + hourMs, endsAt: startsAt + 2 * hourMs }))
        .status,
    ).toBe(409);
  });

  test('book for a guest by e-mail, one guest however often, at the list price', async () => {
    const guest = { name: 'Gus Walk', email: 'gus@example.com' };
    const one = await booked('matilda', 'Laneway', { guest });
    await booked('matilda', 'Laneway', { guest: { ...guest, email: 'GUS@example.com' } });
    expect(one).toMatchObject({ holderName: 'Gus Walk', charge: { creditCents: 0, amount: 2000 } });
    const { rows } = await cloud.cloud.pool.query(
      `SELECT kind FROM holder WHERE lower(email) = 'gus@example.com'`,
    );
    expect(rows).toEqual([{ kind: 'guest' }]);
    const told = await cloud.cloud.pool.query(
      `SELECT body #>> '{holder,kind}' AS kind FROM feed_change WHERE body #>> '{holder,name}' = 'Gus Walk' AND site_id = $1`,
      [demoSiteId('melbourne')],
    );
    expect(told.rows[0]).toEqual({ kind: 'guest' });
  });

  test('book several rooms all or none, and each takes from the month what it takes', async () => {
    const slot = freshSlot();
    const group = { ...slot, alsoResourceIds: [room('Yarra'), room('Laneway')], people: 15 };
    const taken = await booked('noah', 'Laneway', slot);
    const refused = await book('matilda', 'Tram shed', group);
    expect(refused.body.reasons).toMatchObject([
      { kind: 'taken', sentence: expect.stringMatching(/^Laneway: It is taken/) },
    ]);
    expect((await book('noah', 'Yarra', slot)).status).toBe(201);
    await call('noah', 'POST', `/api/bookings/${taken.id}/cancel`);
    const free = { ...freshSlot(), alsoResourceIds: group.alsoResourceIds, people: 15 };
    const requestId = randomUUID();
    const all = await book('matilda', 'Tram shed', { ...free, requestId });
    expect(all.status).toBe(201);
    expect(all.body.bookings.map(({ resourceName }) => resourceName).sort()).toEqual([
      'Laneway',
      'Tram shed',
      'Yarra',
    ]);
    expect(new Set(all.body.bookings.map(({ groupId }) => groupId))).toEqual(new Set([requestId]));
    const again = await book('matilda', 'Tram shed', { ...free, requestId });
    expect(again.body.bookings.map(({ id }) => id).sort()).toEqual(
      all.body.bookings.map(({ id }) => id).sort(),
    );
    const foreign = { ...freshSlot(), alsoResourceIds: [demoResourceId('london', 'Map room')] };
    expect(await book('dora', 'Yarra', foreign)).toMatchObject({
      status: 409,
      body: { kind: 'several_sites' },
    });
  });

  test('hold every free desk for a company’s day, and say why not the others', async () => {
    const slot = { startsAt: hence(50), endsAt: hence(58) };
    await booked('matilda', 'Desk 3', { ...slot, forHolderId: demoHolderId('orla@lintel.example') });
    const wish = {
      requestId: randomUUID(),
      ...slot,
      kinds: ['desk'],
      forHolderId: demoHolderId('noah@lintel.example'),
      title: 'Offsite',
    };
    const path = `/api/sites/${demoSiteId('melbourne')}/hold-desks`;
    const held = await call('matilda', 'POST', path, wish);
    expect(held.status).toBe(201);
    expect(held.body.bookings).toHaveLength(5);
    expect(held.body.bookings[0]).toMatchObject({
      purpose: 'hold',
      holderName: 'Noah Papadakis',
      charge: { amount: 0 },
    });
    expect(held.body.skipped).toMatchObject([
      { resourceName: 'Desk 3', because: expect.stringMatching(/^It is taken/) },
    ]);
    expect((await call('matilda', 'POST', path, wish)).body.bookings).toHaveLength(5);
    const first = held.body.bookings[0] as BookingView;
    const yes = await change('noah', first, { kind: 'accept' });
    expect(yes).toMatchObject({
      status: 200,
      body: { booking: { purpose: 'use', charge: { includedMs: 8 * hourMs } } },
    });
    expect(await change('noah', yes.body.booking, { kind: 'accept' })).toMatchObject({
      body: { kind: 'not_held' },
    });
    expect((await call('mia', 'POST', path, wish)).status).toBe(403);
  });
});

describe('a wish that makes no sense', () => {
  test.each([
    ['ends before it starts', (s: number) => ({ startsAt: s, endsAt: s - hourMs }), 409, 'ends_before_start'],
    ['takes no time', (s: number) => ({ startsAt: s, endsAt: s }), 409, 'ends_before_start'],
    ['is years away', () => ({ startsAt: hence(30_000), endsAt: hence(30_001) }), 409, 'too_far_away'],
    ['takes years', (s: number) => ({ startsAt: s, endsAt: s + 9000 * hourMs }), 409, 'too_long'],
    ['has passed', () => ({ startsAt: hence(-9), endsAt: hence(-8) }), 409, 'in_the_past'],
    ['began in 1970', (s: number) => ({ startsAt: 0, endsAt: s }), 409, 'in_the_past'],
  ])('because it %s is refused with that reason', async (_, span, status, kind) => {
    const answer = await book('noah', 'Yarra', span(hence(100)));
    expect(answer.status).toBe(status);
    expect(answer.body.reasons.map((reason) => reason.kind)).toContain(kind);
  });

  test('names the field that is wrong, or the resource that is not there', async () => {
    expect(await book('noah', 'Yarra', { people: -1 })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'people' }] },
    });
    expect(await book('noah', 'Yarra', { resourceId: randomUUID() })).toMatchObject({ status: 404 });
    const one = await booked('noah', 'Yarra');
    expect((await change('noah', one, { kind: 'fly' })).status).toBe(400);
    expect((await change('noah', { ...one, version: 0 }, { kind: 'end' })).status).toBe(400);
    expect((await change('noah', { ...one, id: randomUUID() as never }, { kind: 'end' })).status).toBe(404);
    const away = { kind: 'move', resourceId: randomUUID(), startsAt: one.startsAt, endsAt: one.endsAt };
    expect((await change('noah', one, away)).status).toBe(404);
  });
});

describe('across the horizon', () => {
  let box: FakeBox;
  let feed: FeedReader;
  let horizonAt: number;
  beforeAll(async () => {
    const { code } = await operatorScope(cloud.cloud.pool)(demoOperatorId, (tx) =>
      issueCode(tx, demoSiteId('london'), undefined, epochMs(Date.now())),
    );
    box = new FakeBox(cloud.url);
    await box.enrol(code);
    feed = await box.follow();
    await feed.next((line) => line.type === 'snapshot_end');
    const { rows } = await cloud.cloud.pool.query('SELECT horizon_at FROM site_feed WHERE site_id = $1', [
      demoSiteId('london'),
    ]);
    horizonAt = rows[0].horizon_at;
  });
  afterAll(async () => await feed.close());

  type AskLine = Extract<FeedLine, { type: 'ask' }>;
  const about = (ask: Ask) =>
    ask.kind === 'book' ? ask.bookings[0]?.id : ask.kind === 'change' ? ask.booking.id : ask.bookingId;
  let seen = 0;
  beforeEach(() => {
    seen = feed.lines.length;
  });
  const asked = async (id: string, kind: Ask['kind']) =>
    await feed.next(
      (line): line is AskLine => line.type === 'ask' && line.ask.kind === kind && about(line.ask) === id,
      seen,
    );
  /** The site keeps what it is asked, as a box does. */
  const keeps = async (line: AskLine, more: object = {}) => {
    const { ask } = line;
    if (ask.kind === 'cancel') throw new Error('asked to cancel');
    const bookings =
      ask.kind === 'book'
        ? ask.bookings.map((one) => ({
            ...one,
            state: 'confirmed' as const,
            version: one.version + 1,
            ...more,
          }))
        : [{ ...ask.booking, ...more }];
    return await box.report({
      kind: 'ask_answered',
      requestId: line.requestId,
      answer: { kind: 'kept', bookings },
    });
  };
  const map = demoResourceId('london', 'Map room');
  const gallery = demoResourceId('london', 'Press room');
  const near = async (hours: number): Promise<BookingView> => {
    const startsAt = hence(hours);
    const wish = { requestId: randomUUID(), resourceId: map, startsAt, endsAt: startsAt + hourMs };
    const answering = book('dev', 'x', wish);
    await keeps(await asked(wish.requestId, 'book'));
    const { status, body } = await answering;
    expect(status).toBe(201);
    return body.booking;
  };

  test('a change of what is the site’s is asked of it, and is so once it says so', async () => {
    const one = await near(1);
    const longer = { kind: 'move', resourceId: map, startsAt: one.startsAt, endsAt: one.endsAt + quarterMs };
    const answering = change('dev', one, longer);
    const ask = await asked(one.id, 'change');
    expect(ask.ask).toMatchObject({
      kind: 'change',
      by: 'Dev Rao',
      booking: { version: one.version + 1, endsAt: longer.endsAt },
    });
    await keeps(ask);
    expect(await answering).toMatchObject({ status: 200, body: { booking: { endsAt: longer.endsAt } } });
    expect(kinds(await detail('dev', one))).toEqual(['requested', 'confirmed', 'moved']);
  });

  test('one that the site refuses leaves the booking as it was, and its history says so', async () => {
    const one = await near(3);
    const longer = { kind: 'move', resourceId: map, startsAt: one.startsAt, endsAt: one.endsAt + quarterMs };
    const answering = change('dev', one, longer);
    const ask = await asked(one.id, 'change');
    const reasons = [{ kind: 'taken' as const, until: epochMs(longer.endsAt), bookingIds: [] }];
    await box.report({
      kind: 'ask_answered',
      requestId: ask.requestId,
      answer: { kind: 'refused', reasons },
    });
    expect(await answering).toMatchObject({ status: 409, body: { reasons: [{ kind: 'taken' }] } });
    const after = await detail('dev', one);
    expect(after.body.booking).toMatchObject({
      version: one.version,
      endsAt: one.endsAt,
      state: 'confirmed',
    });
    expect(kinds(after)).toEqual(['requested', 'confirmed', 'refused']);
  });

  test('one that the site had changed meanwhile is stale, and shows how it stands there', async () => {
    const one = await near(5);
    const { rows } = await cloud.cloud.pool.query('SELECT version FROM booking WHERE id = $1', [one.id]);
    const answering = change('dev', one, { kind: 'describe', title: 'Mine' });
    const ask = await asked(one.id, 'change');
    if (ask.ask.kind !== 'change') throw new Error('asked something else');
    const theirs = { ...ask.ask.booking, title: 'Theirs', version: rows[0].version + 4 };
    await box.report({
      kind: 'ask_answered',
      requestId: ask.requestId,
      answer: { kind: 'unchanged', booking: theirs, because: 'stale' },
    });
    expect(await answering).toMatchObject({
      status: 409,
      body: { kind: 'stale', booking: { title: 'Theirs' } },
    });
  });

  test('a silent site leaves it as it was, asked for; it may be taken back, or be decided later', async () => {
    const one = await near(7);
    const waiting = await change('dev', one, { kind: 'describe', title: 'Later' });
    expect(waiting).toMatchObject({
      status: 202,
      body: {
        kind: 'requested',
        booking: { title: 'Team' },
        sentence: expect.stringMatching(/^Not confirmed yet/),
      },
    });
    expect((await detail('dev', one)).body.pending).toMatchObject({ kind: 'change' });
    expect(await change('dev', one, { kind: 'describe', title: 'Again' })).toMatchObject({
      status: 409,
      body: { kind: 'change_pending' },
    });
    expect((await change('dev', one, { kind: 'withdraw' })).status).toBe(200);
    expect((await detail('dev', one)).body.pending).toBeUndefined();
    // The site had heard it all the same: its word stands.
    await keeps(await asked(one.id, 'change'));
    expect((await detail('dev', one)).body.booking).toMatchObject({ title: 'Later' });
  });

  test('a move from the site’s part to the cloud’s books there first, then gives the old one up, and is told once', async () => {
    const one = await near(9);
    const startsAt = horizonAt + 2 * hourMs;
    const requestId = randomUUID();
    const moved = await change(
      'dev',
      one,
      { kind: 'move', resourceId: map, startsAt, endsAt: startsAt + hourMs },
      { requestId },
    );
    expect(moved).toMatchObject({
      status: 200,
      body: { booking: { id: requestId, state: 'confirmed', version: one.version + 1 } },
    });
    const ask = await asked(one.id, 'cancel');
    expect(ask.ask).toMatchObject({ keep: { includedMs: 0, creditCents: 0, amount: 0 } });
    expect((await detail('dev', one)).body.booking.state).toBe('confirmed');
    const { rows } = await cloud.cloud.pool.query('SELECT * FROM booking WHERE id = $1', [one.id]);
    const old = rows[0];
    const gone = {
      id: one.id,
      resourceId: map,
      holderId: old.holder_id,
      title: one.title,
      purpose: one.purpose,
      people: one.people,
      startsAt: one.startsAt,
      endsAt: one.endsAt,
      holdsFrom: old.holds_from,
      holdsUntil: old.holds_until,
      state: 'cancelled' as const,
      version: one.version + 1,
      source: one.source,
      bookedAt: old.booked_at,
      charge: { includedMs: 0, creditCents: 0, amount: 0 },
    };
    await box.report({
      kind: 'ask_answered',
      requestId: ask.requestId,
      answer: { kind: 'kept', bookings: [gone] },
    });
    expect((await detail('dev', one)).body.booking.state).toBe('cancelled');
    const changes = await cloud.cloud.pool.query(
      `SELECT c.booking_id, c.kind, c.was, c.told_at IS NOT NULL AS silent, b.calendar_uid FROM booking_change c JOIN booking b ON b.id = c.booking_id
       WHERE c.booking_id = ANY ($1) AND c.kind = 'moved' ORDER BY c.n`,
      [[one.id, requestId]],
    );
    expect(changes.rows).toMatchObject([
      { booking_id: requestId, was: { startsAt: one.startsAt }, calendar_uid: one.id },
      { booking_id: one.id, silent: true, calendar_uid: one.id },
    ]);
  });

  test('a move from the cloud’s part to the site’s lets go of the old one only once the site has kept the new', async () => {
    const startsAt = horizonAt + 5 * hourMs;
    const one = (await book('dev', 'x', { resourceId: gallery, startsAt, endsAt: startsAt + hourMs })).body
      .booking;
    const there = { startsAt: hence(12), endsAt: hence(12) + hourMs };
    const requestId = randomUUID();
    const answering = change('dev', one, { kind: 'move', resourceId: map, ...there }, { requestId });
    const ask = await asked(requestId, 'book');
    expect((await detail('dev', one)).body).toMatchObject({
      booking: { state: 'confirmed' },
      pending: { kind: 'move' },
    });
    await keeps(ask);
    expect(await answering).toMatchObject({ status: 200, body: { booking: { id: requestId, ...there } } });
    expect((await detail('dev', one)).body.booking).toMatchObject({
      state: 'cancelled',
      charge: { includedMs: 0, creditCents: 0, amount: 0 },
    });
    const gone = await feed.next(
      (line) => line.type === 'change' && JSON.stringify(line.body).includes('"cancelled"'),
      seen,
    );
    expect(JSON.stringify(gone)).toContain(one.id);
  });

  test('a move that the site refuses leaves its holder what they had', async () => {
    const startsAt = horizonAt + 7 * hourMs;
    const one = (await book('dev', 'x', { resourceId: gallery, startsAt, endsAt: startsAt + hourMs })).body
      .booking;
    const requestId = randomUUID();
    const there = { startsAt: hence(14), endsAt: hence(14) + hourMs };
    const answering = change('dev', one, { kind: 'move', resourceId: map, ...there }, { requestId });
    const ask = await asked(requestId, 'book');
    const reasons = [{ kind: 'taken' as const, until: epochMs(there.endsAt), bookingIds: [] }];
    await box.report({
      kind: 'ask_answered',
      requestId: ask.requestId,
      answer: { kind: 'refused', reasons },
    });
    expect(await answering).toMatchObject({ status: 409, body: { reasons: [{ kind: 'taken' }] } });
    expect((await detail('dev', one)).body.booking).toMatchObject({ state: 'confirmed', version: 1 });
  });

  test('a booking made longer over the horizon is put back when its new part was sold meanwhile', async () => {
    const startsAt = horizonAt - 2 * hourMs;
    const wish = { requestId: randomUUID(), resourceId: gallery, startsAt, endsAt: startsAt + hourMs };
    const booking = book('dev', 'x', wish);
    await keeps(await asked(wish.requestId, 'book'));
    const one = (await booking).body.booking;
    const longer = { kind: 'move', resourceId: gallery, startsAt, endsAt: horizonAt + hourMs };
    const answering = change('dev', one, longer);
    const ask = await asked(one.id, 'change');
    expect(
      (await book('dora', 'x', { resourceId: gallery, startsAt: horizonAt, endsAt: horizonAt + hourMs }))
        .status,
    ).toBe(201);
    await keeps(ask);
    expect(await answering).toMatchObject({ status: 409, body: { kind: 'stale' } });
    expect((await detail('dev', one)).body.booking).toMatchObject({ endsAt: one.endsAt, state: 'confirmed' });
    const back = await feed.next(
      (line): line is AskLine =>
        line.type === 'ask' &&
        line.ask.kind === 'change' &&
        line.requestId !== ask.requestId &&
        about(line.ask) === one.id,
      seen,
    );
    expect(back.ask).toMatchObject({ booking: { endsAt: one.endsAt, version: one.version + 2 } });
    await keeps(back);
    expect((await detail('dev', one)).body.booking).toMatchObject({
      endsAt: one.endsAt,
      version: one.version + 2,
    });
  });

  test('a group is asked of the site as one, and all of it is refused when one is', async () => {
    const startsAt = hence(16);
    const wish = {
      requestId: randomUUID(),
      resourceId: map,
      alsoResourceIds: [gallery],
      startsAt,
      endsAt: startsAt + hourMs,
    };
    const answering = book('dora', 'x', wish);
    const ask = await asked(wish.requestId, 'book');
    expect(ask.ask).toMatchObject({ bookings: [{ resourceId: map }, { resourceId: gallery }] });
    const reasons = [{ kind: 'taken' as const, until: epochMs(wish.endsAt), bookingIds: [] }];
    await box.report({
      kind: 'ask_answered',
      requestId: ask.requestId,
      answer: { kind: 'refused', reasons },
    });
    expect((await answering).status).toBe(409);
    const { rows } = await cloud.cloud.pool.query('SELECT DISTINCT state FROM booking WHERE group_id = $1', [
      wish.requestId,
    ]);
    expect(rows).toEqual([{ state: 'refused' }]);
  });
});
