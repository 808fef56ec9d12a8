import { randomUUID } from 'node:crypto';
import { readPass } from '@lintel/core/doors/pass.ts';
import { epochMs, hourMs } from '@lintel/core/time.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { calendarOf, portal, Told, tuesday, wednesday } from '../../../test/support/told.ts';
import { issueBookingPass } from '../doors/issue-pass.ts';
import { demoHolderId, demoResourceId } from '../seed.ts';

const [ada, ben, fran] = ['ada@lintel.example', 'ben@lintel.example', 'fran@lintel.example'];
let told: Told;

beforeAll(async () => {
  told = await Told.open();
});
afterAll(async () => await told.close());
beforeEach(async () => await told.begin());
afterEach(async () => await told.forget());

describe('a member who books', () => {
  test('gets one mail with the time at the site, an entry for their calendar, their PIN and a pass', async () => {
    const bookingId = await told.happens(
      { startsAt: wednesday, title: 'Chapter, two', amount: 1200, version: 1 },
      { kind: 'booked', at: tuesday, by: ada },
    );
    await told.tellAndSend();
    await told.tellAndSend();
    const mail = told.onlyMail(ada);
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
    const bookingId = await told.happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await told.tellAndSend();
    const mail = told.onlyMail(ada);
    const picture = mail.attachments.find((one) => one.contentType === 'image/png');
    expect(picture?.cid).toBe('pass@lintel');
    expect(picture?.content.subarray(1, 4).toString()).toBe('PNG');
    expect(told.server.raw[0]).toContain('cid:pass@lintel');
    const html = String(mail.html).replace(/src="data:[^"]*"/g, '');
    expect(html).not.toMatch(/src="http|url\(|<link|<script/i);
    const pass = await told.inHouse((tx) => issueBookingPass(tx, bookingId as never, told.now, told.keys));
    const statement = readPass(pass?.text ?? '')?.statement;
    expect(statement).toMatchObject({
      booking: { id: bookingId, version: 1 },
      holderId: demoHolderId(ada),
      expiresAt: wednesday + hourMs,
    });
  });

  test('reads the time where they are too, when their clock differs', async () => {
    await told.inHouse((tx) =>
      tx.query(`UPDATE holder SET time_zone = 'Europe/Berlin' WHERE id = $1`, [demoHolderId(ada)]),
    );
    await told.happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await told.tellAndSend();
    expect(told.onlyMail(ada).text).toContain('Wednesday 2 June 2027, 10:30–11:30, Berlin time (CEST)');
  });

  test('cannot put a header or a tag into the mail by what they type', async () => {
    await told.happens(
      { startsAt: wednesday, title: '<img src=x onerror=alert(1)> & "more"' },
      { kind: 'booked', at: tuesday, by: ada },
    );
    await told.tellAndSend();
    const mail = told.onlyMail(ada);
    expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt; &amp; &quot;more&quot;');
    expect(mail.text).toContain('<img src=x onerror=alert(1)> & "more"');
  });

  test('hears nothing of a check-in, of a title, and of giving the rest back themselves', async () => {
    await told.happens(
      { startsAt: wednesday, state: 'ended' },
      { kind: 'checked_in', at: tuesday, by: ada },
      { kind: 'described', at: tuesday, by: ada },
      { kind: 'ended', at: tuesday, by: ada },
    );
    await told.happens(
      { startsAt: wednesday, room: 'Map room', holder: '', purpose: 'block' },
      { kind: 'booked', at: tuesday, by: fran },
    );
    await told.happens(
      { startsAt: wednesday, room: 'Press room', holder: '' },
      { kind: 'booked', at: tuesday, byName: 'panel' },
    );
    await told.tellAndSend();
    expect(told.server.taken).toEqual([]);
    expect(await told.toldTo(ada)).toEqual([]);
  });
});

describe('what staff do', () => {
  test('is told with their name: a cancel with its reason, and that it leaves the calendar', async () => {
    const bookingId = await told.happens(
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
    await told.tellAndSend();
    const mail = told.onlyMail(ada);
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
    await told.happens(
      { startsAt: later, version: 2 },
      { kind: 'moved', at: tuesday, by: fran, version: 2, was, why: 'Overridden (closed): VIP.' },
    );
    await told.tellAndSend();
    const mail = told.onlyMail(ada);
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
    await told.happens(
      { startsAt: wednesday, holder: ben, version: 2 },
      { kind: 'transferred', at: tuesday, by: ada, version: 2, was },
    );
    await told.tellAndSend();
    expect(told.onlyMail(ada).text).toContain(
      'You gave your booking of Reading room at Lintel Holborn to somebody else.',
    );
    expect(told.onlyMail(ada).text).not.toContain('Ben');
    expect(calendarOf(told.onlyMail(ada)).method).toBe('CANCEL');
    expect(told.onlyMail(ben).text).toContain('is yours now: Ada Byron gave it to you.');
    expect(calendarOf(told.onlyMail(ben))).toMatchObject({ method: 'REQUEST', events: [{ sequence: 2 }] });
  });
});

describe('one move for the person', () => {
  test('is one mail, also when it took two bookings: the same entry goes on, with a higher sequence', async () => {
    const old = await told.happens(
      { startsAt: wednesday, state: 'cancelled', version: 4 },
      { kind: 'cancelled', at: tuesday, byName: 'site', state: 'cancelled', version: 4 },
    );
    const later = epochMs(wednesday + 5 * 24 * hourMs);
    await told.happens(
      { startsAt: later, replaces: old, calendarUid: old },
      { kind: 'booked', at: tuesday, by: ada },
    );
    await told.tellAndSend();
    const mail = told.onlyMail(ada);
    expect(mail.subject).toMatch(/^Moved: Reading room, Mon 7 Jun/);
    expect(mail.text).toContain('(was: Wednesday 2 June 2027');
    expect(calendarOf(mail).events).toMatchObject([{ uid: old, sequence: 5, startsAt: later }]);
  });

  test('that the site refused leaves the old one, and says so with the site’s reasons', async () => {
    const old = await told.happens({ startsAt: wednesday });
    const later = epochMs(wednesday + hourMs);
    await told.happens(
      {
        startsAt: later,
        replaces: old,
        calendarUid: old,
        state: 'refused',
        refusals: [{ kind: 'taken', until: later + hourMs, bookingIds: [] }],
      },
      { kind: 'refused', at: tuesday, state: 'refused' },
    );
    await told.tellAndSend();
    const mail = told.onlyMail(ada);
    expect(mail.subject).toMatch(/^Not moved/);
    expect(mail.text).toContain('It stays as it was');
    expect(mail.text).toContain('It is taken until 11:30');
  });
});

describe('several at once', () => {
  test('are one mail that names them all', async () => {
    const groupId = randomUUID();
    for (const room of ['Map room', 'Press room', 'Long gallery'])
      await told.happens({ startsAt: wednesday, room, groupId }, { kind: 'booked', at: tuesday, by: ada });
    await told.tellAndSend();
    const mail = told.onlyMail(ada);
    for (const room of ['Map room', 'Press room', 'Long gallery']) expect(mail.subject).toContain(room);
    expect(calendarOf(mail)).toMatchObject({ method: 'PUBLISH', events: [{}, {}, {}] });
  });
});
