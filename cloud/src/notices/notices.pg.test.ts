import { randomUUID } from 'node:crypto';
import { readPass } from '@lintel/core/doors/pass.ts';
import { type EpochMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import ICAL from 'ical.js';
import type { ParsedMail } from 'mailparser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MailServer } from '../../../test/support/mail-server.ts';
import { freshDatabase, freshKeys } from '../../../test/support/test-cloud.ts';
import {
  type Entry,
  type Happened,
  openHouse,
  putBooking,
  putChange,
  type ToldHouse,
} from '../../../test/support/told-house.ts';
import { demoHolderId, demoOperatorId, demoResourceId, demoSiteId } from '../seed.ts';
import { smtpMailer } from './mail/smtp.ts';
import { remind } from './remind.ts';
import { sendDue } from './send.ts';
import { noticesOf } from './store.ts';
import { tellChanges } from './tell.ts';
import { tellSeries } from './tell-series.ts';

const portal = 'https://lintel.example/portal/';
const from = { name: 'Lintel Rooms', email: 'rooms@lintel.example' };
const [ada, ben, fran] = ['ada@lintel.example', 'ben@lintel.example', 'fran@lintel.example'];
/** A Tuesday in British summer time. */
const tuesday = epochMs(Date.parse('2027-06-01T08:00:00Z'));
const wednesday = epochMs(Date.parse('2027-06-02T08:30:00Z'));

let house: ToldHouse;
let server: MailServer;
let now: EpochMs = tuesday;
let mailer: ReturnType<typeof smtpMailer>;

beforeAll(async () => {
  house = await openHouse(await freshDatabase(), await freshKeys(), () => now);
});
afterAll(async () => await house.pool.end());
beforeEach(async () => {
  now = tuesday;
  server = new MailServer();
  await server.start();
  mailer = smtpMailer(server.url, from);
});
afterEach(async () => {
  mailer.close();
  await server.stop();
  await house.inHouse(async (tx) => {
    await tx.query('DELETE FROM notice');
    await tx.query('DELETE FROM booking_change');
    await tx.query('DELETE FROM booking');
    await tx.query('UPDATE holder SET time_zone = NULL, suspended_because = NULL, reminders = true');
  });
});

async function happens(booking: Happened, ...entries: readonly Entry[]): Promise<string> {
  return await house.inHouse(async (tx) => {
    const bookingId = await putBooking(tx, booking);
    for (const entry of entries) await putChange(tx, bookingId, entry);
    return bookingId;
  });
}

const tell = async () => await house.inHouse((tx) => tellChanges(tx, now, portal));
const ports = () => ({ now: () => now, withOperator: house.withOperator, keys: house.keys, mailer });

async function send(): Promise<void> {
  while ((await sendDue(ports(), demoOperatorId)) > 0);
}

async function tellAndSend(): Promise<void> {
  await tell();
  await send();
}

async function toldTo(email: string) {
  return (await house.inHouse((tx) => noticesOf(tx, demoHolderId(email), now, 100))).rows;
}

function onlyMail(to: string): ParsedMail {
  const mails = server.mailsTo(to);
  expect(mails.map((mail) => mail.subject)).toHaveLength(1);
  return mails[0] as ParsedMail;
}

function calendarOf(mail: ParsedMail) {
  const part = mail.attachments.find((one) => one.contentType === 'text/calendar');
  const calendar = new ICAL.Component(ICAL.parse(String(part?.content)));
  return {
    method: calendar.getFirstPropertyValue('method'),
    events: calendar.getAllSubcomponents('vevent').map((component) => {
      const { uid, sequence, summary, startDate, endDate } = new ICAL.Event(component);
      const status = component.getFirstPropertyValue('status');
      return {
        uid,
        sequence,
        summary,
        status,
        startsAt: startDate.toJSDate().getTime(),
        endsAt: endDate.toJSDate().getTime(),
      };
    }),
  };
}

describe('a member who books', () => {
  test('gets one mail with the time at the site, an entry for their calendar, their PIN and a pass', async () => {
    const bookingId = await happens(
      { startsAt: wednesday, title: 'Chapter, two', amount: 1200, version: 1 },
      { kind: 'booked', at: tuesday, by: ada },
    );
    await tellAndSend();
    await tellAndSend();
    const mail = onlyMail(ada);
    expect(mail.subject).toBe('Booked: Reading room, Wed 2 Jun 09:30 London time');
    expect(mail.from?.text).toBe('"Lintel Rooms" <rooms@lintel.example>');
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    for (const body of [mail.text, mail.html]) {
      expect(body).toContain('Wednesday 2 June 2027, 09:30–10:30, London time (BST)');
      expect(body).toContain('Chapter, two');
      expect(body).toContain('£12.00');
      expect(body).toMatch(/PIN at the door: (<strong>)?\d{6}/);
      expect(body).toContain(portal);
      expect(body).not.toContain('For you');
    }
    expect(calendarOf(mail)).toEqual({
      method: 'REQUEST',
      events: [
        {
          uid: bookingId,
          sequence: 1,
          summary: 'Chapter, two (Reading room)',
          status: 'CONFIRMED',
          startsAt: wednesday,
          endsAt: wednesday + hourMs,
        },
      ],
    });
  });

  test('gets a pass that lives as long as the booking, shown by the mail itself and by nothing from elsewhere', async () => {
    const bookingId = await happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await tellAndSend();
    const mail = onlyMail(ada);
    const picture = mail.attachments.find((one) => one.contentType === 'image/png');
    expect(picture?.cid).toBe('pass@lintel');
    expect(picture?.content.subarray(1, 4).toString()).toBe('PNG');
    expect(server.raw[0]).toContain('cid:pass@lintel');
    const html = String(mail.html).replace(/src="data:[^"]*"/g, '');
    expect(html).not.toMatch(/src="http|url\(|<link|<script/i);
    const { issueBookingPass } = await import('../doors/issue-pass.ts');
    const pass = await house.inHouse((tx) => issueBookingPass(tx, bookingId as never, now, house.keys));
    const statement = readPass(pass?.text ?? '')?.statement;
    expect(statement).toMatchObject({
      booking: { id: bookingId, version: 1 },
      holderId: demoHolderId(ada),
      expiresAt: wednesday + hourMs,
    });
  });

  test('reads the time where they are too, when their clock differs', async () => {
    await house.inHouse((tx) =>
      tx.query(`UPDATE holder SET time_zone = 'Europe/Berlin' WHERE id = $1`, [demoHolderId(ada)]),
    );
    await happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await tellAndSend();
    expect(onlyMail(ada).text).toContain('Wednesday 2 June 2027, 10:30–11:30, Berlin time (CEST)');
  });

  test('cannot put a header or a tag into the mail by what they type', async () => {
    await happens(
      { startsAt: wednesday, title: '<img src=x onerror=alert(1)> & "more"' },
      { kind: 'booked', at: tuesday, by: ada },
    );
    await tellAndSend();
    const mail = onlyMail(ada);
    expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;more&quot;');
    expect(mail.text).toContain('<img src=x onerror=alert(1)> & "more"');
  });

  test('hears nothing of a check-in, of a title, and of giving the rest back themselves', async () => {
    await happens(
      { startsAt: wednesday, state: 'ended' },
      { kind: 'checked_in', at: tuesday, by: ada },
      { kind: 'described', at: tuesday, by: ada },
      { kind: 'ended', at: tuesday, by: ada },
    );
    await happens(
      { startsAt: wednesday, room: 'Map room', holder: '', purpose: 'block' },
      { kind: 'booked', at: tuesday, by: fran },
    );
    await happens(
      { startsAt: wednesday, room: 'Press room', holder: '' },
      { kind: 'booked', at: tuesday, byName: 'panel' },
    );
    await tellAndSend();
    expect(server.taken).toEqual([]);
    expect(await toldTo(ada)).toEqual([]);
  });
});

describe('what staff do', () => {
  test('is told with their name: a cancel with its reason, and that it leaves the calendar', async () => {
    const bookingId = await happens(
      { startsAt: wednesday, state: 'cancelled', version: 2 },
      { kind: 'booked', at: tuesday, by: ada },
      {
        kind: 'cancelled',
        at: tuesday,
        by: fran,
        version: 2,
        state: 'cancelled',
        why: 'The ceiling leaks, sorry.',
      },
    );
    await tellAndSend();
    const mail = onlyMail(ada);
    expect(mail.subject).toMatch(/^Cancelled: Reading room/);
    expect(mail.text).toContain('was cancelled by Fran Bell of Lintel Rooms.');
    expect(mail.text).toContain('The ceiling leaks, sorry.');
    expect(mail.text).toContain('Nothing is charged for it.');
    expect(mail.text).not.toContain('PIN');
    expect(calendarOf(mail)).toMatchObject({
      method: 'CANCEL',
      events: [{ uid: bookingId, sequence: 2, status: 'CANCELLED' }],
    });
  });

  test('is told as a move from where it was to where it is, and not why they overrode a rule', async () => {
    const was = {
      resourceId: demoResourceId('london', 'Map room'),
      startsAt: wednesday,
      endsAt: wednesday + hourMs,
    };
    const later = epochMs(wednesday + 2 * hourMs);
    await happens(
      { startsAt: later, version: 2 },
      { kind: 'moved', at: tuesday, by: fran, version: 2, was, why: 'Overridden (closed): VIP.' },
    );
    await tellAndSend();
    const mail = onlyMail(ada);
    expect(mail.text).toContain('Your booking was moved by Fran Bell of Lintel Rooms.');
    expect(mail.text).toMatch(/What\s+Reading room\n\s+\(was: Map room\)/);
    expect(mail.text).toMatch(/11:30–12:30, London time \(BST\)\n\s+\(was: .*09:30–10:30/);
    expect(mail.text).not.toContain('VIP');
    expect(mail.html).toContain('<s>Map room</s>');
  });

  test('reaches both when a booking changes hands', async () => {
    const was = {
      resourceId: demoResourceId('london', 'Reading room'),
      startsAt: wednesday,
      endsAt: wednesday + hourMs,
      holderId: demoHolderId(ada),
    };
    await happens(
      { startsAt: wednesday, holder: ben, version: 2 },
      { kind: 'transferred', at: tuesday, by: ada, version: 2, was },
    );
    await tellAndSend();
    expect(onlyMail(ada).text).toContain(
      'You gave your booking of Reading room at Lintel Holborn to somebody else.',
    );
    expect(onlyMail(ada).text).not.toContain('Ben');
    expect(calendarOf(onlyMail(ada)).method).toBe('CANCEL');
    expect(onlyMail(ben).text).toContain('is yours now: Ada Byron gave it to you.');
    expect(calendarOf(onlyMail(ben))).toMatchObject({ method: 'REQUEST', events: [{ sequence: 2 }] });
  });
});

describe('one move for the person', () => {
  test('is one mail, also when it took two bookings: the same entry goes on, with a higher sequence', async () => {
    const old = await happens(
      { startsAt: wednesday, state: 'cancelled', version: 4 },
      { kind: 'cancelled', at: tuesday, byName: 'site', state: 'cancelled', version: 4 },
    );
    const later = epochMs(wednesday + 5 * 24 * hourMs);
    await happens(
      { startsAt: later, replaces: old, calendarUid: old },
      { kind: 'booked', at: tuesday, by: ada },
    );
    await tellAndSend();
    const mail = onlyMail(ada);
    expect(mail.subject).toMatch(/^Moved: Reading room, Mon 7 Jun/);
    expect(mail.text).toContain('(was: Wednesday 2 June 2027');
    expect(calendarOf(mail).events).toMatchObject([{ uid: old, sequence: 5, startsAt: later }]);
  });

  test('that the site refused leaves the old one, and says so with the site’s reasons', async () => {
    const old = await happens({ startsAt: wednesday });
    const later = epochMs(wednesday + hourMs);
    await happens(
      {
        startsAt: later,
        replaces: old,
        calendarUid: old,
        state: 'refused',
        refusals: [{ kind: 'taken', until: later + hourMs, bookingIds: [] }],
      },
      { kind: 'refused', at: tuesday, state: 'refused' },
    );
    await tellAndSend();
    const mail = onlyMail(ada);
    expect(mail.subject).toMatch(/^Not moved/);
    expect(mail.text).toContain('It stays as it was');
    expect(mail.text).toContain('It is taken until 11:30');
  });
});

describe('a change that the site refused', () => {
  test('is told with the reason, and takes nothing back of what was told before', async () => {
    await happens(
      { startsAt: wednesday },
      { kind: 'booked', at: tuesday, by: ada },
      { kind: 'refused', at: tuesday, why: 'Not changed. It is taken until 12:00.' },
    );
    await tellAndSend();
    const mails = server.mailsTo(ada);
    expect(mails.map((mail) => mail.subject?.split(':')[0])).toEqual(['Booked', 'Not changed']);
    expect(mails[1]?.text).toContain('It stays as it was.');
    expect(mails[1]?.text).toContain('It is taken until 12:00.');
  });
});

describe('several at once', () => {
  test('are one mail that names them all', async () => {
    const groupId = randomUUID();
    for (const room of ['Map room', 'Press room', 'Long gallery'])
      await happens({ startsAt: wednesday, room, groupId }, { kind: 'booked', at: tuesday, by: ada });
    await tellAndSend();
    const mail = onlyMail(ada);
    for (const room of ['Map room', 'Press room', 'Long gallery']) expect(mail.subject).toContain(room);
    expect(calendarOf(mail)).toMatchObject({ method: 'PUBLISH', events: [{}, {}, {}] });
  });
});

describe('a request', () => {
  test('that the site answers at once is not spoken of, and one that hangs is', async () => {
    const answered = await happens(
      { startsAt: wednesday, version: 1 },
      { kind: 'requested', at: tuesday, by: ada, state: 'requested' },
    );
    const hanging = await happens(
      { startsAt: wednesday, room: 'Map room', holder: ben, state: 'requested' },
      { kind: 'requested', at: tuesday, by: ben, state: 'requested' },
    );
    await tell();
    await house.inHouse((tx) => putChange(tx, answered, { kind: 'confirmed', at: now }));
    await tellAndSend();
    expect(server.taken.map((mail) => mail.subject)).toEqual([
      expect.stringMatching(/^Booked: Reading room/),
    ]);
    expect(await toldTo(ben)).toEqual([]);

    now = epochMs(now + minuteMs);
    await send();
    expect(onlyMail(ada).subject).toMatch(/^Booked/);
    expect(onlyMail(ben).subject).toMatch(/^Not booked yet: Map room/);
    expect((await toldTo(ben)).map((row) => row.booking_id)).toEqual([hanging]);
  });

  test('that is refused is told with every reason', async () => {
    const refusals = [
      { kind: 'taken', until: wednesday + hourMs, bookingIds: [] },
      { kind: 'too_many_people', most: 6 },
    ];
    await happens(
      { startsAt: wednesday, state: 'refused', refusals },
      { kind: 'refused', at: tuesday, state: 'refused' },
    );
    await tellAndSend();
    const { text } = onlyMail(ada);
    expect(text).toContain('It is taken until 10:30');
    expect(text).toContain('at most 6 people');
    expect(onlyMail(ada).attachments).toEqual([]);
  });
});

describe('a wait-list offer', () => {
  test('is told while it stands, and told over when it went to the next', async () => {
    const offer = { startsAt: wednesday, purpose: 'hold', source: 'wait_list' };
    const bookingId = await happens(offer, { kind: 'booked', at: tuesday, byName: 'Wait-list' });
    await tellAndSend();
    expect(onlyMail(ada).subject).toMatch(/^Free for you/);
    await happens(
      { ...offer, id: bookingId, state: 'cancelled', version: 2 },
      { kind: 'cancelled', at: tuesday, version: 2, state: 'cancelled' },
    );
    await tellAndSend();
    expect(server.mailsTo(ada)[1]?.subject).toMatch(/^Offer over/);
  });
});

describe('a reminder', () => {
  test('comes an hour before, once, and again for another time', async () => {
    const bookingId = await happens({ startsAt: wednesday });
    const look = async () => {
      await Promise.all([1, 2, 3].map(() => house.inHouse((tx) => remind(tx, now, portal))));
      await send();
    };
    now = epochMs(wednesday - hourMs - 1);
    await look();
    expect(server.taken).toEqual([]);
    now = epochMs(wednesday - hourMs);
    await look();
    now = epochMs(now + 10 * minuteMs);
    await look();
    expect(onlyMail(ada).subject).toBe('Soon: Reading room, Wed 2 Jun 09:30 London time');
    expect(onlyMail(ada).text).toMatch(/PIN at the door: \d{6}/);

    await happens({ id: bookingId, startsAt: epochMs(wednesday + 4 * hourMs), version: 2 });
    now = epochMs(wednesday + 3 * hourMs);
    await look();
    expect(server.mailsTo(ada).map((mail) => mail.subject)).toHaveLength(2);
  });

  test('does not come to whoever wants none, has only just booked, was released, or is there already', async () => {
    now = epochMs(wednesday - 30 * minuteMs);
    await happens({ startsAt: wednesday, bookedAt: epochMs(now - minuteMs) });
    await happens({ startsAt: wednesday, room: 'Map room', state: 'checked_in' });
    await happens({ startsAt: wednesday, room: 'Press room', state: 'released' });
    await happens({ startsAt: wednesday, room: 'Long gallery', holder: ben });
    await house.inHouse((tx) =>
      tx.query('UPDATE holder SET reminders = false WHERE id = $1', [demoHolderId(ben)]),
    );
    expect(await house.inHouse((tx) => remind(tx, now, portal))).toBe(0);
  });

  test('is dropped when the booking was cancelled before it went out', async () => {
    const bookingId = await happens({ startsAt: wednesday });
    now = epochMs(wednesday - 50 * minuteMs);
    await house.inHouse((tx) => remind(tx, now, portal));
    await happens({ id: bookingId, startsAt: wednesday, state: 'cancelled', version: 2 });
    await send();
    expect(server.taken).toEqual([]);
    expect(await toldTo(ada)).toEqual([]);
  });
});

describe('several cloud processes', () => {
  test('tell each change once and send each mail once between them', async () => {
    const startsAt = (n: number) => epochMs(wednesday + n * hourMs);
    for (let n = 0; n < 60; n++)
      await happens({ startsAt: startsAt(n) }, { kind: 'booked', at: tuesday, by: ada });
    const looked = await Promise.all(
      Array.from({ length: 6 }, () => house.inHouse((tx) => tellChanges(tx, now, portal, 25))),
    );
    expect(looked.reduce((sum, one) => sum + one, 0)).toBe(60);
    expect(await toldTo(ada)).toHaveLength(60);
    await Promise.all([send(), send(), send()]);
    expect(server.mailsTo(ada)).toHaveLength(60);
    expect(new Set(server.taken.map((mail) => mail.messageId)).size).toBe(60);
  });

  test('leave a change untold when the transaction that told it did not commit', async () => {
    await happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    const failing = house.inHouse(async (tx) => {
      await tellChanges(tx, now, portal);
      throw new Error('the plug was pulled');
    });
    await expect(failing).rejects.toThrow('the plug was pulled');
    expect(await toldTo(ada)).toEqual([]);
    await tellAndSend();
    onlyMail(ada);
  });
});

describe('a mail server', () => {
  test('that is down delays a mail, and what is no longer so by then is not sent', async () => {
    await server.stop();
    const kept = await happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    const gone = await happens(
      { startsAt: wednesday, room: 'Map room', holder: ben },
      { kind: 'booked', at: tuesday, by: ben },
    );
    await tellAndSend();
    const [waiting] = await toldTo(ada);
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1, booking_id: kept });
    expect(waiting?.last_error).toMatch(/ECONNREFUSED/);
    expect(waiting?.due_at).toBe(now + minuteMs);

    await happens(
      { id: gone, startsAt: wednesday, room: 'Map room', holder: ben, state: 'cancelled', version: 2 },
      { kind: 'cancelled', at: tuesday, by: ben, version: 2, state: 'cancelled' },
    );
    await server.start();
    await tell();
    now = epochMs(now + minuteMs);
    await send();
    expect(onlyMail(ada).subject).toMatch(/^Booked/);
    expect((await toldTo(ada)).map((row) => row.state)).toEqual(['sent']);
    expect(onlyMail(ben).subject).toMatch(/^Cancelled/);
  });

  test('is asked less and less often, and after three days no more', async () => {
    await server.stop();
    const far = epochMs(wednesday + 30 * 24 * hourMs);
    await happens({ startsAt: far }, { kind: 'booked', at: tuesday, by: ada });
    await tell();
    const tries: number[] = [];
    for (let n = 0; n < 100; n++) {
      await send();
      const [row] = await toldTo(ada);
      if (row?.state !== 'waiting') break;
      tries.push((row.due_at - now) / minuteMs);
      now = row.due_at;
    }
    expect(tries.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(await toldTo(ada)).toMatchObject([
      { state: 'failed', last_error: expect.stringMatching(/ECONNREFUSED/) },
    ]);
    expect(now - tuesday).toBeGreaterThanOrEqual(72 * hourMs);
  });

  test('that knows no such address is believed, and the mail is kept as failed with its words', async () => {
    server.refusals.set(ada, { at: 'RCPT TO', code: 550, words: 'No such mailbox' });
    server.refusals.set(ben, { at: 'RCPT TO', code: 451, words: 'Try later' });
    await happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await happens(
      { startsAt: wednesday, room: 'Map room', holder: ben },
      { kind: 'booked', at: tuesday, by: ben },
    );
    await tellAndSend();
    expect(await toldTo(ada)).toMatchObject([
      { state: 'failed', attempts: 1, last_error: expect.stringMatching(/No such mailbox/) },
    ]);
    expect(await toldTo(ben)).toMatchObject([
      { state: 'waiting', last_error: expect.stringMatching(/Try later/) },
    ]);
    server.refusals.clear();
    now = epochMs(now + minuteMs);
    await send();
    expect(server.mailsTo(ada)).toEqual([]);
    onlyMail(ben);
  });

  test('that is nowhere set up costs no notice: it is kept, and shown as not sent', async () => {
    await happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await tell();
    const mailless = { ...ports(), mailer: undefined };
    await sendDue(mailless, demoOperatorId);
    expect(await toldTo(ada)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    const [row] = await toldTo(ada);
    expect(row?.text).toContain('Reading room at Lintel Holborn is booked for you.');
    expect(row?.text).not.toContain('PIN');
    expect(JSON.stringify(row?.letter)).not.toMatch(/\b\d{6}\b/);
    now = epochMs(now + 5 * minuteMs);
    await send();
    onlyMail(ada);
  });

  test('gets neither PIN nor pass for a member who is suspended', async () => {
    await house.inHouse((tx) =>
      tx.query(`UPDATE holder SET suspended_because = 'Unpaid.' WHERE id = $1`, [demoHolderId(ada)]),
    );
    await happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await tellAndSend();
    expect(onlyMail(ada).text).not.toContain('PIN');
    expect(onlyMail(ada).attachments.some((one) => one.contentType === 'image/png')).toBe(false);
  });
});

describe('a series', () => {
  async function seriesOf(holder: string, madeBy: string, body: unknown, kind: string): Promise<string> {
    const seriesId = randomUUID();
    const parts = [
      {
        fromDate: '2027-06-07',
        startMin: 540,
        endMin: 600,
        resourceId: demoResourceId('london', 'Desk 4'),
        title: '',
        people: 0,
      },
    ];
    const dates = { repeats: { kind: 'weekly', weekdays: [1], everyWeeks: 1 }, fromDate: '2027-06-07' };
    await house.inHouse(async (tx) => {
      await tx.query(
        `INSERT INTO series (operator_id, id, site_id, holder_id, made_by, purpose, dates, parts, asked, version, state, made_at)
         VALUES ($1, $2, $3, $4, $5, 'use', $6, $7, '', 1, 'running', $8)`,
        [
          tx.operatorId,
          seriesId,
          demoSiteId('london'),
          demoHolderId(holder),
          demoHolderId(madeBy),
          JSON.stringify(dates),
          JSON.stringify(parts),
          new Date(tuesday),
        ],
      );
      await tx.query(
        'INSERT INTO series_event (operator_id, series_id, at, kind, body) VALUES ($1, $2, $3, $4, $5)',
        [tx.operatorId, seriesId, new Date(tuesday), kind, JSON.stringify({ kind, ...(body as object) })],
      );
    });
    return seriesId;
  }
  const tellOfSeries = async () => {
    await house.inHouse((tx) => tellSeries(tx, now, portal));
    await tellAndSend();
  };

  test('is told of as a whole, and only what could not be booked', async () => {
    const clashes = [{ date: '2027-06-14', sentence: 'It is taken until 12:00.' }];
    const seriesId = await seriesOf(
      ada,
      ada,
      { toHolderId: demoHolderId(ada), booked: 9, clashes },
      'series_made',
    );
    for (let n = 0; n < 9; n++)
      await happens(
        { startsAt: epochMs(wednesday + n * 24 * hourMs), seriesId, source: 'series' },
        { kind: 'booked', at: tuesday, by: ada },
      );
    await seriesOf(ben, ben, { toHolderId: demoHolderId(ben), booked: 9, clashes: [] }, 'series_made');
    await tellOfSeries();
    const mail = onlyMail(ada);
    expect(mail.subject).toBe('1 date not booked: Desk 4, Every Monday, 09:00 to 10:00, from 7 June 2027');
    expect(mail.text).toMatch(/Monday 14 June 2027\s+It is taken until 12:00\./);
    expect(mail.text).toContain('9 dates are');
    expect(server.mailsTo(ben)).toEqual([]);
  });

  test('cancelled by staff is one mail for all its dates, and one date cancelled alone is one for itself', async () => {
    const seriesId = await seriesOf(
      ada,
      ada,
      { by: demoHolderId(fran), dates: 3, from: '2027-06-02', until: '2027-06-04' },
      'series_cancelled',
    );
    for (let n = 0; n < 4; n++)
      await happens(
        {
          startsAt: epochMs(wednesday + n * 24 * hourMs),
          seriesId,
          source: 'series',
          state: 'cancelled',
          version: 2,
        },
        { kind: 'cancelled', at: tuesday, by: fran, version: 2, state: 'cancelled' },
      );
    await tellOfSeries();
    expect(
      server
        .mailsTo(ada)
        .map((mail) => mail.subject?.split(',')[0])
        .sort(),
    ).toEqual(['Cancelled: Reading room', 'Series cancelled: Desk 4']);
  });
});
