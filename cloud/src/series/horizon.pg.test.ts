import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { OccurrenceView, SeriesView } from '@lintel/core/bookings/series-wire.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { FeedLine } from '@lintel/core/sync/wire.ts';
import { type EpochMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox, type FeedReader } from '../../../test/support/fake-box.ts';
import {
  type Person,
  seed,
  signIn,
  startTestCloud,
  type TestCloud,
} from '../../../test/support/test-cloud.ts';
import { house } from '../bookings/actor.ts';
import { change } from '../bookings/change.ts';
import { calendarPorts } from '../bookings/ports.ts';
import { operatorScope } from '../database/operator.ts';
import { silent } from '../log.ts';
import { demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from '../sync/enrol.ts';
import { lookAtAll } from './clock.ts';
import type { SeriesPorts } from './ports.ts';

type Whole = { series: SeriesView; occurrences: OccurrenceView[] };
type AskLine = Extract<FeedLine, { type: 'ask' }>;

let cloud: TestCloud;
let dev: Person;
let box: FakeBox;
let feed: FeedReader;
let horizonAt: EpochMs;
let aheadMs = 0;
let zone = 'Europe/London';

const minuteOfDay = (timeZone: string, at: number) => {
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
  return local.hour * 60 + local.minute;
};

beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
  dev = await signIn(cloud.url, 'dev@lintel.example');
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
  // The horizon falls into the middle of a day somewhere, and the site is there: one date then has hours on both sides of it.
  zone =
    ['Europe/London', 'Asia/Kolkata', 'America/Los_Angeles', 'Asia/Tokyo'].find((one) => {
      const minute = minuteOfDay(one, horizonAt);
      return minute > 360 && minute < 1080;
    }) ?? zone;
  await cloud.cloud.pool.query('UPDATE site SET time_zone = $1 WHERE id = $2', [zone, demoSiteId('london')]);
});
afterAll(async () => {
  await feed.close();
  await cloud.stop();
});

function ports(): SeriesPorts {
  const withOperator = operatorScope(cloud.cloud.pool);
  const now = () => epochMs(Date.now() + aheadMs);
  const notices = { onSite: () => () => undefined };
  return { ...calendarPorts({ now, withOperator, notices, log: silent }), withOperator };
}

/** Daily for four days at this hour, counted from the horizon's own: the first of them on its date. */
const wish = (desk: string, fromHorizonMin: number) => {
  const startMin = minuteOfDay(zone, horizonAt) + fromHorizonMin;
  return {
    requestId: randomUUID() as string,
    resourceId: demoResourceId('london', desk),
    title: 'Both sides',
    rule: {
      repeats: { kind: 'weekly', weekdays: [1, 2, 3, 4, 5, 6, 7], everyWeeks: 1 },
      startMin,
      endMin: startMin + 60,
      fromDate: localDate(zone, horizonAt),
      count: 4,
    },
  };
};
const make = async (wanted: ReturnType<typeof wish>): Promise<{ status: number; body: Whole }> =>
  await dev('POST', '/api/series', wanted);
const see = async (seriesId: string): Promise<Whole> =>
  ((await dev('GET', `/api/series/${seriesId}`)) as { body: Whole }).body;

const askOf = async (seriesId: string, kind: 'book' | 'cancel' | 'change', after = 0) =>
  await feed.next((line): line is AskLine => {
    if (line.type !== 'ask' || line.ask.kind !== kind) return false;
    if (line.ask.kind === 'book') return line.ask.bookings.some((one) => one.seriesId === seriesId);
    return line.ask.kind === 'change' ? line.ask.booking.seriesId === seriesId : true;
  }, after);
const bookingOf = ({ ask }: AskLine): Booking => {
  const [booking] = ask.kind === 'book' ? ask.bookings : [];
  if (!booking) throw new Error('no booking was asked for');
  return booking as Booking;
};
const keep = async ({ requestId }: AskLine, booking: Booking) =>
  await box.report({ kind: 'ask_answered', requestId, answer: { kind: 'kept', bookings: [booking] } });

describe('a series on both sides of the horizon', () => {
  test('is booked by the site’s word before it, and by the cloud’s from it on', async () => {
    const wanted = wish('Desk 1', -180);
    const making = make(wanted);
    const ask = await askOf(wanted.requestId, 'book');
    const asked = bookingOf(ask);
    expect(asked).toMatchObject({ source: 'series', startsAt: horizonAt - 180 * minuteMs });
    await keep(ask, { ...asked, state: 'confirmed' });
    const { status, body } = await making;
    expect(status).toBe(201);
    expect(body.series.counts).toEqual({ booked: 4 });
    const asks = feed.lines.filter((line) => line.type === 'ask' && line.ask.kind === 'book');
    expect(asks).toHaveLength(1);
  });

  test('waits for a site that is silent, and tells when it says no in the end', async () => {
    const wanted = wish('Desk 2', -180);
    const { body } = await make(wanted);
    expect(body.series.counts).toEqual({ requested: 1, booked: 3 });
    const ask = await askOf(wanted.requestId, 'book');
    await box.report({
      kind: 'ask_answered',
      requestId: ask.requestId,
      answer: {
        kind: 'refused',
        reasons: [{ kind: 'taken', until: epochMs(bookingOf(ask).endsAt), bookingIds: [] }],
      },
    });
    expect((await see(wanted.requestId)).occurrences[0]?.state).toBe('clash');
    aheadMs = 60_000;
    expect(await lookAtAll(ports(), demoOperatorId)).toEqual([]);
    aheadMs = 0;
    const { occurrences } = await see(wanted.requestId);
    expect(occurrences[0]).toMatchObject({ state: 'clash', reasons: [{ kind: 'taken' }] });
    const { rows } = await cloud.cloud.pool.query(
      'SELECT body FROM series_event WHERE series_id = $1 ORDER BY n',
      [wanted.requestId],
    );
    expect(rows.map((row) => row.body)).toMatchObject([
      { kind: 'series_made', clashes: [] },
      { kind: 'series_clash', clashes: [{ date: occurrences[0]?.date }] },
    ]);
  });

  test('moved over the horizon keeps its date, first in the old place and then in the new one alone', async () => {
    const wanted = wish('Desk 3', -180);
    const making = make(wanted);
    const ask = await askOf(wanted.requestId, 'book');
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    const old = (await making).body.occurrences[0];
    const after = feed.lines.length;
    const startMin = minuteOfDay(zone, horizonAt) + 120;
    const changed = (await dev('POST', `/api/series/${wanted.requestId}/change`, {
      version: 1,
      range: { from: localDate(zone, horizonAt), until: localDate(zone, horizonAt) },
      change: { kind: 'place', startMin, endMin: startMin + 60 },
    })) as { status: number; body: Whole };
    expect(changed.status).toBe(200);
    const moved = changed.body.occurrences[0];
    expect(moved).toMatchObject({ state: 'booked', startsAt: horizonAt + 120 * minuteMs });
    expect(moved?.bookingId).not.toBe(old?.bookingId);
    const giveUp = await askOf(wanted.requestId, 'cancel', after);
    expect(giveUp.ask).toMatchObject({ kind: 'cancel', bookingId: old?.bookingId });
    await keep(giveUp, { ...bookingOf(ask), state: 'cancelled', version: 2 });
    aheadMs = 25 * hourMs;
    expect(await lookAtAll(ports(), demoOperatorId)).toEqual([]);
    aheadMs = 0;
    const seen = (await see(wanted.requestId)).occurrences[0];
    expect(seen).toMatchObject({ state: 'booked', bookingId: moved?.bookingId });
    const { rows } = await cloud.cloud.pool.query(
      `SELECT count(*)::int AS count FROM booking WHERE series_id = $1 AND state = 'confirmed'`,
      [wanted.requestId],
    );
    expect(rows[0].count).toBe(4);
  });

  test('moved to where the site must say yes first stays where it was until it has, and is in the new place then', async () => {
    const wanted = wish('Desk 5', 120);
    const old = (await make(wanted)).body.occurrences[0];
    expect(old?.state).toBe('booked');
    const after = feed.lines.length;
    const date = localDate(zone, horizonAt);
    const startMin = minuteOfDay(zone, horizonAt) - 180;
    const changed = (await dev('POST', `/api/series/${wanted.requestId}/change`, {
      version: 1,
      range: { from: date, until: date },
      change: { kind: 'place', startMin, endMin: startMin + 60 },
    })) as { body: Whole };
    expect(changed.body.occurrences[0]).toMatchObject({
      state: 'booked',
      bookingId: old?.bookingId,
      reasons: [
        { kind: 'requested', sentence: expect.stringMatching(/^Not yet: Lintel Holborn has not answered/) },
      ],
    });
    const ask = await askOf(wanted.requestId, 'book', after);
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    const moved = { state: 'booked', bookingId: bookingOf(ask).id, startsAt: horizonAt - 180 * minuteMs };
    // At once, and for good once the series was looked at.
    expect((await see(wanted.requestId)).occurrences[0]).toMatchObject(moved);
    for (aheadMs of [60_000, 120_000]) expect(await lookAtAll(ports(), demoOperatorId)).toEqual([]);
    aheadMs = 0;
    expect((await see(wanted.requestId)).occurrences[0]).toMatchObject({ ...moved, reasons: [] });

    // Moved back by itself, not by its series: the date follows it there too.
    const stands = await cloud.cloud.pool.query('SELECT version FROM booking WHERE id = $1', [
      moved.bookingId,
    ]);
    const back = await change(ports(), house(demoOperatorId), moved.bookingId, {
      version: stands.rows[0].version,
      requestId: id<BookingId>(randomUUID()),
      change: {
        kind: 'move',
        resourceId: wanted.resourceId,
        startsAt: epochMs(horizonAt + 120 * minuteMs),
        endsAt: epochMs(horizonAt + 180 * minuteMs),
      },
    });
    if (back.kind !== 'changed') throw new Error(back.kind);
    const giveUp = await askOf(wanted.requestId, 'cancel', after);
    await keep(giveUp, { ...bookingOf(ask), state: 'cancelled', version: 2 });
    expect((await see(wanted.requestId)).occurrences[0]).toMatchObject({
      state: 'booked',
      bookingId: back.booking.id,
      startsAt: horizonAt + 120 * minuteMs,
    });
  });

  test('whose site says no to a change stays as it was, and tells', async () => {
    const wanted = wish('Desk 6', -180);
    const making = make(wanted);
    const ask = await askOf(wanted.requestId, 'book');
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    await making;
    const after = feed.lines.length;
    const date = localDate(zone, horizonAt);
    const startMin = minuteOfDay(zone, horizonAt) - 150;
    const changing = dev('POST', `/api/series/${wanted.requestId}/change`, {
      version: 1,
      range: { from: date, until: date },
      change: { kind: 'place', startMin, endMin: startMin + 60 },
    }) as Promise<{ body: Whole }>;
    const question = await askOf(wanted.requestId, 'change', after);
    expect((await changing).body.occurrences[0]?.reasons).toMatchObject([{ kind: 'requested' }]);
    await box.report({
      kind: 'ask_answered',
      requestId: question.requestId,
      answer: { kind: 'refused', reasons: [{ kind: 'taken', until: horizonAt, bookingIds: [] }] },
    });
    aheadMs = 60_000;
    expect(await lookAtAll(ports(), demoOperatorId)).toEqual([]);
    aheadMs = 0;
    expect((await see(wanted.requestId)).occurrences[0]).toMatchObject({
      state: 'booked',
      startsAt: horizonAt - 180 * minuteMs,
      reasons: [{ kind: 'kept_by_site' }],
    });
    const { rows } = await cloud.cloud.pool.query(
      `SELECT body FROM series_event WHERE series_id = $1 AND kind = 'series_clash' ORDER BY n`,
      [wanted.requestId],
    );
    expect(rows.map((row) => row.body.clashes)).toMatchObject([[{ date }]]);
  });

  test('is cancelled on both sides, the near date once the site has said so', async () => {
    const wanted = wish('Desk 4', -180);
    const making = make(wanted);
    const ask = await askOf(wanted.requestId, 'book');
    await keep(ask, { ...bookingOf(ask), state: 'confirmed' });
    await making;
    const after = feed.lines.length;
    const cancelling = dev('POST', `/api/series/${wanted.requestId}/cancel`, {
      version: 1,
      range: { from: localDate(zone, horizonAt) },
    }) as Promise<{ status: number; body: Whole }>;
    const cancel = await askOf(wanted.requestId, 'cancel', after);
    await keep(cancel, { ...bookingOf(ask), state: 'cancelled', version: 2 });
    const { status, body } = await cancelling;
    expect(status).toBe(200);
    expect(body.series.counts).toEqual({ cancelled: 4 });
  });
});
