import { randomUUID } from 'node:crypto';
import type {
  OccurrencePreview,
  OccurrenceView,
  SeriesPreview,
  SeriesView,
} from '@lintel/core/bookings/series-wire.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { type EpochMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Person,
  seed,
  signIn,
  startTestCloud,
  type TestCloud,
} from '../../../test/support/test-cloud.ts';
import { calendarPorts } from '../bookings/ports.ts';
import { operatorScope } from '../database/operator.ts';
import { silent } from '../log.ts';
import { suspend } from '../members/suspend.ts';
import { demoHolderId, demoOperatorId, demoResourceId } from '../seed.ts';
import { lookAtAll } from './clock.ts';
import type { SeriesPorts } from './ports.ts';
import { runOn } from './run-on.ts';
import { claimDue } from './store.ts';
import type { SeriesEvent } from './tables.ts';

/** Monday the 22nd of March 2027, ten in the morning in Melbourne, which changes its clocks on the 4th of April. */
const monday = epochMs(Date.parse('2027-03-21T23:00:00Z'));
let clock: EpochMs = monday;

let cloud: TestCloud;
let ports: SeriesPorts;
let [orla, noah, mia, ada, dora]: Person[] = [];

beforeAll(async () => {
  cloud = await startTestCloud({ now: () => clock });
  await seed(cloud, () => clock);
  [orla, noah, mia, ada, dora] = await Promise.all(
    ['orla', 'noah', 'mia', 'ada', 'dora'].map((name) => signIn(cloud.url, `${name}@lintel.example`)),
  );
  ports = portsOf();
});
afterAll(async () => await cloud.stop());
beforeEach(() => {
  clock = monday;
});

function portsOf(withOperator = operatorScope(cloud.cloud.pool)): SeriesPorts {
  const notices = { onSite: () => () => undefined };
  const now = () => clock;
  return { ...calendarPorts({ now, withOperator, notices, log: silent }), withOperator };
}

const person = (one: Person | undefined): Person => {
  if (!one) throw new Error('not signed in');
  return one;
};

type Rule = Record<string, unknown>;
const weekdays = (...days: number[]) => ({ kind: 'weekly', weekdays: days, everyWeeks: 1 });
const wish = (place: string, rule: Rule = {}, more: Record<string, unknown> = {}) => ({
  requestId: randomUUID() as string,
  resourceId: demoResourceId('melbourne', place),
  title: 'Desk day',
  rule: {
    repeats: weekdays(1, 3),
    startMin: 600,
    endMin: 660,
    fromDate: '2027-03-23',
    untilDate: '2027-04-14',
    ...rule,
  },
  ...more,
});

type Whole = { series: SeriesView; occurrences: OccurrenceView[] };
type Answer<Body> = { status: number; body: Body };
type Problem = { kind: string; sentence: string; fields?: { path: string; message: string }[] };

const preview = async (who: Person | undefined, wanted: object): Promise<Answer<SeriesPreview>> =>
  await person(who)('POST', '/api/series/preview', wanted);
const make = async (who: Person | undefined, wanted: object): Promise<Answer<Whole>> =>
  await person(who)('POST', '/api/series', wanted);
const see = async (who: Person | undefined, seriesId: string): Promise<Answer<Whole>> =>
  await person(who)('GET', `/api/series/${seriesId}`);
const act = async <Body = Whole>(
  who: Person | undefined,
  seriesId: string,
  deed: string,
  body: object = {},
): Promise<Answer<Body>> => await person(who)('POST', `/api/series/${seriesId}/${deed}`, body);
const states = (occurrences: readonly (OccurrenceView | OccurrencePreview)[]) =>
  Object.fromEntries(occurrences.map(({ date, state }) => [date, state]));

/** Somebody else has the place on this date, from ten to eleven there. */
async function block(place: string, startsAt: string, who = dora): Promise<string> {
  const from = Date.parse(startsAt);
  const requestId = randomUUID();
  const answer = await person(who)('POST', '/api/bookings', {
    requestId,
    resourceId: demoResourceId('melbourne', place),
    startsAt: from,
    endsAt: from + hourMs,
    title: 'Mine',
  });
  expect(answer.status).toBe(201);
  return requestId;
}

async function rows<Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> {
  return (await cloud.cloud.pool.query(text, values)).rows;
}
const eventsOf = async (seriesId: string) =>
  (
    await rows<{ body: SeriesEvent }>(
      'SELECT body FROM series_event WHERE series_id = $1 ORDER BY n',
      seriesId,
    )
  ).map(({ body }) => body);
const liveOf = async (seriesId: string) =>
  await rows<{ starts_at: number; resource_id: string; holder_id: string; source: string }>(
    `SELECT starts_at, resource_id, holder_id, source FROM booking
     WHERE series_id = $1 AND state IN ('requested', 'confirmed') ORDER BY starts_at`,
    seriesId,
  );

const onMonday = '2027-03-28T23:00:00Z';
const onWednesday = '2027-03-23T23:00:00Z';

describe('before a series is saved', () => {
  test('every clash is listed with what is free instead, and the price of the rest, and nothing is written', async () => {
    await block('Desk 1', onWednesday);
    const wanted = wish('Desk 1');
    const { status, body } = await preview(orla, wanted);
    expect(status).toBe(200);
    expect(states(body.occurrences)).toEqual({
      '2027-03-24': 'clash',
      '2027-03-29': 'booked',
      '2027-03-31': 'booked',
      '2027-04-05': 'booked',
      '2027-04-07': 'booked',
      '2027-04-12': 'booked',
      '2027-04-14': 'booked',
    });
    const [clash] = body.occurrences;
    expect(clash?.reasons).toEqual([
      { kind: 'taken', sentence: expect.stringMatching(/^It is taken until 11:00/) },
    ]);
    expect(clash?.alternatives.length).toBeGreaterThan(2);
    expect(new Set(clash?.alternatives.map(({ startsAt }) => startsAt))).toContain(clash?.startsAt);
    expect(body.total).toEqual({ includedMs: 6 * hourMs, creditCents: 0, amount: 0 });
    expect(body.more).toBe(false);
    expect((await see(orla, wanted.requestId)).status).toBe(404);
    expect(await liveOf(wanted.requestId)).toEqual([]);
  });

  test('ten in the morning is ten in the morning on both sides of the clock change', async () => {
    const { body } = await preview(orla, wish('Desk 2'));
    const hours = body.occurrences.map(({ startsAt = 0 }) => new Date(startsAt).getUTCHours());
    expect(hours).toEqual([23, 23, 23, 0, 0, 0, 0]);
  });

  test('what lies further ahead than the plan books waits, and has no price yet', async () => {
    const { body } = await preview(noah, wish('Desk 2'));
    expect(states(body.occurrences)).toMatchObject({
      '2027-03-24': 'booked',
      '2027-03-29': 'booked',
      '2027-03-31': 'waiting_for_window',
      '2027-04-14': 'waiting_for_window',
    });
    expect(body.total.includedMs).toBe(2 * hourMs);
  });
});

describe('a series that is made', () => {
  test('books all that can be, keeps the clash, and tells of it once', async () => {
    await block('Desk 3', onMonday);
    const wanted = wish('Desk 3');
    const { status, body } = await make(orla, wanted);
    expect(status).toBe(201);
    expect(body.series).toMatchObject({
      sentence: 'Every Monday and Wednesday, 10:00 to 11:00, from 23 March 2027 until 14 April 2027',
      counts: { booked: 6, clash: 1 },
      state: 'running',
    });
    expect(body.occurrences.find(({ date }) => date === '2027-03-29')).toMatchObject({
      state: 'clash',
      reasons: [{ kind: 'taken' }],
    });
    const live = await liveOf(wanted.requestId);
    expect(live).toHaveLength(6);
    expect(new Set(live.map(({ source }) => source))).toEqual(new Set(['series']));
    expect(await eventsOf(wanted.requestId)).toEqual([
      {
        kind: 'series_made',
        toHolderId: demoHolderId('orla@lintel.example'),
        booked: 6,
        clashes: [{ date: '2027-03-29', sentence: expect.stringMatching(/^It is taken until/) }],
      },
    ]);
  });

  test('sent twice, also at once, is one series; sent otherwise, or by somebody else, its id is used', async () => {
    const wanted = wish('Desk 4', { untilDate: '2027-03-31' });
    const answers = await Promise.all([make(orla, wanted), make(orla, wanted)]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await liveOf(wanted.requestId)).toHaveLength(3);
    expect(await make(orla, { ...wanted, title: 'Other' })).toMatchObject({
      status: 409,
      body: { kind: 'request_id_used' },
    });
    expect((await make(noah, wanted)).status).toBe(409);
    expect((await eventsOf(wanted.requestId)).length).toBe(1);
  });

  test('of which nothing can be booked is refused with every reason', async () => {
    const answer = await make(ada, wish('Desk 4'));
    expect(answer).toMatchObject({ status: 409, body: { kind: 'nothing_to_book' } });
    const { preview: shown } = answer.body as unknown as { preview: SeriesPreview };
    expect(new Set(shown.occurrences.flatMap(({ reasons }) => reasons.map(({ kind }) => kind)))).toContain(
      'no_membership',
    );
  });

  test('leaves out a holiday with its name, and a day the plan’s limit is reached', async () => {
    await rows(
      `INSERT INTO site_exception (operator_id, site_id, date, hours, note)
       SELECT operator_id, site_id, '2027-03-26', '[]', 'Good Friday' FROM resource WHERE id = $1`,
      demoResourceId('melbourne', 'Desk 1'),
    );
    const { body } = await make(noah, wish('Desk 5', { repeats: weekdays(4, 5), untilDate: '2027-03-26' }));
    expect(states(body.occurrences)).toEqual({ '2027-03-25': 'booked', '2027-03-26': 'skipped' });
    expect(body.occurrences[1]?.reasons).toEqual([
      { kind: 'closed', sentence: 'The site is closed then (Good Friday). Choose a time in opening hours.' },
    ]);
  });

  test('judges every date by the limits of the plan', async () => {
    await rows(`UPDATE plan SET concurrent_most = 1, open_most = 6 WHERE name = 'Hot desk'`);
    const { body } = await make(
      noah,
      wish('Booth A', { repeats: weekdays(1, 2, 3, 4, 5, 6, 7), untilDate: '2027-03-29' }),
    );
    const last = body.occurrences.at(-1);
    expect(body.series.counts.clash).toBeGreaterThan(0);
    expect(last).toMatchObject({ state: 'clash', reasons: [{ kind: 'too_many_open' }] });
    await rows(`UPDATE plan SET concurrent_most = 2, open_most = 40 WHERE name = 'Hot desk'`);
    await act(noah, body.series.id, 'cancel', {
      version: body.series.version,
      range: { from: '2027-03-23' },
    });
  });
});

describe('as time goes on', () => {
  test('the window moves over the dates, a new clash is told, and two processes book nothing twice', async () => {
    const wanted = wish('Desk 6');
    const made = await make(noah, wanted);
    expect(made.body.series.counts).toEqual({ booked: 2, waiting_for_window: 5 });
    await block('Desk 6', '2027-04-05T00:00:00Z');
    clock = epochMs(monday + 4 * 24 * hourMs);
    expect(await lookAtAll(ports, demoOperatorId)).toEqual([]);
    expect((await see(noah, wanted.requestId)).body.series.counts).toEqual({
      booked: 2,
      waiting_for_window: 4,
    });
    clock = epochMs(monday + 9 * 24 * hourMs + 2 * hourMs);
    const faults = await Promise.all([
      lookAtAll(ports, demoOperatorId),
      lookAtAll(portsOf(), demoOperatorId),
    ]);
    expect(faults).toEqual([[], []]);
    const { body } = await see(noah, wanted.requestId);
    expect(states(body.occurrences)).toEqual({
      '2027-03-31': 'booked',
      '2027-04-05': 'clash',
      '2027-04-07': 'booked',
      '2027-04-12': 'waiting_for_window',
      '2027-04-14': 'waiting_for_window',
    });
    expect(await eventsOf(wanted.requestId)).toMatchObject([
      { kind: 'series_made', clashes: [] },
      { kind: 'series_clash', clashes: [{ date: '2027-04-05' }] },
    ]);
    expect(await liveOf(wanted.requestId)).toHaveLength(4);
  });

  test('a series without an end goes on, and one that is over ends', async () => {
    const open = wish('Booth A', {
      startMin: 1200,
      endMin: 1260,
      repeats: weekdays(2),
      untilDate: undefined,
    });
    const made = await make(noah, open);
    expect(made.body.series.counts.booked).toBe(1);
    const short = wish('Booth A', {
      startMin: 1260,
      endMin: 1320,
      repeats: weekdays(2),
      untilDate: '2027-03-30',
    });
    await make(noah, short);
    clock = epochMs(monday + 60 * 24 * hourMs);
    await lookAtAll(ports, demoOperatorId);
    const later = (await see(noah, open.requestId)).body;
    expect(later.series.state).toBe('running');
    expect(later.series.counts).toMatchObject({ booked: 1 });
    expect(later.series.counts.waiting_for_window).toBeGreaterThan(300);
    expect((await see(noah, short.requestId)).body.series.state).toBe('ended');
    await act(noah, open.requestId, 'cancel', { version: 1, range: { from: '2027-03-23' } });
  });

  test('a suspended member’s dates are left out, and said', async () => {
    const wanted = wish('Laneway', { startMin: 480, endMin: 540 });
    await make(noah, wanted);
    const scope = operatorScope(cloud.cloud.pool);
    const set = (because: string | undefined) =>
      scope(demoOperatorId, (tx) =>
        suspend(tx, demoHolderId('noah@lintel.example'), because, clock, cloud.keys),
      );
    await set('unpaid');
    clock = epochMs(monday + 3 * 24 * hourMs);
    await lookAtAll(ports, demoOperatorId);
    await set(undefined);
    const { body } = await see(noah, wanted.requestId);
    expect(body.occurrences.find(({ date }) => date === '2027-03-31')).toMatchObject({
      state: 'skipped',
      reasons: [{ kind: 'suspended' }],
    });
    expect((await eventsOf(wanted.requestId)).at(-1)).toMatchObject({ kind: 'series_clash' });
  });
});

describe('a process that stops', () => {
  test('anywhere between booking and noting leaves each date booked once', async () => {
    for (let stopsAfter = 2; stopsAfter <= 20; stopsAfter += 3) {
      clock = monday;
      const wanted = wish('Yarra', { startMin: 60 * stopsAfter, endMin: 60 * stopsAfter + 15 });
      const scope = operatorScope(cloud.cloud.pool);
      let left = stopsAfter;
      const failing = portsOf(async (operatorId, work, isolation) => {
        if (left-- <= 0) throw new Error('stopped');
        return await scope(operatorId, work, isolation);
      });
      await scope(demoOperatorId, (tx) => keepOnly(tx, wanted));
      await runOn(failing, demoOperatorId, id<SeriesId>(wanted.requestId)).catch(() => undefined);
      clock = epochMs(monday + hourMs);
      expect(await lookAtAll(ports, demoOperatorId)).toEqual([]);
      expect(await liveOf(wanted.requestId), `after ${stopsAfter}`).toHaveLength(7);
      expect((await eventsOf(wanted.requestId)).map(({ kind }) => kind)).toEqual(['series_made']);
      // Nor was anything booked twice and given back since.
      const ever = await rows('SELECT id FROM booking WHERE series_id = $1', wanted.requestId);
      expect(ever).toHaveLength(7);
    }
  });

  test('before it has noted a booking, of a date that is then taken out, leaves nothing booked', async () => {
    const wanted = wish('Yarra', { startMin: 1320, endMin: 1380, untilDate: '2027-03-24' });
    const scope = operatorScope(cloud.cloud.pool);
    await scope(demoOperatorId, (tx) => keepOnly(tx, wanted));
    let left = 3;
    const failing = portsOf(async (operatorId, work, isolation) => {
      if (left-- <= 0) throw new Error('stopped');
      return await scope(operatorId, work, isolation);
    });
    await runOn(failing, demoOperatorId, id<SeriesId>(wanted.requestId)).catch(() => undefined);
    expect(await liveOf(wanted.requestId)).toHaveLength(1);
    const range = { from: '2027-03-24', until: '2027-03-24' };
    const { status, body } = await act(orla, wanted.requestId, 'cancel', { version: 1, range });
    expect(status).toBe(200);
    expect(states(body.occurrences)).toEqual({ '2027-03-24': 'cancelled' });
    expect(await liveOf(wanted.requestId)).toEqual([]);
  });

  test('is not waited for: what one process looks at, another passes over', async () => {
    await scopedLook(monday, async (mine) => {
      expect(mine.length).toBeGreaterThan(0);
      const theirs = await operatorScope(cloud.cloud.pool)(demoOperatorId, (tx) =>
        claimDue(tx, epochMs(monday + 60 * 24 * hourMs), 1000),
      );
      expect(theirs.filter((one) => mine.includes(one))).toEqual([]);
    });
  });
});

/** What a process does while it has taken some series that are due, and has not committed. */
async function scopedLook(at: EpochMs, meanwhile: (mine: readonly SeriesId[]) => Promise<void>) {
  await operatorScope(cloud.cloud.pool)(demoOperatorId, async (tx) => {
    await meanwhile(await claimDue(tx, epochMs(at + 60 * 24 * hourMs), 3));
  });
}

async function keepOnly(
  tx: Parameters<Parameters<SeriesPorts['withOperator']>[1]>[0],
  wanted: ReturnType<typeof wish>,
) {
  const { startMin, endMin, ...dates } = wanted.rule;
  await tx.query(
    `INSERT INTO series (operator_id, id, site_id, holder_id, made_by, purpose, dates, parts, asked, version, state, made_at, look_at)
     SELECT r.operator_id, $2, r.site_id, $3, $3, 'use', $4, $5, '', 1, 'running', $6, $6 FROM resource r WHERE r.operator_id = $1 AND r.id = $7`,
    [
      tx.operatorId,
      wanted.requestId,
      demoHolderId('orla@lintel.example'),
      JSON.stringify(dates),
      JSON.stringify([
        { fromDate: dates.fromDate, resourceId: wanted.resourceId, startMin, endMin, title: '', people: 0 },
      ]),
      new Date(clock),
      wanted.resourceId,
    ],
  );
}

describe('whoever changes a series', () => {
  const hour = (from: number) => ({ kind: 'place', startMin: from * 60, endMin: from * 60 + 60 });

  test('moves this and following an hour on; what cannot move stays, and says why', async () => {
    const wanted = wish('Tram shed', { startMin: 540, endMin: 600 });
    await make(orla, wanted);
    await block('Tram shed', '2027-03-31T00:30:00Z');
    const asked = { version: 1, range: { from: '2027-03-29' }, change: { ...hour(11) } };
    const before = await act<{
      dates: OccurrenceView[];
      before: { amount: number };
      after: { amount: number };
    }>(orla, wanted.requestId, 'change', { ...asked, preview: true });
    expect(before.status).toBe(200);
    expect(states(before.body.dates)).toMatchObject({ '2027-03-29': 'booked', '2027-03-31': 'clash' });
    const { status, body } = await act(orla, wanted.requestId, 'change', asked);
    expect(status).toBe(200);
    const hours = body.occurrences.map(({ date, startsAt = 0 }) => [date, new Date(startsAt).getUTCHours()]);
    expect(hours).toEqual([
      ['2027-03-24', 22],
      ['2027-03-29', 0],
      ['2027-03-31', 22],
      ['2027-04-05', 1],
      ['2027-04-07', 1],
      ['2027-04-12', 1],
      ['2027-04-14', 1],
    ]);
    expect(body.occurrences[2]).toMatchObject({ state: 'booked', reasons: [{ kind: 'taken' }] });
    expect(body.series.version).toBe(2);
    expect(await eventsOf(wanted.requestId)).toMatchObject([
      { kind: 'series_made' },
      { kind: 'series_changed', dates: 6, from: '2027-03-29' },
      { kind: 'series_clash', clashes: [{ date: '2027-03-31' }] },
    ]);
  });

  test('takes the other room on the one date that clashed', async () => {
    await block('Desk 1', '2027-03-29T22:00:00Z');
    const wanted = wish('Desk 1', {
      repeats: weekdays(2),
      startMin: 540,
      endMin: 600,
      fromDate: '2027-03-30',
    });
    const made = await make(orla, wanted);
    expect(states(made.body.occurrences)).toMatchObject({ '2027-03-30': 'clash', '2027-04-06': 'booked' });
    const { body } = await act(orla, wanted.requestId, 'change', {
      version: 1,
      range: { from: '2027-03-30', until: '2027-03-30' },
      change: { kind: 'place', resourceId: demoResourceId('melbourne', 'Desk 2') },
    });
    expect(body.occurrences.map(({ resourceName, state }) => [resourceName, state])).toEqual([
      ['Desk 2', 'booked'],
      ['Desk 1', 'booked'],
      ['Desk 1', 'booked'],
    ]);
  });

  test('who saw an older version is shown the series as it is', async () => {
    const wanted = wish('Desk 2', { startMin: 780, endMin: 840, untilDate: '2027-03-31' });
    await make(orla, wanted);
    const change = { range: { from: '2027-03-23' }, change: { kind: 'place', title: 'New name' } };
    expect((await act(orla, wanted.requestId, 'change', { version: 1, ...change })).status).toBe(200);
    expect(await act(orla, wanted.requestId, 'change', { version: 1, ...change })).toMatchObject({
      status: 409,
      body: { kind: 'stale', current: { series: { title: 'New name', version: 2 } } },
    });
  });

  test('gives it to another member from a date on, who then has it all', async () => {
    const wanted = wish('Desk 3', { startMin: 900, endMin: 960 });
    await make(orla, wanted);
    const give = (toEmail: string, more = {}) =>
      act<Problem & { dates: OccurrenceView[] }>(orla, wanted.requestId, 'change', {
        version: 1,
        range: { from: '2027-03-24' },
        change: { kind: 'transfer', toEmail },
        ...more,
      });
    // Ada is a member of London alone, and Dora is staff: to Orla both are as unknown as nobody.
    for (const email of ['ada@lintel.example', 'dora@lintel.example', 'nobody@lintel.example'])
      expect(await give(email)).toMatchObject({ status: 404, body: { kind: 'unknown_member' } });
    const until = { range: { from: '2027-03-24', until: '2027-03-29' } };
    expect((await give('noah@lintel.example', until)).body.kind).toBe('transfer_has_no_end');
    const shown = await give('noah@lintel.example', { preview: true });
    expect(states(shown.body.dates)).toMatchObject({
      '2027-03-24': 'booked',
      '2027-04-14': 'waiting_for_window',
    });
    expect(shown.body.dates.some(({ charge }) => charge !== undefined)).toBe(false);

    expect(await give('noah@lintel.example')).toMatchObject({ status: 200, body: { kind: 'given_away' } });
    expect((await see(orla, wanted.requestId)).status).toBe(403);
    const { body } = await see(noah, wanted.requestId);
    expect(body.series.holderName).toBe('Noah Papadakis');
    const holders = (await liveOf(wanted.requestId)).map(({ holder_id }) => holder_id);
    const [orlaId, noahId] = ['orla', 'noah'].map((name) => demoHolderId(`${name}@lintel.example`));
    // Noah's plan books a week ahead: what lies further stays Orla's, and says so.
    expect(holders).toEqual([noahId, orlaId, orlaId, orlaId, orlaId, orlaId, orlaId]);
    expect(body.occurrences.map(({ reasons }) => reasons.length)).toEqual([0, 1, 1, 1, 1, 1, 1]);
  });
});

describe('whoever cancels', () => {
  test('one date, a range, or this and following hears first what comes back, and gets just that', async () => {
    const wanted = wish('Yarra', {
      startMin: 900,
      endMin: 960,
      fromDate: '2027-03-22',
      untilDate: '2027-04-14',
    });
    clock = epochMs(monday + 4 * hourMs + 30 * 60_000);
    const made = await make(orla, wanted);
    expect(made.body.series.counts.booked).toBe(8);
    const charged = made.body.occurrences.map(({ charge }) => charge?.creditCents ?? 0);
    const asked = { version: 1, range: { from: '2027-03-22', until: '2027-03-29' } };
    const shown = await act<{ refund: { creditCents: number; amount: number }; dates: OccurrenceView[] }>(
      orla,
      wanted.requestId,
      'cancel',
      { ...asked, preview: true },
    );
    expect(shown.body.dates.map(({ date }) => date)).toEqual(['2027-03-22', '2027-03-24', '2027-03-29']);
    // Half an hour before the first gives back half of it; the others all.
    const [first = 0, second = 0, third = 0] = charged;
    expect(shown.body.refund.creditCents).toBe(Math.floor(first / 2) + second + third);
    const { body } = await act(orla, wanted.requestId, 'cancel', asked);
    expect(states(body.occurrences)).toMatchObject({
      '2027-03-22': 'cancelled',
      '2027-03-29': 'cancelled',
      '2027-03-31': 'booked',
    });
    const stays = await rows<{ sum: number }>(
      `SELECT sum(charge_credit_cents)::int AS sum FROM booking WHERE series_id = $1 AND state = 'cancelled'`,
      wanted.requestId,
    );
    expect(stays[0]?.sum).toBe(first + second + third - shown.body.refund.creditCents);

    const rest = await act(orla, wanted.requestId, 'cancel', { version: 2, range: { from: '2027-04-05' } });
    expect(rest.body.series.untilDate).toBe('2027-04-04');
    expect(await liveOf(wanted.requestId)).toHaveLength(1);
  });

  test('a date that waits is not booked when its time comes', async () => {
    const wanted = wish('Desk 4', { startMin: 960, endMin: 1020 });
    await make(noah, wanted);
    await act(noah, wanted.requestId, 'cancel', {
      version: 1,
      range: { from: '2027-04-05', until: '2027-04-05' },
    });
    clock = epochMs(monday + 14 * 24 * hourMs);
    await lookAtAll(ports, demoOperatorId);
    const { body } = await see(noah, wanted.requestId);
    expect(states(body.occurrences)).toMatchObject({ '2027-04-05': 'cancelled', '2027-04-07': 'booked' });
  });

  test('may add the date back while it is free, and hears when it is not', async () => {
    const wanted = wish('Desk 5', { startMin: 960, endMin: 1020, untilDate: '2027-03-31' });
    await make(orla, wanted);
    await act(orla, wanted.requestId, 'cancel', {
      version: 1,
      range: { from: '2027-03-29', until: '2027-03-29' },
    });
    const theirs = await block('Desk 5', '2027-03-29T05:00:00Z');
    const restore = () => act(orla, wanted.requestId, 'dates/2027-03-29/restore');
    expect(await restore()).toMatchObject({ status: 409, body: { kind: 'not_free' } });
    await person(dora)('POST', `/api/bookings/${theirs}/cancel`, {});
    const { status, body } = await restore();
    expect(status).toBe(200);
    expect(states(body.occurrences)['2027-03-29']).toBe('booked');
    expect((await restore()).status).toBe(200);
    expect(await liveOf(wanted.requestId)).toHaveLength(3);
    expect((await act(orla, wanted.requestId, 'dates/2027-03-30/restore')).status).toBe(404);
  });

  test('a booking cancelled by itself is seen in its series, and can be restored there', async () => {
    const wanted = wish('Desk 6', { startMin: 960, endMin: 1020, untilDate: '2027-03-24' });
    const made = await make(orla, wanted);
    const bookingId = made.body.occurrences[0]?.bookingId;
    await person(orla)('POST', `/api/bookings/${bookingId}/cancel`, {});
    expect(states((await see(orla, wanted.requestId)).body.occurrences)).toEqual({
      '2027-03-24': 'cancelled',
    });
    expect((await act(orla, wanted.requestId, 'dates/2027-03-24/restore')).status).toBe(200);
  });
});

describe('a series that cannot be', () => {
  const fields = (answer: Answer<unknown>) => (answer.body as Problem).fields?.map(({ path }) => path);

  test.each<[string, Rule, string]>([
    ['no weekdays', { repeats: weekdays() }, 'rule.repeats.weekdays'],
    ['an end before its beginning', { untilDate: '2027-03-01' }, 'rule.untilDate'],
    ['no length', { endMin: 600 }, 'rule.endMin'],
    ['an end before its start', { startMin: 1320, endMin: 120 }, 'rule.endMin'],
    ['ten thousand dates', { untilDate: undefined, count: 10_000 }, 'rule.count'],
    ['a century of dates', { untilDate: '2127-01-01' }, 'rule.untilDate'],
    ['a first date that has passed', { fromDate: '2027-03-21' }, 'rule.fromDate'],
    ['a date no calendar has', { fromDate: '2027-02-30' }, 'rule.fromDate'],
    ['no such weekday', { repeats: weekdays(8) }, 'rule.repeats.weekdays.0'],
  ])('with %s is refused by the field', async (_, rule, path) => {
    for (const deed of [preview, make]) {
      const answer = await deed(orla, wish('Desk 1', rule));
      expect(answer.status).toBe(400);
      expect(fields(answer)).toEqual([path]);
    }
  });

  test('over midnight is one, and ends on the next day', async () => {
    const { body } = await preview(
      orla,
      wish('Desk 1', { startMin: 1380, endMin: 1500, untilDate: '2027-03-24' }),
    );
    expect(body.occurrences).toMatchObject([
      { state: 'booked', startsAt: Date.parse('2027-03-24T12:00:00Z') },
    ]);
  });

  test('is in no foreign room, for nobody unknown, and for nobody else', async () => {
    expect((await preview(orla, { ...wish('Desk 1'), resourceId: randomUUID() })).status).toBe(404);
    expect((await preview(dora, wish('Desk 1', {}, { forHolderId: randomUUID() }))).status).toBe(404);
    const forNoah = wish('Desk 1', {}, { forHolderId: demoHolderId('noah@lintel.example') });
    expect((await preview(orla, forNoah)).status).toBe(403);
    expect((await preview(orla, wish('Desk 1', {}, { purpose: 'block' }))).status).toBe(403);
  });

  test('is nobody else’s to see or change; staff may', async () => {
    const wanted = wish('Desk 2', { startMin: 1080, endMin: 1140, untilDate: '2027-03-31' });
    await make(orla, wanted);
    expect((await see(mia, wanted.requestId)).status).toBe(403);
    const cancel = { version: 1, range: { from: '2027-03-24' } };
    expect((await act(mia, wanted.requestId, 'cancel', cancel)).status).toBe(403);
    expect((await act(mia, wanted.requestId, 'dates/2027-03-24/restore')).status).toBe(403);
    expect((await act(mia, randomUUID(), 'cancel', cancel)).status).toBe(404);
    expect((await act(orla, wanted.requestId, 'cancel', { ...cancel, refundAll: true })).status).toBe(403);
    expect((await act(dora, wanted.requestId, 'cancel', { ...cancel, refundAll: true })).status).toBe(200);
    const mine: Answer<{ series: SeriesView[] }> = await person(orla)('GET', '/api/me/series');
    expect(mine.body.series.find((one) => one.id === wanted.requestId)?.counts.booked).toBeUndefined();
  });

  test('staff block a room every week, and make a member’s series for them', async () => {
    const cleaning = wish(
      'Reading room',
      { startMin: 420, endMin: 450 },
      { purpose: 'block', title: 'Cleaning' },
    );
    expect((await make(dora, cleaning)).body.series.counts.booked).toBe(7);
    const theirs = wish(
      'Desk 1',
      { startMin: 1140, endMin: 1200, untilDate: '2027-03-31' },
      {
        forHolderId: demoHolderId('noah@lintel.example'),
      },
    );
    expect((await make(dora, theirs)).status).toBe(201);
    const live = await liveOf(theirs.requestId);
    expect(new Set(live.map(({ holder_id }) => holder_id))).toEqual(
      new Set([demoHolderId('noah@lintel.example')]),
    );
    expect((await see(noah, theirs.requestId)).body.series.holderName).toBe('Noah Papadakis');
  });
});
