import { randomUUID } from 'node:crypto';
import { type EpochMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { portal, Told, tuesday, wednesday } from '../../../test/support/told.ts';
import { putChange } from '../../../test/support/told-house.ts';
import { demoHolderId, demoResourceId, demoSiteId } from '../seed.ts';
import { remind } from './remind.ts';
import { tellSeries } from './tell-series.ts';

const [ada, ben, fran] = ['ada@lintel.example', 'ben@lintel.example', 'fran@lintel.example'];
let told: Told;

beforeAll(async () => {
  told = await Told.open();
});
afterAll(async () => await told.close());
beforeEach(async () => await told.begin());
afterEach(async () => await told.forget());

describe('a change that the site refused', () => {
  test('is told with the reason, and takes nothing back of what was told before', async () => {
    await told.happens(
      { startsAt: wednesday },
      { kind: 'booked', at: tuesday, by: ada },
      { kind: 'refused', at: tuesday, why: 'Not changed. It is taken until 12:00.' },
    );
    await told.tellAndSend();
    const mails = told.server.mailsTo(ada);
    expect(mails.map((mail) => mail.subject?.split(':')[0])).toEqual(['Booked', 'Not changed']);
    expect(mails[1]?.text).toContain('It stays as it was.');
    expect(mails[1]?.text).toContain('It is taken until 12:00.');
  });
});

describe('a request', () => {
  test('that the site answers at once is not spoken of, and one that hangs is', async () => {
    const answered = await told.happens(
      { startsAt: wednesday, version: 1 },
      { kind: 'requested', at: tuesday, by: ada, state: 'requested' },
    );
    const hanging = await told.happens(
      { startsAt: wednesday, room: 'Map room', holder: ben, state: 'requested' },
      { kind: 'requested', at: tuesday, by: ben, state: 'requested' },
    );
    await told.tell();
    await told.inHouse((tx) => putChange(tx, answered, { kind: 'confirmed', at: told.now }));
    await told.tellAndSend();
    expect(told.server.taken.map((mail) => mail.subject)).toEqual([
      expect.stringMatching(/^Booked: Reading room/),
    ]);
    expect(await told.toldTo(ben)).toEqual([]);

    told.now = epochMs(told.now + minuteMs);
    await told.send();
    expect(told.onlyMail(ada).subject).toMatch(/^Booked/);
    expect(told.onlyMail(ben).subject).toMatch(/^Not booked yet: Map room/);
    expect((await told.toldTo(ben)).map((row) => row.booking_id)).toEqual([hanging]);
  });

  test('that is refused is told with every reason', async () => {
    const refusals = [
      { kind: 'taken', until: wednesday + hourMs, bookingIds: [] },
      { kind: 'too_many_people', most: 6 },
    ];
    await told.happens(
      { startsAt: wednesday, state: 'refused', refusals },
      { kind: 'refused', at: tuesday, state: 'refused' },
    );
    await told.tellAndSend();
    const { text } = told.onlyMail(ada);
    expect(text).toContain('It is taken until 10:30');
    expect(text).toContain('at most 6 people');
    expect(told.onlyMail(ada).attachments).toEqual([]);
  });
});

describe('a wait-list offer', () => {
  async function putWait(bookingId: string): Promise<string> {
    const id = randomUUID();
    await told.inHouse((tx) =>
      tx.query(
        `INSERT INTO wait (operator_id, id, site_id, holder_id, kind, people, starts_at, ends_at, asked_at, state, look_at, booking_id)
         VALUES ($1, $2, $3, $4, 'room', 1, $5, $5::timestamptz + interval '1 hour', $6, 'offering', $6, $7)`,
        [
          tx.operatorId,
          id,
          demoSiteId('london'),
          demoHolderId(ada),
          new Date(wednesday),
          new Date(tuesday),
          bookingId,
        ],
      ),
    );
    return id;
  }
  const stands = async (id: string, until: EpochMs) =>
    await told.inHouse((tx) =>
      tx.query(`UPDATE wait SET state = 'offered', expires_at = $2 WHERE id = $1`, [id, new Date(until)]),
    );

  test('is told while it stands, and told over when it went to the next', async () => {
    const offer = { startsAt: wednesday, purpose: 'hold', source: 'wait_list' };
    const bookingId = await told.happens(offer, { kind: 'booked', at: tuesday, byName: 'Wait-list' });
    const waits = await putWait(bookingId);
    await told.tellAndSend();
    // It is not yet written how long it stands.
    expect(told.server.taken).toEqual([]);
    await stands(waits, epochMs(tuesday + 15 * minuteMs));
    await told.tellAndSend();
    expect(told.onlyMail(ada).subject).toMatch(/^Free for you/);
    expect(told.onlyMail(ada).text).toContain('by 09:15 on Tuesday 1 June 2027, London time (BST)');
    await told.happens(
      { ...offer, id: bookingId, state: 'cancelled', version: 2 },
      { kind: 'cancelled', at: tuesday, version: 2, state: 'cancelled' },
    );
    await told.tellAndSend();
    expect(told.server.mailsTo(ada)[1]?.subject).toMatch(/^Offer over/);
  });
});

describe('a reminder', () => {
  test('comes an hour before, once, and again for another time', async () => {
    const bookingId = await told.happens({ startsAt: wednesday });
    const look = async () => {
      await Promise.all([1, 2, 3].map(() => told.inHouse((tx) => remind(tx, told.now, portal))));
      await told.send();
    };
    told.now = epochMs(wednesday - hourMs - 1);
    await look();
    expect(told.server.taken).toEqual([]);
    told.now = epochMs(wednesday - hourMs);
    await look();
    told.now = epochMs(told.now + 10 * minuteMs);
    await look();
    expect(told.onlyMail(ada).subject).toBe('Soon: Reading room, Wed 2 Jun 09:30 London time');
    expect(told.onlyMail(ada).text).toMatch(/PIN at the door: \d{6}/);

    await told.happens({ id: bookingId, startsAt: epochMs(wednesday + 4 * hourMs), version: 2 });
    told.now = epochMs(wednesday + 3 * hourMs);
    await look();
    expect(told.server.mailsTo(ada).map((mail) => mail.subject)).toHaveLength(2);
  });

  test('does not come to whoever wants none, has only just booked, was released, or is there already', async () => {
    told.now = epochMs(wednesday - 30 * minuteMs);
    await told.happens({ startsAt: wednesday, bookedAt: epochMs(told.now - minuteMs) });
    await told.happens({ startsAt: wednesday, room: 'Map room', state: 'checked_in' });
    await told.happens({ startsAt: wednesday, room: 'Press room', state: 'released' });
    await told.happens({ startsAt: wednesday, room: 'Long gallery', holder: ben });
    await told.inHouse((tx) =>
      tx.query('UPDATE holder SET reminders = false WHERE id = $1', [demoHolderId(ben)]),
    );
    expect(await told.inHouse((tx) => remind(tx, told.now, portal))).toBe(0);
  });

  test('is dropped when the booking was cancelled before it went out', async () => {
    const bookingId = await told.happens({ startsAt: wednesday });
    told.now = epochMs(wednesday - 50 * minuteMs);
    await told.inHouse((tx) => remind(tx, told.now, portal));
    await told.happens({ id: bookingId, startsAt: wednesday, state: 'cancelled', version: 2 });
    await told.send();
    expect(told.server.taken).toEqual([]);
    expect(await told.toldTo(ada)).toEqual([]);
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
    await told.inHouse(async (tx) => {
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
    await told.inHouse((tx) => tellSeries(tx, told.now, portal));
    await told.tellAndSend();
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
      await told.happens(
        { startsAt: epochMs(wednesday + n * 24 * hourMs), seriesId, source: 'series' },
        { kind: 'booked', at: tuesday, by: ada },
      );
    await seriesOf(ben, ben, { toHolderId: demoHolderId(ben), booked: 9, clashes: [] }, 'series_made');
    await tellOfSeries();
    const mail = told.onlyMail(ada);
    expect(mail.subject).toBe('1 date not booked: Desk 4, Every Monday, 09:00 to 10:00, from 7 June 2027');
    expect(mail.text).toMatch(/Monday 14 June 2027\s+It is taken until 12:00\./);
    expect(mail.text).toContain('9 dates are');
    expect(told.server.mailsTo(ben)).toEqual([]);
  });

  test('cancelled by staff is one mail for all its dates, and one date cancelled alone is one for itself', async () => {
    const seriesId = await seriesOf(
      ada,
      ada,
      { by: demoHolderId(fran), dates: 3, from: '2027-06-02', until: '2027-06-04' },
      'series_cancelled',
    );
    for (let n = 0; n < 4; n++)
      await told.happens(
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
      told.server
        .mailsTo(ada)
        .map((mail) => mail.subject?.split(',')[0])
        .sort(),
    ).toEqual(['Cancelled: Reading room', 'Series cancelled: Desk 4']);
  });
});
