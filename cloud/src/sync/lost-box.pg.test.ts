import { randomUUID } from 'node:crypto';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { FeedLine } from '@lintel/core/sync/wire.ts';
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
import { noShows } from '../bookings/no-show-store.ts';
import { calendarPorts } from '../bookings/ports.ts';
import { releaseNoShows } from '../bookings/release.ts';
import { operatorScope, type Tx } from '../database/operator.ts';
import { silent } from '../log.ts';
import { demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from './enrol.ts';
import { pgLine } from './pg-line.ts';
import { horizonProver } from './prove-horizon.ts';
import { raiseHorizon } from './recover.ts';

let cloud: TestCloud;
let [dora, liam, dev]: Person[] = [];
let box: FakeBox;
let feed: FeedReader;
const london = demoSiteId('london');
const room = demoResourceId('london', 'Map room');
/** How far the cloud's clock is ahead of ours. */
let aheadMs = 0;
const now = () => epochMs(Date.now() + aheadMs);

beforeAll(async () => {
  cloud = await startTestCloud({ now });
  await seed(cloud);
  [dora, liam, dev] = await Promise.all(
    ['dora', 'liam', 'dev'].map((name) => signIn(cloud.url, `${name}@lintel.example`)),
  );
});
afterAll(async () => await cloud.stop());

const inDemo = <T>(work: (tx: Tx) => Promise<T>) => operatorScope(cloud.cloud.pool)(demoOperatorId, work);
async function enrolBox(): Promise<void> {
  const { code } = await inDemo((tx) => issueCode(tx, london, undefined, now()));
  box = new FakeBox(cloud.url);
  await box.enrol(code);
  feed = await box.follow();
  await feed.next((line) => line.type === 'snapshot_end');
}
beforeEach(enrolBox);

type Body = { kind: string; booking: BookingView; sentence: string } & BookingRefused & Record<string, never>;
const call = async (who: Person | undefined, method: 'GET' | 'POST', path: string, body?: unknown) => {
  if (!who) throw new Error('not signed in');
  return (await who(method, path, body)) as { status: number; body: Body };
};
let hour = 1;
/** A slot nobody has used in this file, before the horizon. */
const near = () => {
  hour += 2;
  const startsAt = Math.ceil((now() + hour * hourMs) / quarterMs) * quarterMs;
  return { startsAt, endsAt: startsAt + hourMs };
};
const book = (span: { startsAt: number; endsAt: number }, requestId = randomUUID()) =>
  call(dev, 'POST', '/api/bookings', { requestId, resourceId: room, ...span, title: '' });
const lose = (switchedOff: boolean, who = dora) =>
  call(who, 'POST', `/api/office/sites/${london}/box-lost`, { switchedOff });
const stateOf = async (id: string) =>
  (await cloud.cloud.pool.query('SELECT state, version FROM booking WHERE id = $1', [id])).rows[0];
const isChange = (line: FeedLine) => line.type === 'change';

describe('a box that is declared lost', () => {
  test('is refused for good, and only a director may say so', async () => {
    await box.report({ kind: 'alarm', what: 'test', detail: '' });
    expect((await lose(true, liam)).status).toBe(403);
    const lost = await lose(false);
    expect(lost).toMatchObject({ status: 200, body: { epoch: box.epoch + 1, takenOver: false } });
    expect(lost.body.sentence).toMatch(
      /^The cloud books here from .+ on\. What the box promised to anybody after .+ is not known here/,
    );
    await feed.untilEnd();
    expect(await box.report({ kind: 'alarm', what: 'test', detail: '' })).toMatchObject({
      status: 401,
      body: { kind: 'epoch_over' },
    });
    expect(await (await box.open()).json()).toMatchObject({ kind: 'epoch_over' });
    expect((await lose(false)).body.epoch).toBe(lost.body.epoch);
  });

  test('and may be at work behind a cut leaves its hours alone: nothing before the horizon, anything after', async () => {
    const lost = await lose(false);
    const horizonAt = Number(lost.body.horizonAt);
    const before = await book(near());
    expect(before).toMatchObject({ status: 409, body: { reasons: [{ kind: 'box_lost' }] } });
    expect((await book({ startsAt: horizonAt - hourMs, endsAt: horizonAt + hourMs })).status).toBe(409);
    const startsAt = horizonAt + hour * hourMs;
    expect((await book({ startsAt, endsAt: startsAt + hourMs })).status).toBe(201);
  });

  test('leaves nobody waiting: what was asked is refused, and a cancel is done', async () => {
    const slot = near();
    const requestId = randomUUID();
    const kept = book(slot, requestId);
    const ask = await feed.next((line) => line.type === 'ask' && line.requestId === requestId);
    if (ask.type !== 'ask' || ask.ask.kind !== 'book') throw new Error('not asked to book');
    const bookings = ask.ask.bookings.map((one) => ({ ...one, state: 'confirmed' as const, version: 2 }));
    await box.report({ kind: 'ask_answered', requestId, answer: { kind: 'kept', bookings } });
    expect((await kept).status).toBe(201);
    const waiting = await book(near());
    expect(waiting.status).toBe(202);
    expect((await call(dev, 'POST', `/api/bookings/${requestId}/cancel`)).status).toBe(202);
    await lose(false);
    expect(await stateOf(waiting.body.booking.id)).toMatchObject({ state: 'refused' });
    expect(await stateOf(requestId)).toMatchObject({ state: 'cancelled' });
    // Its slot is still nobody's to sell.
    expect((await book(slot)).body.reasons).toMatchObject([{ kind: 'box_lost' }]);
  });

  test('and is switched off leaves its calendar to the cloud at once, until the next box has it', async () => {
    const requested = near();
    const waiting = await book(requested);
    expect(waiting.status).toBe(202);
    expect((await lose(true)).body).toMatchObject({
      takenOver: true,
      sentence: expect.stringMatching(/^The cloud books here at once/),
    });
    expect(await stateOf(waiting.body.booking.id)).toEqual({ state: 'confirmed', version: 2 });
    const mine = await book(near());
    expect(mine.status).toBe(201);
    const moved = { kind: 'describe', title: 'Here' };
    const change = { version: 1, requestId: randomUUID(), change: moved };
    expect((await call(dev, 'POST', `/api/bookings/${mine.body.booking.id}/change`, change)).status).toBe(
      200,
    );

    await enrolBox();
    const ids = feed.lines.flatMap((line) =>
      line.type === 'row' && line.body.kind === 'booking' ? [(line.body.booking as { id: string }).id] : [],
    );
    expect(ids).toEqual(expect.arrayContaining([waiting.body.booking.id, mine.body.booking.id]));
    expect((await book(near())).status).toBe(202);
  });
});

describe('a quarantine', () => {
  const end = (who = dora) => call(who, 'POST', `/api/office/sites/${london}/quarantine/end`);

  test('ends when a director answers for what may be lost, and the box is told, also after a snapshot', async () => {
    expect((await end(liam)).status).toBe(403);
    const ended = await end();
    expect(ended).toMatchObject({
      status: 200,
      body: { sentence: expect.stringMatching(/^The box books again/) },
    });
    const told = (line: FeedLine) => isChange(line) && JSON.stringify(line).includes('quarantine_ended');
    expect(JSON.stringify(await feed.next(told))).toContain(box.incarnation);
    await feed.close();
    feed = await box.follow();
    const { seq } = (await feed.next((line) => line.type === 'snapshot_end')) as { seq: number };
    expect(await feed.next(told)).toMatchObject({ seq: seq + 1 });
  });

  test('of nobody cannot end', async () => {
    await lose(true);
    expect(await end()).toMatchObject({ status: 409, body: { kind: 'no_box' } });
  });
});

describe('a cloud restored from an older state', () => {
  const recover = (at = now()) =>
    inDemo((tx) => raiseHorizon(pgLine(tx), london, at, 36, horizonProver(cloud.keys)));
  const horizonAt = async () =>
    (await cloud.cloud.pool.query('SELECT horizon_at FROM site_feed WHERE site_id = $1', [london])).rows[0]
      .horizon_at;

  test('leaves to each site the furthest it can have been given, and a margin', async () => {
    await recover();
    expect(await horizonAt()).toBeGreaterThanOrEqual(now() + 36 * hourMs);
  });

  test('writes no site’s whole calendar any more: its box may have been replaced in what was lost', async () => {
    await lose(true);
    await recover();
    expect((await book(near())).body.reasons).toMatchObject([{ kind: 'box_lost' }]);
  });
});

describe('a booking to which nobody comes', () => {
  const release = async () => {
    const withOperator = operatorScope(cloud.cloud.pool);
    const notices = { onSite: () => () => undefined };
    const ports = calendarPorts({ now, withOperator, notices, log: silent });
    const due = await withOperator(demoOperatorId, (tx) => noShows(tx, now()));
    await releaseNoShows(ports, demoOperatorId, due);
  };

  test('is released by the cloud where the cloud owns it, and not where the box does', async () => {
    const mia = await signIn(cloud.url, 'mia@lintel.example');
    const startsAt = Math.ceil(now() / (5 * minuteMs)) * 5 * minuteMs;
    const wish = { startsAt, endsAt: startsAt + hourMs, title: '' };
    const at = async (who: Person | undefined, resourceId: string) =>
      (await call(who, 'POST', '/api/bookings', { requestId: randomUUID(), resourceId, ...wish })).body
        .booking;
    const missed = await at(mia, demoResourceId('melbourne', 'Yarra'));
    const come = await at(mia, demoResourceId('melbourne', 'Laneway'));
    const change = { version: 1, requestId: randomUUID(), change: { kind: 'check_in' } };
    expect((await call(mia, 'POST', `/api/bookings/${come.id}/change`, change)).status).toBe(200);
    await cloud.cloud.pool.query(
      `INSERT INTO booking (operator_id, id, site_id, resource_id, holder_id, title, starts_at, ends_at, holds_from, holds_until, state, version, source, booked_at, calendar_uid)
       SELECT operator_id, $2, $3, $4, holder_id, '', starts_at, ends_at, holds_from, holds_until, 'confirmed', 1, 'portal', booked_at, $2 FROM booking WHERE id = $1`,
      [missed.id, come.id.replace(/^.{8}/, 'ffffffff'), london, room],
    );
    aheadMs += startsAt - now() + 14 * minuteMs;
    await release();
    expect(await stateOf(missed.id)).toMatchObject({ state: 'confirmed' });
    aheadMs += 3 * minuteMs;
    await Promise.all([release(), release()]);
    expect(await stateOf(missed.id)).toEqual({ state: 'released', version: 2 });
    expect(await stateOf(come.id)).toMatchObject({ state: 'checked_in' });
    expect(await stateOf(come.id.replace(/^.{8}/, 'ffffffff'))).toMatchObject({ state: 'confirmed' });
    const history = await cloud.cloud.pool.query(
      'SELECT kind, by FROM booking_change WHERE booking_id = $1 ORDER BY n',
      [missed.id],
    );
    expect(history.rows).toEqual([
      { kind: 'booked', by: 'Mia Tran' },
      { kind: 'released', by: 'Lintel' },
    ]);
  });
});
