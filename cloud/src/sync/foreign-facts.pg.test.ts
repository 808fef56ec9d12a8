import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { OperatorId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { FactBody } from '@lintel/core/sync/wire.ts';
import { addMs, epochMs, floorTo, hourMs, quarterMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox } from '../../../test/support/fake-box.ts';
import { seed, signIn, startTestCloud, type TestCloud } from '../../../test/support/test-cloud.ts';
import { putAsk } from '../bookings/ask-store.ts';
import { operatorScope } from '../database/operator.ts';
import { demoDoorId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { createSite } from '../sites/create-site.ts';
import { operator } from '../sites/tables.ts';
import { issueCode } from './enrol.ts';
import { pgLine } from './pg-line.ts';
import { takeFacts } from './take-facts.ts';

/** What a box may say, and what not: it speaks for its own site, and for the part of the calendar that is the site's. */

let cloud: TestCloud;
let box: FakeBox;
const [london, melbourne] = [demoSiteId('london'), demoSiteId('melbourne')];
const otherOperator = randomUUID() as OperatorId;
const otherRoom = randomUUID() as ResourceId;
const startsAt = floorTo(epochMs(Date.now()), quarterMs);

beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
  await foundOther();
  const { code } = await inDemo<{ code: string }>((tx) =>
    issueCode(tx, london, undefined, epochMs(Date.now())),
  );
  box = new FakeBox(cloud.url);
  await box.enrol(code);
});
afterAll(async () => await cloud.stop());

const inDemo: <T>(work: Parameters<ReturnType<typeof operatorScope>>[1]) => Promise<T | never> = (work) =>
  operatorScope(cloud.cloud.pool)(demoOperatorId, work) as never;
const rowsOf = async (sql: string, ...values: unknown[]) => (await cloud.cloud.pool.query(sql, values)).rows;
const stateOf = async (id: string) =>
  (await rowsOf('SELECT operator_id, state FROM booking WHERE id = $1', id))[0];
const whyDead = async () =>
  (await rowsOf('SELECT why FROM dead_letter WHERE epoch = $1 ORDER BY seq', box.epoch)).at(-1)?.why;

/** A second operator on the same cloud, with a room. */
async function foundOther(): Promise<void> {
  const help = { name: 'Desk', email: 'desk@lintel.example', phone: '1' };
  const siteId = randomUUID() as SiteId;
  await operatorScope(cloud.cloud.pool)(otherOperator, async (tx) => {
    await tx.db.insert(operator).values({ operator_id: otherOperator, name: 'Other' });
    const wanted = { id: siteId, name: 'Elsewhere', timeZone: 'Europe/London', currency: 'GBP', help };
    await createSite(tx, wanted, cloud.keys);
    await tx.query(
      `INSERT INTO resource (operator_id, id, site_id, name, kind, capacity, door_ids, step_ms, length_min_ms, length_max_ms)
       VALUES ($1, $2, $3, 'Room', 'room', 4, '{}', 900000, 900000, 36000000)`,
      [otherOperator, otherRoom, siteId],
    );
  });
}

function bookingOf(more: Partial<Booking> = {}): Booking {
  return {
    id: randomUUID() as Booking['id'],
    resourceId: demoResourceId('london', 'Long gallery'),
    title: '',
    purpose: 'use',
    people: 0,
    startsAt,
    endsAt: addMs(startsAt, quarterMs),
    holdsFrom: more.startsAt ?? startsAt,
    holdsUntil: more.endsAt ?? addMs(startsAt, quarterMs),
    charge: noCharge,
    state: 'confirmed',
    version: 1,
    source: 'panel',
    bookedAt: startsAt,
    ...more,
  };
}

const says = (booking: Booking): FactBody => ({ kind: 'booking', by: 'panel', why: 'walk-in', booking });

/** The box reports it, and it is kept as a fact that could not be applied, for this reason. */
async function expectDead(body: FactBody, why: RegExp): Promise<void> {
  const answer = await box.report(body);
  expect(answer).toMatchObject({ status: 200, body: { seq: box.head.seq, dead: [box.head.seq] } });
  expect(await whyDead()).toMatch(why);
}

describe('a box that speaks of what is not its own', () => {
  test('changes no booking of another site', async () => {
    const mia = await signIn(cloud.url, 'mia@lintel.example');
    const wish = bookingOf({
      resourceId: demoResourceId('melbourne', 'Yarra'),
      startsAt: addMs(startsAt, hourMs),
      endsAt: addMs(startsAt, 2 * hourMs),
    });
    const { resourceId, title } = wish;
    const wanted = {
      requestId: wish.id,
      resourceId,
      title,
      startsAt: wish.startsAt,
      endsAt: wish.endsAt,
    };
    expect((await mia('POST', '/api/bookings', wanted)).status).toBe(201);
    await expectDead(says({ ...wish, state: 'cancelled', version: 9 }), /not of this site/);
    const here = { ...bookingOf(), id: wish.id, state: 'cancelled', version: 9 } as const;
    await expectDead(says(here), /another site's/);
    expect(await stateOf(wish.id)).toMatchObject({ state: 'confirmed' });
  });

  test('books no room of another operator, and cannot learn that it is there', async () => {
    const foreign = bookingOf({ resourceId: otherRoom });
    await expectDead(says(foreign), /is not of this site/);
    await expectDead(says(bookingOf({ resourceId: randomUUID() as ResourceId })), /is not of this site/);
    expect(await stateOf(foreign.id)).toBeUndefined();
  });

  test('changes nothing in the part of the calendar that is the cloud’s', async () => {
    const dora = await signIn(cloud.url, 'dora@lintel.example');
    const far = addMs(startsAt, 72 * hourMs);
    const mine = bookingOf({ startsAt: far, endsAt: addMs(far, hourMs) });
    const { id: requestId, resourceId, endsAt } = mine;
    const wanted = { requestId, resourceId, startsAt: far, endsAt, title: '' };
    expect((await dora('POST', '/api/bookings', wanted)).status).toBe(201);
    await expectDead(says({ ...mine, state: 'cancelled', version: 9 }), /the cloud's to change/);
    await expectDead(says({ ...bookingOf(), id: mine.id, version: 9 }), /the cloud's to change/);
    const later = addMs(far, 5 * hourMs);
    await expectDead(
      says(bookingOf({ startsAt: later, endsAt: addMs(later, hourMs) })),
      /the cloud's to change/,
    );
    expect(await stateOf(mine.id)).toMatchObject({ state: 'confirmed' });
  });

  test('reports no booking that nobody has decided', async () => {
    await expectDead(says(bookingOf({ state: 'requested' })), /not a booking that is requested/);
  });

  test('puts no second booking into a slot: the last guard stops it, and that is an alarm', async () => {
    const room = demoResourceId('london', 'Press room');
    const [one, other] = [bookingOf({ resourceId: room }), bookingOf({ resourceId: room })];
    await box.report(says(one));
    await expectDead(says(other), /booking_slot/);
    expect(await stateOf(other.id)).toBeUndefined();
    const alarms = await rowsOf("SELECT detail FROM site_alarm WHERE what = 'booking_overlap'");
    expect(alarms).toHaveLength(1);
  });

  test('answers no question with another booking, and none that was asked of another site', async () => {
    const put = (siteId: SiteId, id: Booking['id']) =>
      inDemo<string>(async (tx) => {
        const requestId = randomUUID();
        const ask = { kind: 'cancel' as const, bookingId: id };
        await putAsk(tx, siteId, { requestId, bookingId: id, ask }, epochMs(Date.now()));
        return requestId;
      });
    const booking = bookingOf();
    const answered = (requestId: string, kept: Booking): FactBody => ({
      kind: 'ask_answered',
      requestId,
      answer: { kind: 'kept', bookings: [kept] },
    });
    await expectDead(answered(await put(london, booking.id), bookingOf()), /about another booking/);
    await expectDead(answered(await put(melbourne, booking.id), booking), /not asked of this site/);
    const states = await rowsOf('SELECT DISTINCT state FROM ask WHERE booking_id = $1', booking.id);
    expect(states).toEqual([{ state: 'pending' }]);
  });

  test('senses nothing in another site’s rooms, and opens none of its doors on the office’s screen', async () => {
    const yarra = demoResourceId('melbourne', 'Yarra');
    await expectDead(
      { kind: 'occupied', resourceId: yarra, occupied: true, sensor: 'pir' },
      /not of this site/,
    );
    expect(await rowsOf('SELECT 1 FROM occupancy_state WHERE resource_id = $1', yarra)).toEqual([]);
    const event = {
      doorId: demoDoorId('melbourne', 'Front door'),
      what: 'tap',
      presented: 'card, 26 bits',
      outcome: 'refused',
      reason: { kind: 'unknown_credential' },
      at: startsAt,
      trust: 'trusted',
      bootId: 'boot',
      monoMs: 1,
    } as const;
    await expectDead({ kind: 'access_event', event }, /another site's/);
  });
});

describe('what a box senses', () => {
  const room = demoResourceId('london', 'Map room');
  const seen = async () =>
    (await rowsOf('SELECT occupied FROM occupancy_state WHERE resource_id = $1', room))[0]?.occupied;
  const sensed = (occupied?: boolean): FactBody => ({
    kind: 'occupied',
    resourceId: room,
    sensor: 'pir',
    ...(occupied === undefined ? {} : { occupied }),
  });

  test('is taken also when no sensor can say any more, and is not stuck behind a clock that ran ahead', async () => {
    await box.report(sensed(true));
    expect(await seen()).toBe(true);
    expect(await box.report(sensed())).toMatchObject({ status: 200, body: { dead: [] } });
    expect(await seen()).toBeNull();
    await cloud.cloud.pool.query("UPDATE occupancy_state SET since = now() + interval '9 years'");
    await box.report(sensed(false));
    expect(await seen()).toBe(false);
  });
});

describe('a fault of the database that will pass', () => {
  test.each(['40P01', '57014', '53100'])('(%s) kills no fact: the batch is posted again', async (state) => {
    const tap = (text: string): FactBody => ({ kind: 'alarm', what: 'test', detail: text });
    const [before, facts] = [box.head, box.facts(tap('one'), tap('two'))];
    const posted = { epoch: box.epoch, incarnation: box.incarnation, facts };
    const post = (faults: { left: number }) =>
      inDemo((tx) =>
        takeFacts(pgLine(tx), london, posted, epochMs(Date.now()), async () => {
          if (faults.left-- > 0)
            await tx.query(`DO $$ BEGIN RAISE EXCEPTION 'not now' USING ERRCODE = '${state}'; END $$`);
          return new Set();
        }),
      );
    await expect(post({ left: 1 })).rejects.toThrow(/not now/);
    expect(await rowsOf('SELECT outbox_seq FROM site_feed WHERE site_id = $1', london)).toEqual([
      { outbox_seq: before.seq },
    ]);
    expect(await post({ left: 0 })).toMatchObject({ kind: 'acknowledged', seq: box.head.seq, dead: [] });
  });
});
