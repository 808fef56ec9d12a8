import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { noticesView, unsentNoticeView } from '@lintel/core/notices/wire.ts';
import { hourMs, quarterMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MailServer } from '../../../test/support/mail-server.ts';
import {
  type Person,
  seed,
  signIn,
  startTestCloud,
  type TestCloud,
} from '../../../test/support/test-cloud.ts';
import { demoResourceId } from '../seed.ts';

/** Two cloud processes on one database, as they run in production, and the mail server they share. */
let server: MailServer;
let cloud: TestCloud;
let other: TestCloud;
let mia: Person;

beforeAll(async () => {
  server = new MailServer();
  await server.start();
  const mail = { url: server.url, from: { name: 'Lintel Rooms', email: 'rooms@lintel.example' } };
  cloud = await startTestCloud({ mail });
  other = await startTestCloud({ databaseUrl: cloud.databaseUrl, keys: cloud.keys, mail });
  await seed(cloud);
  mia = await signIn(cloud.url, 'mia@lintel.example');
});
afterAll(async () => {
  await Promise.all([cloud.stop(), other.stop()]);
  await server.stop();
});

let slot = 2;
async function book(person: Person): Promise<string> {
  slot += 1;
  const startsAt = Math.ceil(Date.now() / quarterMs) * quarterMs + slot * hourMs;
  const requestId = randomUUID();
  const resourceId = demoResourceId('melbourne', 'Yarra');
  const wish = { requestId, resourceId, startsAt, endsAt: startsAt + hourMs, title: 'Standup' };
  expect((await person('POST', '/api/bookings', wish)).status).toBe(201);
  return requestId;
}

async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await what()) && performance.now() < end) await wait(50);
  expect(await what()).toBe(true);
}

async function notices(person: Person) {
  const answer = await person('GET', '/api/me/notices');
  expect(answer.status).toBe(200);
  return noticesView.parse(answer.body);
}

describe('a booking made in the portal', () => {
  test('is confirmed by one mail and one notice, and its cancel by another', async () => {
    const bookingId = await book(mia);
    await until(() => server.mailsTo('mia@lintel.example').length > 0);
    expect((await mia('POST', `/api/bookings/${bookingId}/cancel`, {})).status).toBe(200);
    await until(() => server.mailsTo('mia@lintel.example').length > 1);
    await wait(2500);
    expect(server.mailsTo('mia@lintel.example').map((mail) => mail.subject?.split(':')[0])).toEqual([
      'Booked',
      'Cancelled',
    ]);
    expect(server.mailsTo('mia@lintel.example')[1]?.text).toContain('You cancelled your booking');
    const shown = await notices(mia);
    expect(shown.unread).toBe(2);
    expect(shown.notices).toMatchObject([
      { kind: 'cancellation', bookingId, mail: { state: 'sent' } },
      { kind: 'confirmation', bookingId, mail: { state: 'sent' } },
    ]);
  });

  test('is read when its reader says so, one or all, and by nobody else', async () => {
    const { notices: before } = await notices(mia);
    const noah = await signIn(cloud.url, 'noah@lintel.example');
    await noah('POST', '/api/me/notices/read', { ids: before.map((one) => one.id) });
    expect((await notices(mia)).unread).toBe(before.length);
    const one = await mia('POST', '/api/me/notices/read', { ids: [before[0]?.id] });
    expect(one.body).toEqual({ unread: before.length - 1 });
    expect((await mia('POST', '/api/me/notices/read', {})).body).toEqual({ unread: 0 });
    expect((await notices(mia)).notices.every((notice) => notice.readAt !== undefined)).toBe(true);
    expect((await mia('POST', '/api/me/notices/read', { ids: ['x'] })).status).toBe(400);
    expect((await fetch(`${cloud.url}/api/me/notices`)).status).toBe(401);
  });
});

describe('settings', () => {
  test('let a member say where they read, and mails say times there too', async () => {
    const settings = { timeZone: 'America/New_York', reminders: false };
    expect(await mia('PUT', '/api/me/notice-settings', settings)).toMatchObject({
      status: 200,
      body: settings,
    });
    expect((await mia('GET', '/api/me/notice-settings')).body).toEqual(settings);
    for (const timeZone of ['Atlantis/Capital', '+01:00', '', 5])
      expect((await mia('PUT', '/api/me/notice-settings', { ...settings, timeZone })).status).toBe(400);
    const before = server.mailsTo('mia@lintel.example').length;
    await book(mia);
    await until(() => server.mailsTo('mia@lintel.example').length > before);
    expect(server.mailsTo('mia@lintel.example').at(-1)?.text).toMatch(/For you .*New York time \(GMT-[45]\)/);
  });

  test('of the house are a director’s to change', async () => {
    const [dora, fran] = [
      await signIn(cloud.url, 'dora@lintel.example'),
      await signIn(cloud.url, 'fran@lintel.example'),
    ];
    expect((await fran('GET', '/api/office/notice-settings')).body).toEqual({ remindMin: 60 });
    expect((await fran('PUT', '/api/office/notice-settings', { remindMin: 30 })).status).toBe(403);
    expect((await mia('GET', '/api/office/notice-settings')).status).toBe(403);
    expect((await dora('PUT', '/api/office/notice-settings', { remindMin: 30 })).status).toBe(200);
    expect((await dora('GET', '/api/office/notice-settings')).body).toEqual({ remindMin: 30 });
    for (const remindMin of [-1, 20_000, 1.5, '30'])
      expect((await dora('PUT', '/api/office/notice-settings', { remindMin })).status).toBe(400);
  });
});

describe('a mail that cannot be delivered', () => {
  test('is shown to staff of the site with the server’s words, and to its reader without them', async () => {
    server.refusals.set('noah@lintel.example', {
      at: 'RCPT TO',
      code: 550,
      words: 'Mailbox of 10.0.0.7 is full',
    });
    const matilda = await signIn(cloud.url, 'matilda@lintel.example');
    const noah = await signIn(cloud.url, 'noah@lintel.example');
    await book(noah);
    await until(async () => (await notices(noah)).notices[0]?.mail.state === 'failed');
    expect(JSON.stringify(await notices(noah))).not.toContain('10.0.0.7');
    const shown = (await matilda('GET', '/api/office/notices')).body as {
      notices: unknown[];
      mailIsSetUp: boolean;
    };
    expect(shown.mailIsSetUp).toBe(true);
    expect(unsentNoticeView.array().parse(shown.notices)).toMatchObject([
      {
        holderName: 'Noah Papadakis',
        state: 'failed',
        attempts: 1,
        lastError: expect.stringContaining('10.0.0.7'),
      },
    ]);
    const fran = await signIn(cloud.url, 'fran@lintel.example');
    expect(((await fran('GET', '/api/office/notices')).body as { notices: unknown[] }).notices).toEqual([]);
    expect((await noah('GET', '/api/office/notices')).status).toBe(403);
  });
});
