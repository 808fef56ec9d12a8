import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { Ask, FeedLine } from '@lintel/core/sync/wire.ts';
import { epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
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
import { demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from '../sync/enrol.ts';

let cloud: TestCloud;
let [ada, ben, cleo, dev, dora, mia]: Person[] = [];
const at = Date.now();
const hence = (hours: number) => Math.ceil((at + hours * hourMs) / quarterMs) * quarterMs;

beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
  [ada, ben, cleo, dev, dora, mia] = await Promise.all(
    ['ada', 'ben', 'cleo', 'dev', 'dora', 'mia'].map((name) => signIn(cloud.url, `${name}@lintel.example`)),
  );
});
afterAll(async () => await cloud.stop());

const person = (one: Person | undefined): Person => {
  if (!one) throw new Error('not signed in');
  return one;
};

type Answer = {
  status: number;
  body: { kind: string; booking: BookingView; sentence: string } & BookingRefused;
};

const wish = (site: 'london' | 'melbourne', name: string, hours: number, lengthHours = 1) => {
  const startsAt = hence(hours);
  return {
    requestId: randomUUID(),
    resourceId: demoResourceId(site, name),
    startsAt,
    endsAt: startsAt + lengthHours * hourMs,
    title: 'Team',
  };
};

async function book(who: Person | undefined, wanted: ReturnType<typeof wish>): Promise<Answer> {
  return await person(who)('POST', '/api/bookings', wanted);
}
const cancel = async (who: Person | undefined, id: string): Promise<Answer> =>
  await person(who)('POST', `/api/bookings/${id}/cancel`);

describe('at a site without a box', () => {
  test('one of two members who want the same room at the same moment gets it, and the other hears what is free', async () => {
    for (let round = 0; round < 5; round++) {
      const [one, other] = [
        wish('melbourne', 'Yarra', 2 + 2 * round),
        wish('melbourne', 'Yarra', 2 + 2 * round),
      ];
      const noah = await signIn(cloud.url, 'noah@lintel.example');
      const answers = await Promise.all([book(mia, one), book(noah, other)]);
      expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
      const refused = answers.find((answer) => answer.status === 409)?.body;
      expect(refused?.reasons).toEqual([
        { kind: 'taken', sentence: expect.stringMatching(/^It is taken until/) },
      ]);
      expect(refused?.alternatives.length).toBeGreaterThan(0);
      expect(refused?.help).toMatchObject({ name: 'Collins Street front desk' });
    }
  });

  test('a request sent twice is one booking, and another’s request id is no way in', async () => {
    const wanted = wish('melbourne', 'Laneway', 3);
    const [first, again] = [await book(mia, wanted), await book(mia, wanted)];
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body.booking).toEqual(first.body.booking);
    const noah = await signIn(cloud.url, 'noah@lintel.example');
    expect(await book(noah, wanted)).toMatchObject({ status: 409, body: { kind: 'request_id_used' } });
  });

  test('a cancelled room can be booked again, and cancelling twice is one cancel', async () => {
    const wanted = wish('melbourne', 'Tram shed', 4);
    await book(mia, wanted);
    expect(await cancel(mia, wanted.requestId)).toMatchObject({
      status: 200,
      body: { kind: 'cancelled', booking: { state: 'cancelled' } },
    });
    expect(await cancel(mia, wanted.requestId)).toMatchObject({ status: 200, body: { kind: 'cancelled' } });
    expect(await book(mia, wanted)).toMatchObject({ status: 409, body: { kind: 'cancelled_since' } });
    expect((await book(mia, { ...wanted, requestId: randomUUID() })).status).toBe(201);
  });

  test('a member cancels nobody else’s booking; a director does', async () => {
    const wanted = wish('melbourne', 'Laneway', 8);
    await book(mia, wanted);
    const noah = await signIn(cloud.url, 'noah@lintel.example');
    expect((await cancel(noah, wanted.requestId)).status).toBe(403);
    expect((await cancel(dora, wanted.requestId)).status).toBe(200);
    expect((await cancel(mia, randomUUID())).status).toBe(404);
  });
});

describe('a member who may not', () => {
  test('hears every reason at once', async () => {
    const answer = await book(ada, { ...wish('london', 'Desk 1', 40), startsAt: hence(40) + 1 });
    expect(answer.status).toBe(409);
    expect(answer.body.reasons.map((reason) => reason.kind).sort()).toEqual([
      'kind_excluded',
      'off_step',
      'too_far_ahead',
    ]);
    expect(answer.body.alternatives).toEqual([]);
  });

  test('has no membership at the other site and does not see its days', async () => {
    const answer = await book(ada, wish('melbourne', 'Yarra', 20));
    expect(answer.body.reasons.map((reason) => reason.kind)).toEqual(['no_membership']);
    expect((await person(ada)('GET', `/api/sites/${demoSiteId('melbourne')}/day`)).status).toBe(403);
  });

  test('is told which field is wrong', async () => {
    const answer = await person(ada)('POST', '/api/bookings', {
      ...wish('london', 'Map room', 1),
      startsAt: 'noon',
    });
    expect(answer).toMatchObject({
      status: 400,
      body: { kind: 'bad_input', fields: [{ path: 'startsAt' }] },
    });
  });
});

describe('before the horizon', () => {
  let box: FakeBox;
  let feed: FeedReader;
  beforeAll(async () => {
    const { code } = await operatorScope(cloud.cloud.pool)(demoOperatorId, (tx) =>
      issueCode(tx, demoSiteId('london'), undefined, epochMs(Date.now())),
    );
    box = new FakeBox(cloud.url);
    await box.enrol(code);
    feed = await box.follow();
    await feed.next((line) => line.type === 'snapshot_end');
  });
  afterAll(async () => await feed.close());

  const aboutWhich = (ask: Ask) => {
    if (ask.kind === 'book') return ask.bookings[0]?.id;
    return ask.kind === 'change' ? ask.booking.id : ask.bookingId;
  };
  type AskLine = Extract<FeedLine, { type: 'ask' }>;
  const asked = async (bookingId: string, kind: 'book' | 'cancel') =>
    await feed.next((line): line is AskLine => {
      if (line.type !== 'ask' || line.ask.kind !== kind) return false;
      return aboutWhich(line.ask) === bookingId;
    });
  const bookingOf = (line: AskLine): Booking => {
    const [booking] = line.ask.kind === 'book' ? line.ask.bookings : [];
    if (!booking) throw new Error('not asked to book');
    return booking;
  };
  const keep = async (line: AskLine, booking: Booking) =>
    await box.report({
      kind: 'ask_answered',
      requestId: line.requestId,
      answer: { kind: 'kept', bookings: [booking] },
    });

  test('a booking is confirmed by the site’s word', async () => {
    const wanted = wish('london', 'Map room', 1);
    const answering = book(ada, wanted);
    const ask = await asked(wanted.requestId, 'book');
    expect(ask).toMatchObject({ requestId: wanted.requestId, epoch: box.epoch });
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    expect(await answering).toMatchObject({
      status: 201,
      body: { kind: 'confirmed', booking: { state: 'confirmed', mine: true } },
    });
  });

  test('a booking the site refuses is refused, with its reasons', async () => {
    const wanted = wish('london', 'Map room', 4);
    const answering = book(ada, wanted);
    const ask = await asked(wanted.requestId, 'book');
    await box.report({
      kind: 'ask_answered',
      requestId: ask.requestId,
      answer: {
        kind: 'refused',
        reasons: [{ kind: 'taken', until: epochMs(wanted.endsAt), bookingIds: [] }],
      },
    });
    expect(await answering).toMatchObject({
      status: 409,
      body: { kind: 'refused', reasons: [{ kind: 'taken' }] },
    });
  });

  test('a silent site leaves it not confirmed yet, asks again on the next stream, and a late yes confirms it', async () => {
    const wanted = wish('london', 'Map room', 6);
    const answer = await book(ada, wanted);
    expect(answer).toMatchObject({
      status: 202,
      body: {
        kind: 'requested',
        booking: { state: 'requested' },
        sentence: expect.stringMatching(/^Not confirmed yet/),
      },
    });
    await feed.close();
    feed = await box.follow();
    const ask = await asked(wanted.requestId, 'book');
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    const { body } = await person(ada)('GET', '/api/me/bookings');
    const mine = (body as { bookings: BookingView[] }).bookings;
    expect(mine.find((one) => one.id === wanted.requestId)?.state).toBe('confirmed');
  });

  test('a cancel is asked of the site too', async () => {
    const wanted = wish('london', 'Map room', 8);
    const booking = book(ada, wanted);
    const ask = await asked(wanted.requestId, 'book');
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    await booking;
    const cancelling = cancel(ada, wanted.requestId);
    const toCancel = await asked(wanted.requestId, 'cancel');
    await keep(toCancel, { ...bookingOf(ask), state: 'cancelled', version: 2 });
    expect(await cancelling).toMatchObject({ status: 200, body: { kind: 'cancelled' } });
  });

  test('a request that was cancelled before the site had it is given back when the site keeps it after all', async () => {
    const wanted = wish('london', 'Map room', 10);
    await book(ada, wanted);
    const ask = await asked(wanted.requestId, 'book');
    const cancelling = cancel(ada, wanted.requestId);
    await asked(wanted.requestId, 'cancel');
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    expect((await cancelling).status).toBe(202);
    const toCancel = await asked(wanted.requestId, 'cancel');
    await keep(toCancel, { ...bookingOf(ask), state: 'cancelled', version: 2 });
    expect((await cancel(ada, wanted.requestId)).status).toBe(200);
  });

  test('a booking that the site does not know is cancelled when somebody asks for it', async () => {
    const wanted = wish('london', 'Map room', 12);
    const booking = book(ada, wanted);
    const ask = await asked(wanted.requestId, 'book');
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    await booking;
    const cancelling = cancel(ada, wanted.requestId);
    const toCancel = await asked(wanted.requestId, 'cancel');
    await box.report({
      kind: 'ask_answered',
      requestId: toCancel.requestId,
      answer: { kind: 'unknown_booking' },
    });
    expect(await cancelling).toMatchObject({ status: 200, body: { booking: { state: 'cancelled' } } });
    expect((await book(ben, { ...wanted, requestId: randomUUID() })).status).toBe(202);
  });

  test('a booking across the horizon that the cloud has sold meanwhile is cancelled, and the site is asked to give its part back', async () => {
    const { rows } = await cloud.cloud.pool.query('SELECT horizon_at FROM site_feed WHERE site_id = $1', [
      demoSiteId('london'),
    ]);
    const horizonAt: number = rows[0].horizon_at;
    const room = demoResourceId('london', 'Long gallery');
    const across = {
      requestId: randomUUID(),
      resourceId: room,
      startsAt: horizonAt - hourMs,
      endsAt: horizonAt + hourMs,
      title: '',
    };
    const asking = book(cleo, across);
    const ask = await asked(across.requestId, 'book');
    const beyond = {
      requestId: randomUUID(),
      resourceId: room,
      startsAt: horizonAt,
      endsAt: horizonAt + hourMs,
      title: '',
    };
    expect((await book(dev, beyond)).status).toBe(201);
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    expect(await asking).toMatchObject({ status: 409, body: { kind: 'refused' } });
    expect(await asked(across.requestId, 'cancel')).toBeDefined();
  });

  test('the day of a site shows another’s booking without name or title, and one’s own with both', async () => {
    const day = (who: Person | undefined) => person(who)('GET', `/api/sites/${demoSiteId('london')}/day`);
    const { body } = await day(ben);
    const bookings = (body as { bookings: BookingView[] }).bookings;
    for (const one of bookings) expect([one.mine, one.title, one.holderName]).toEqual([false, '', undefined]);
    expect((await day(dora)).status).toBe(200);
  });
});
