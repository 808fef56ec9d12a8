import { randomUUID } from 'node:crypto';
import { calendarLinkMade, calendarLinkView } from '@lintel/core/calendars/wire.ts';
import { type EpochMs, epochMs, hourMs } from '@lintel/core/time.ts';
import ICAL from 'ical.js';
import nodeIcal from 'node-ical';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type Person,
  seed,
  signIn,
  startTestCloud,
  type TestCloud,
} from '../../../test/support/test-cloud.ts';
import { type Happened, putBooking, putChange } from '../../../test/support/told-house.ts';
import { operatorScope, type Tx } from '../database/operator.ts';
import { demoHolderId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';

/** A Tuesday in British summer time; the cloud's clock goes where a test puts it. */
const tuesday = epochMs(Date.parse('2027-06-01T08:00:00Z'));
const wednesday = epochMs(tuesday + 24 * hourMs);
const dayMs = 24 * hourMs;
let now: EpochMs = tuesday;
let cloud: TestCloud;
let ada: Person;
let fran: Person;

beforeAll(async () => {
  cloud = await startTestCloud({ now: () => now });
  await seed(cloud, () => now);
  [ada, fran] = [
    await signIn(cloud.url, 'ada@lintel.example'),
    await signIn(cloud.url, 'fran@lintel.example'),
  ];
});
afterAll(async () => await cloud.stop());
beforeEach(() => {
  now = tuesday;
});
afterEach(async () => {
  await inHouse(async (tx) => {
    for (const table of ['notice', 'booking_change', 'booking', 'calendar_link'])
      await tx.query(`DELETE FROM ${table}`);
  });
});

const inHouse = async <T>(work: (tx: Tx) => Promise<T>) =>
  await operatorScope(cloud.cloud.pool)(demoOperatorId, work);
const book = async (booking: Happened) => await inHouse((tx) => putBooking(tx, booking));
const changed = async (id: string, state: string, at: EpochMs) =>
  await inHouse((tx) => putChange(tx, id, { kind: 'cancelled', state, at, version: 2 }));

async function link(person: Person, wish: unknown) {
  const answer = await person('POST', '/api/me/calendar-links', wish);
  expect(answer.status).toBe(201);
  return calendarLinkMade.parse(answer.body);
}

const ask = async (address: string, headers: Record<string, string> = {}) =>
  await fetch(address, { headers });

/** The feed as two programs of other makers read it, which have to agree. */
async function read(address: string) {
  const answer = await ask(address);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  const text = await answer.text();
  const calendar = new ICAL.Component(ICAL.parse(text));
  const entries = calendar.getAllSubcomponents('vevent').map((component) => {
    const { uid, sequence, summary, location, startDate, endDate } = new ICAL.Event(component);
    const status = String(component.getFirstPropertyValue('status'));
    return {
      uid,
      sequence,
      summary,
      location,
      status,
      startsAt: startDate.toJSDate().getTime(),
      endsAt: endDate.toJSDate().getTime(),
    };
  });
  const other = Object.values(nodeIcal.sync.parseICS(text)).flatMap((one) =>
    one?.type === 'VEVENT' ? [one] : [],
  );
  expect(
    other.map((one) => [one.uid, String(one.summary), one.start.getTime(), one.status, Number(one.sequence)]),
  ).toEqual(entries.map((one) => [one.uid, one.summary, one.startsAt, one.status, one.sequence]));
  return { entries, text, name: String(calendar.getFirstPropertyValue('x-wr-calname')) };
}

describe('a member’s calendar', () => {
  test('shows their bookings, read by programs of other makers, under an address that is shown once', async () => {
    const title =
      'Board 🚀, part two;\nwith more than one line and so long that it has to be folded twice at the very least';
    const bookingId = await book({ startsAt: wednesday, title, version: 3 });
    await book({ startsAt: wednesday, room: 'Map room', holder: 'ben@lintel.example', title: 'Secret' });
    const { address, link: made } = await link(ada, { of: 'member' });
    expect(address).toMatch(/\/calendars\/[\w-]{43}\.ics$/);
    const { entries, name } = await read(address);
    expect(name).toBe('Bookings of Ada Byron');
    expect(entries).toEqual([
      {
        uid: bookingId,
        sequence: 3,
        summary: `${title} (Reading room)`,
        location: 'Reading room, Lintel Holborn',
        status: 'CONFIRMED',
        startsAt: wednesday,
        endsAt: wednesday + hourMs,
      },
    ]);
    const listed = (await ada('GET', '/api/me/calendar-links')).body as { links: unknown[] };
    expect(JSON.stringify(listed)).not.toContain(new URL(address).pathname.slice(11, 40));
    expect(calendarLinkView.array().parse(listed.links)).toMatchObject([
      { id: made.id, name: 'Your bookings', readAt: now },
    ]);
    const kept = await inHouse((tx) => tx.query('SELECT * FROM calendar_link'));
    expect(JSON.stringify(kept)).not.toContain(new URL(address).pathname.slice(11, 40));
  });

  test('marks what is not decided, and what was cancelled for thirty days', async () => {
    const wanted = await book({ startsAt: wednesday, state: 'requested' });
    const gone = await book({
      startsAt: epochMs(wednesday + 40 * dayMs),
      room: 'Map room',
      state: 'cancelled',
      version: 2,
    });
    await changed(gone, 'cancelled', tuesday);
    const { address } = await link(ada, { of: 'member' });
    const states = async () =>
      (await read(address)).entries.map((one) => [one.uid, one.status, one.sequence]);
    expect(await states()).toEqual([
      [wanted, 'TENTATIVE', 1],
      [gone, 'CANCELLED', 2],
    ]);
    now = epochMs(tuesday + 29 * dayMs);
    expect((await states()).map(([uid]) => uid)).toContain(gone);
    now = epochMs(tuesday + 31 * dayMs);
    expect((await states()).map(([uid]) => uid)).not.toContain(gone);
  });

  test('has one entry for a booking that moved into another, which goes on under its UID', async () => {
    const old = await book({ startsAt: wednesday, state: 'cancelled', version: 4 });
    await changed(old, 'cancelled', tuesday);
    await book({ startsAt: epochMs(wednesday + 9 * dayMs), replaces: old, calendarUid: old, version: 1 });
    const { address } = await link(ada, { of: 'member' });
    expect((await read(address)).entries).toMatchObject([
      { uid: old, sequence: 5, status: 'CONFIRMED', startsAt: wednesday + 9 * dayMs },
    ]);
  });

  test('is not sent again while nothing changed, and is when something did', async () => {
    const bookingId = await book({ startsAt: wednesday });
    const { address } = await link(ada, { of: 'member' });
    const first = await ask(address);
    const etag = first.headers.get('etag') ?? '';
    now = epochMs(now + hourMs);
    const again = await ask(address, { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    expect((await ask(address, { 'if-none-match': `W/${etag}, "other"` })).status).toBe(304);
    await book({ id: bookingId, startsAt: wednesday, room: 'Map room', version: 2 });
    const news = await ask(address, { 'if-none-match': etag });
    expect(news.status).toBe(200);
    expect(await news.text()).toContain('Map room');
  });

  test('is for no search engine, no cache in between, and tells no other page its address', async () => {
    const { address } = await link(ada, { of: 'member' });
    const { headers } = await ask(address);
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('a link', () => {
  test('that is revoked answers nobody any more, and only its maker can revoke it', async () => {
    const { address, link: made } = await link(ada, { of: 'member' });
    expect((await fran('DELETE', `/api/me/calendar-links/${made.id}`)).status).toBe(404);
    expect((await ask(address)).status).toBe(200);
    expect((await ada('DELETE', `/api/me/calendar-links/${made.id}`)).status).toBe(204);
    expect((await ask(address)).status).toBe(404);
    expect((await ada('DELETE', `/api/me/calendar-links/${made.id}`)).status).toBe(404);
  });

  test('ends with the membership that let its maker see the site', async () => {
    const { address } = await link(ada, { of: 'site', siteId: demoSiteId('london') });
    expect((await ask(address)).status).toBe(200);
    const end = (at: EpochMs | null) =>
      inHouse((tx) =>
        tx.query('UPDATE membership SET ends_at = $1 WHERE holder_id = $2', [
          at && new Date(at),
          demoHolderId('ada@lintel.example'),
        ]),
      );
    await end(epochMs(now - 1));
    expect((await ask(address)).status).toBe(404);
    await end(null);
  });

  test('is made only for what its maker may see, and at most twenty times', async () => {
    const site = { of: 'site', siteId: demoSiteId('melbourne') };
    expect((await ada('POST', '/api/me/calendar-links', site)).status).toBe(403);
    const named = { of: 'site', siteId: demoSiteId('london'), withNames: true };
    expect((await ada('POST', '/api/me/calendar-links', named)).status).toBe(403);
    const nowhere = { of: 'resource', resourceId: randomUUID() };
    expect((await ada('POST', '/api/me/calendar-links', nowhere)).status).toBe(404);
    for (const bad of [{}, { of: 'house' }, { of: 'site' }, { of: 'resource', resourceId: 'x' }])
      expect((await ada('POST', '/api/me/calendar-links', bad)).status).toBe(400);
    for (let n = 0; n < 20; n++) await link(ada, { of: 'member' });
    expect((await ada('POST', '/api/me/calendar-links', { of: 'member' })).status).toBe(409);
  });
});

describe('the calendar of a room or a site', () => {
  beforeEach(async () => {
    await book({ startsAt: wednesday, title: 'Interview' });
    await book({
      startsAt: epochMs(wednesday + 2 * hourMs),
      holder: 'ben@lintel.example',
      title: 'Secret',
      people: 4,
    } as Happened);
    await book({
      startsAt: epochMs(wednesday + 4 * hourMs),
      holder: '',
      purpose: 'block',
      title: 'New carpet',
    });
    await book({
      startsAt: epochMs(wednesday + 6 * hourMs),
      holder: 'ben@lintel.example',
      state: 'requested',
    });
    await book({ startsAt: epochMs(wednesday + 6 * hourMs), room: 'Map room', holder: 'ben@lintel.example' });
  });
  const room = { of: 'resource', resourceId: demoResourceId('london', 'Reading room') };

  test('shows a member that it is taken, and their own titles alone', async () => {
    const { address } = await link(ada, room);
    const { entries, text, name } = await read(address);
    expect(name).toBe('Reading room, Lintel Holborn');
    expect(entries.map((one) => one.summary)).toEqual([
      'Reading room: Interview',
      'Reading room: Booked',
      'Reading room: Closed',
    ]);
    expect(text).not.toMatch(/Secret|Ben|Adeyemi|carpet/);
  });

  test('shows staff who asked for it the names, until their role shows them no more', async () => {
    const { address } = await link(fran, { ...room, withNames: true });
    expect((await read(address)).entries.map((one) => one.summary)).toEqual([
      'Reading room: Interview, Ada Byron',
      'Reading room: Secret, Ben Adeyemi',
      'Reading room: New carpet',
    ]);
    const withoutNames = await link(fran, room);
    expect((await read(withoutNames.address)).text).not.toMatch(/Secret|Interview/);
    const covers = (site: 'london' | 'melbourne') =>
      inHouse((tx) =>
        tx.query('UPDATE holder SET role_site_ids = $1 WHERE id = $2', [
          [demoSiteId(site)],
          demoHolderId('fran@lintel.example'),
        ]),
      );
    await covers('melbourne');
    expect((await ask(address)).status).toBe(404);
    await covers('london');
  });

  test('of a site has every room of it', async () => {
    const { address } = await link(ada, { of: 'site', siteId: demoSiteId('london') });
    const summaries = (await read(address)).entries.map((one) => one.summary);
    expect(summaries).toHaveLength(4);
    expect(summaries).toContain('Map room: Booked');
  });
});

describe('whoever tries addresses', () => {
  test('is told the same of a wrong one, a revoked one and a misspelt one, and soon has to wait', async () => {
    const { address } = await link(ada, { of: 'member' });
    const wrong = [
      address.replace(/.{5}\.ics$/, 'AAAAA.ics'),
      `${cloud.url}/calendars/x.ics`,
      `${cloud.url}/calendars/${encodeURIComponent("' OR 1=1")}.ics`,
      address.replace('.ics', ''),
    ];
    for (const one of wrong) {
      const answer = await ask(one);
      expect([answer.status, await answer.json()]).toMatchObject([404, { kind: 'unknown_calendar' }]);
    }
    const statuses: number[] = [];
    for (let n = 0; n < 40; n++) statuses.push((await ask(`${cloud.url}/calendars/guess-${n}.ics`)).status);
    expect(statuses).toContain(429);
    // Whoever knows a right address is not kept from it by others' guesses.
    expect((await ask(address)).status).toBe(200);
  });

  test('reads one calendar at most sixty times a minute', async () => {
    const { address } = await link(ada, { of: 'member' });
    const answers: Response[] = [];
    for (let n = 0; n < 70; n++) answers.push(await ask(address));
    const late = answers.at(-1);
    expect(late?.status).toBe(429);
    expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answers.filter((one) => one.status === 200).length).toBeGreaterThanOrEqual(60);
  });
});
