import { randomUUID } from 'node:crypto';
import type { AllowanceMonth } from '@lintel/core/allowances/wire.ts';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { type Charge, noCharge } from '@lintel/core/bookings/price.ts';
import type { BookingId, HolderId, PlanId, SiteId } from '@lintel/core/ids.ts';
import type { FeedLine } from '@lintel/core/sync/wire.ts';
import { addMs, epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FakeBox, type FeedReader } from '../../../test/support/fake-box.ts';
import {
  type Person,
  seed,
  signIn,
  startTestCloud,
  type TestCloud,
} from '../../../test/support/test-cloud.ts';
import { operatorScope, type Tx } from '../database/operator.ts';
import { demoHolderId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { issueCode } from '../sync/enrol.ts';
import { loadBalance, monthsLeft } from './balance-store.ts';
import { checkLedger } from './check.ts';

type Site = 'london' | 'melbourne';
type House = { readonly box: FakeBox; readonly feed: FeedReader };
let cloud: TestCloud;
let dora: Person;
let houses: Record<Site, House>;

const withDemo = <T>(work: (tx: Tx) => Promise<T>) => operatorScope(cloud.cloud.pool)(demoOperatorId, work);
const soon = (hours: number) => epochMs(Math.ceil((Date.now() + hours * hourMs) / quarterMs) * quarterMs);
const periodOf = (site: Site, at: number) =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(site === 'london' ? 'Europe/London' : 'Australia/Melbourne')
    .toPlainDate()
    .toString()
    .slice(0, 7);

beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
  dora = await signIn(cloud.url, 'dora@lintel.example');
  const open = async (site: Site): Promise<House> => {
    const { code } = await withDemo((tx) => issueCode(tx, demoSiteId(site), undefined, epochMs(Date.now())));
    const box = new FakeBox(cloud.url);
    await box.enrol(code);
    const feed = await box.follow();
    await feed.next((line) => line.type === 'snapshot_end');
    return { box, feed };
  };
  houses = { london: await open('london'), melbourne: await open('melbourne') };
});
afterAll(async () => {
  await Promise.all(Object.values(houses).map(({ feed }) => feed.close()));
  await cloud.stop();
});

/** A member with a plan of these hours in rooms and booths at both sites, and nothing else. */
async function roamer(includedH: number, creditCents = 0): Promise<HolderId> {
  const holderId = randomUUID() as HolderId;
  const planId = randomUUID() as PlanId;
  await dora('PUT', `/api/office/plans/${planId}`, {
    name: `Roaming ${includedH}`,
    advanceMs: 30 * 24 * hourMs,
    excludedKinds: [],
    includedKinds: ['room'],
    includedMs: includedH * hourMs,
    creditCents,
    access: 'none',
  });
  await withDemo(async (tx) => {
    await tx.query(
      `INSERT INTO holder (operator_id, id, kind, name, email) VALUES ($1, $2, 'member', 'Rowan', $3)`,
      [demoOperatorId, holderId, `${holderId}@lintel.example`],
    );
    await tx.query(
      `INSERT INTO membership (operator_id, id, holder_id, plan_id, starts_at) VALUES ($1, $2, $3, $4, now() - interval '1 day')`,
      [demoOperatorId, randomUUID(), holderId, planId],
    );
  });
  return holderId;
}

let nth = 0;
/** A booking as a box writes it, each in a slot of its own. */
function atSite(site: Site, holderId: HolderId, charge: Charge, bookedAt = epochMs(Date.now())): Booking {
  const startsAt = addMs(soon(1), nth++ * quarterMs);
  const endsAt = addMs(startsAt, quarterMs);
  return {
    id: randomUUID() as BookingId,
    resourceId: demoResourceId(site, 'Reading room'),
    holderId,
    title: '',
    purpose: 'use',
    people: 1,
    startsAt,
    endsAt,
    holdsFrom: startsAt,
    holdsUntil: endsAt,
    state: 'confirmed',
    version: 1,
    source: 'console',
    bookedAt,
    charge,
  };
}
const hoursOf = (hours: number, creditCents = 0, amount = 0): Charge => ({
  includedMs: hours * hourMs,
  creditCents,
  amount,
});
const report = async (site: Site, booking: Booking) => {
  const posted = await houses[site].box.report({ kind: 'booking', booking, by: 'desk', why: 'Booked.' });
  expect(posted).toMatchObject({ status: 200, body: { dead: [] } });
};

type BalanceLine = { includedMs: number; creditCents: number; asOfFact: number; period: string };
/** The balance of this holder a site is told, once it is as wanted. */
async function told(
  site: Site,
  holderId: HolderId,
  wanted: (balance: BalanceLine) => boolean,
): Promise<BalanceLine> {
  const balanceOf = (line: FeedLine) =>
    line.type === 'change' && line.body.kind === 'balance'
      ? (line.body.balance as BalanceLine & { holderId: string })
      : undefined;
  const line = await houses[site].feed.next((one) => {
    const balance = balanceOf(one);
    return balance?.holderId === holderId && wanted(balance);
  });
  return balanceOf(line) as BalanceLine;
}

async function entriesOf(holderId: HolderId) {
  const { rows } = await cloud.cloud.pool.query(
    `SELECT kind, sum(included_ms)::bigint AS included_ms, sum(credit_cents)::bigint AS credit_cents, sum(amount)::bigint AS amount
     FROM allowance_entry WHERE holder_id = $1 GROUP BY kind ORDER BY kind`,
    [holderId],
  );
  return rows;
}

describe('a month at one site', () => {
  test('loses what a booking takes, and gets it back when it is cancelled', async () => {
    const cleo = await signIn(cloud.url, 'cleo@lintel.example');
    const mine = async () =>
      ((await cleo('GET', '/api/me/allowance')).body as { months: AllowanceMonth[] }).months;
    const startsAt = soon(60);
    const monthOfIt = async () =>
      (await mine()).find(({ period }) => period === periodOf('london', startsAt));
    expect(await mine()).toEqual([
      {
        siteIds: [demoSiteId('london')],
        period: periodOf('london', Date.now()),
        planName: 'Hot desk',
        includedMs: 120 * hourMs,
        usedIncludedMs: 0,
        creditCents: 1000,
        usedCreditCents: 0,
        money: [],
      },
    ]);
    const requestId = randomUUID();
    const wish = {
      requestId,
      resourceId: demoResourceId('london', 'Desk 1'),
      startsAt,
      endsAt: startsAt + 2 * hourMs,
      title: '',
    };
    expect((await cleo('POST', '/api/bookings', wish)).status).toBe(201);
    expect(await monthOfIt()).toMatchObject({ usedIncludedMs: 2 * hourMs });
    const holderId = demoHolderId('cleo@lintel.example');
    const balance = await told('london', holderId, (one) => one.includedMs === 118 * hourMs);
    expect(balance).toMatchObject({ period: periodOf('london', startsAt), creditCents: 1000 });
    await cleo('POST', `/api/bookings/${requestId}/cancel`);
    expect(await monthOfIt()).toMatchObject({ usedIncludedMs: expect.any(Number) });
  });

  test('is told with the last fact it counts, in the same breath as later ones are kept out', async () => {
    const rowan = await roamer(10);
    await report('london', atSite('london', rowan, hoursOf(1)));
    const seq = houses.london.box.head.seq;
    const balance = await told('london', rowan, ({ includedMs }) => includedMs === 9 * hourMs);
    expect(balance.asOfFact).toBeGreaterThanOrEqual(seq);
    const elsewhere = await told('melbourne', rowan, ({ includedMs }) => includedMs === 9 * hourMs);
    expect(elsewhere.asOfFact).toBe(houses.melbourne.box.head.seq);
  });

  test('is counted once however often a version is heard, and not for a version that was passed over', async () => {
    const rowan = await roamer(10);
    const first = atSite('london', rowan, hoursOf(2));
    await report('london', first);
    await report('london', { ...first, version: 3, charge: hoursOf(1) });
    await report('london', { ...first, version: 2, charge: hoursOf(4) });
    await report('london', { ...first, version: 3, charge: hoursOf(1) });
    expect(await entriesOf(rowan)).toEqual([
      { kind: 'charge', included_ms: hourMs, credit_cents: 0, amount: 0 },
    ]);
  });

  test('counts a request for the cloud at once, and for the site only when the site has written it', async () => {
    const elifId = demoHolderId('elif@lintel.example');
    const elif = await signIn(cloud.url, 'elif@lintel.example');
    const startsAt = soon(3);
    const requestId = randomUUID() as BookingId;
    const wish = {
      requestId,
      resourceId: demoResourceId('london', 'Desk 2'),
      startsAt,
      endsAt: startsAt + 3 * hourMs,
      title: '',
    };
    expect((await elif('POST', '/api/bookings', wish)).status).toBe(202);
    const left = await withDemo((tx) =>
      loadBalance(tx, elifId, demoSiteId('london'), startsAt, epochMs(Date.now())),
    );
    expect(left.includedMs).toBe(117 * hourMs);
    const balance = await told('london', elifId, () => true);
    expect(balance.includedMs).toBe(120 * hourMs);
    const ask = await houses.london.feed.next((line) => line.type === 'ask' && line.requestId === requestId);
    if (ask.type !== 'ask' || ask.ask.kind !== 'book') throw new Error('not asked to book');
    const bookings = ask.ask.bookings.map((one) => ({ ...one, state: 'confirmed' as const }));
    await houses.london.box.report({ kind: 'ask_answered', requestId, answer: { kind: 'kept', bookings } });
    const month = { holderId: elifId, period: periodOf('london', startsAt) };
    const [after] = await withDemo((tx) =>
      monthsLeft(tx, demoSiteId('london'), [month], 'site', epochMs(Date.now())),
    );
    expect(after?.left.includedMs).toBe(117 * hourMs);
  });
});

describe('a month at two sites that could not hear each other', () => {
  const overspend = async (order: readonly Site[]) => {
    const rowan = await roamer(2, 100);
    const bookings = {
      london: atSite('london', rowan, hoursOf(2), epochMs(Date.now() - 2000)),
      melbourne: atSite('melbourne', rowan, hoursOf(2), epochMs(Date.now() - 1000)),
    };
    for (const site of order) await report(site, bookings[site]);
    await told('london', rowan, ({ includedMs, creditCents }) => includedMs === 0 && creditCents === 0);
    return { rowan, bookings };
  };

  test.each([[['london', 'melbourne']], [['melbourne', 'london']]] as const)(
    'overspent, in the order %j, becomes credits and then money, the earlier booked keeping its hours',
    async (order) => {
      const { rowan, bookings } = await overspend(order);
      // Two hours over, in a room that takes 150 hundredths of credits an hour: 100 of 300 are there, and 200 stand for 80 minutes.
      const { rows } = await cloud.cloud.pool.query(
        'SELECT price_per_hour, credit_cents_per_hour FROM resource WHERE id = $1',
        [demoResourceId('melbourne', 'Reading room')],
      );
      expect(rows[0].credit_cents_per_hour).toBe(150);
      const amount = Math.round((200 / 150) * rows[0].price_per_hour);
      expect(await entriesOf(rowan)).toEqual([
        { kind: 'charge', included_ms: 4 * hourMs, credit_cents: 0, amount: 0 },
        { kind: 'overage', included_ms: -2 * hourMs, credit_cents: 100, amount },
      ]);
      const over = await cloud.cloud.pool.query(
        `SELECT DISTINCT booking_id FROM allowance_entry WHERE holder_id = $1 AND kind = 'overage'`,
        [rowan],
      );
      expect(over.rows).toEqual([{ booking_id: bookings.melbourne.id }]);
    },
  );

  test('is settled again when one of the bookings is given back: nothing is owed any more', async () => {
    const { rowan, bookings } = await overspend(['london', 'melbourne']);
    await report('london', {
      ...bookings.london,
      version: 2,
      state: 'cancelled',
      charge: noCharge,
    });
    await told('melbourne', rowan, ({ creditCents }) => creditCents === 100);
    expect(await entriesOf(rowan)).toEqual([
      { kind: 'charge', included_ms: 2 * hourMs, credit_cents: 0, amount: 0 },
      { kind: 'overage', included_ms: 0, credit_cents: 0, amount: 0 },
    ]);
  });

  test('is never overspent where each site spends its share', async () => {
    const share = (sharing: string) =>
      cloud.cloud.pool.query('UPDATE operator SET allowance_sharing = $1', [sharing]);
    await share('share');
    try {
      const rowan = await roamer(10);
      await report('london', atSite('london', rowan, hoursOf(3)));
      expect((await told('london', rowan, () => true)).includedMs).toBe(2 * hourMs);
      expect((await told('melbourne', rowan, () => true)).includedMs).toBe(5 * hourMs);
    } finally {
      await share('overdraft');
    }
  });
});

describe('the nightly look', () => {
  const check = (site: SiteId) => withDemo((tx) => checkLedger(tx, site, epochMs(Date.now())));
  const alarms = async () =>
    (await cloud.cloud.pool.query(`SELECT detail FROM site_alarm WHERE what = 'ledger_differs'`)).rows;

  test('finds that the ledger foots with the bookings, and says so by saying nothing', async () => {
    await settled();
    expect(await check(demoSiteId('london'))).toBe(0);
    expect(await check(demoSiteId('melbourne'))).toBe(0);
    expect(await alarms()).toEqual([]);
  });

  test('raises an alarm for a line that was tampered with, a line that is missing and a wrong overage, and puts all right', async () => {
    const rowan = await roamer(1);
    const [first, second] = [
      atSite('london', rowan, hoursOf(1)),
      atSite('london', rowan, hoursOf(2, 0, 5), epochMs(Date.now() + 1000)),
    ];
    await report('london', first);
    await report('london', second);
    await told('london', rowan, ({ includedMs }) => includedMs === 0);
    await settled();
    const honest = await entriesOf(rowan);
    const { pool } = cloud.cloud;
    await pool.query(`UPDATE allowance_entry SET included_ms = 1 WHERE booking_id = $1 AND kind = 'charge'`, [
      first.id,
    ]);
    await pool.query(`DELETE FROM allowance_entry WHERE booking_id = $1 AND kind = 'charge'`, [second.id]);
    expect(await check(demoSiteId('london'))).toBe(2);
    await settled();
    expect(await entriesOf(rowan)).toEqual(honest);
    await pool.query(
      `UPDATE allowance_entry SET amount = amount + 7 WHERE booking_id = $1 AND kind = 'overage'`,
      [second.id],
    );
    expect(await check(demoSiteId('london'))).toBe(1);
    expect(await entriesOf(rowan)).toEqual(honest);
    expect((await alarms()).length).toBe(3);
    expect(await check(demoSiteId('london'))).toBe(0);
  });

  test('no request may change or take away a line', async () => {
    await expect(withDemo((tx) => tx.query('DELETE FROM allowance_entry'))).rejects.toThrow(/permission/);
    await expect(withDemo((tx) => tx.query('UPDATE allowance_entry SET amount = 0'))).rejects.toThrow(
      /permission/,
    );
  });

  async function settled() {
    await expect
      .poll(
        async () =>
          (await cloud.cloud.pool.query('SELECT 1 FROM allowance_entry WHERE settled_at IS NULL')).rowCount,
        { timeout: 10_000 },
      )
      .toBe(0);
  }
});

test('a plan that gives more raises the month that was begun, and one that gives less leaves it', async () => {
  const rowan = await roamer(4);
  await report('london', atSite('london', rowan, hoursOf(1)));
  await told('london', rowan, ({ includedMs }) => includedMs === 3 * hourMs);
  const { rows } = await cloud.cloud.pool.query('SELECT plan_id FROM membership WHERE holder_id = $1', [
    rowan,
  ]);
  const path = `/api/office/plans/${rows[0].plan_id}`;
  const { terms } = (await dora('GET', path)).body as { terms: object };
  await dora('PUT', path, { ...terms, includedMs: 6 * hourMs });
  await told('melbourne', rowan, ({ includedMs }) => includedMs === 5 * hourMs);
  await dora('PUT', path, { ...terms, includedMs: hourMs });
  const left = await withDemo((tx) =>
    loadBalance(tx, rowan, demoSiteId('london'), soon(1), epochMs(Date.now())),
  );
  expect(left.includedMs).toBe(5 * hourMs);
});
