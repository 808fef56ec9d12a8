import { epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { portal, Told, tuesday, wednesday } from '../../../test/support/told.ts';
import { demoHolderId, demoOperatorId } from '../seed.ts';
import { sendDue } from './send.ts';
import { tellChanges } from './tell.ts';

const [ada, ben] = ['ada@lintel.example', 'ben@lintel.example'];
let told: Told;

beforeAll(async () => {
  told = await Told.open();
});
afterAll(async () => await told.close());
beforeEach(async () => await told.begin());
afterEach(async () => await told.forget());

describe('several cloud processes', () => {
  test('tell each change once and send each mail once between them', async () => {
    const startsAt = (n: number) => epochMs(wednesday + n * hourMs);
    for (let n = 0; n < 60; n++)
      await told.happens({ startsAt: startsAt(n) }, { kind: 'booked', at: tuesday, by: ada });
    const looked = await Promise.all(
      Array.from({ length: 6 }, () => told.inHouse((tx) => tellChanges(tx, told.now, portal, 25))),
    );
    expect(looked.reduce((sum, one) => sum + one, 0)).toBe(60);
    expect(await told.toldTo(ada)).toHaveLength(60);
    await Promise.all([told.send(), told.send(), told.send()]);
    expect(told.server.mailsTo(ada)).toHaveLength(60);
    expect(new Set(told.server.taken.map((mail) => mail.messageId)).size).toBe(60);
  });

  test('leave a change untold when the transaction that told it did not commit', async () => {
    await told.happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    const failing = told.inHouse(async (tx) => {
      await tellChanges(tx, told.now, portal);
      throw new Error('the plug was pulled');
    });
    await expect(failing).rejects.toThrow('the plug was pulled');
    expect(await told.toldTo(ada)).toEqual([]);
    await told.tellAndSend();
    told.onlyMail(ada);
  });
});

describe('a mail server', () => {
  test('that is down delays a mail, and what is no longer so by then is not sent', async () => {
    await told.server.stop();
    const kept = await told.happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    const gone = await told.happens(
      { startsAt: wednesday, room: 'Map room', holder: ben },
      { kind: 'booked', at: tuesday, by: ben },
    );
    await told.tellAndSend();
    const [waiting] = await told.toldTo(ada);
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1, booking_id: kept });
    expect(waiting?.last_error).toMatch(/ECONNREFUSED/);
    expect(waiting?.due_at).toBe(told.now + minuteMs);

    await told.happens(
      { id: gone, startsAt: wednesday, room: 'Map room', holder: ben, state: 'cancelled', version: 2 },
      { kind: 'cancelled', at: tuesday, by: ben, version: 2, state: 'cancelled' },
    );
    await told.server.start();
    await told.tell();
    told.now = epochMs(told.now + minuteMs);
    await told.send();
    expect(told.onlyMail(ada).subject).toMatch(/^Booked/);
    expect((await told.toldTo(ada)).map((row) => row.state)).toEqual(['sent']);
    expect(told.onlyMail(ben).subject).toMatch(/^Cancelled/);
  });

  test('is asked less and less often, and after three days no more', async () => {
    await told.server.stop();
    const far = epochMs(wednesday + 30 * 24 * hourMs);
    await told.happens({ startsAt: far }, { kind: 'booked', at: tuesday, by: ada });
    await told.tell();
    const tries: number[] = [];
    for (let n = 0; n < 100; n++) {
      await told.send();
      const [row] = await told.toldTo(ada);
      if (row?.state !== 'waiting') break;
      tries.push((row.due_at - told.now) / minuteMs);
      told.now = row.due_at;
    }
    expect(tries.slice(0, 8)).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    expect(await told.toldTo(ada)).toMatchObject([
      { state: 'failed', last_error: expect.stringMatching(/ECONNREFUSED/) },
    ]);
    expect(told.now - tuesday).toBeGreaterThanOrEqual(72 * hourMs);
  });

  test('that knows no such address is believed, and the mail is kept as failed with its words', async () => {
    told.server.refusals.set(ada, { at: 'RCPT TO', code: 550, words: 'No such mailbox' });
    told.server.refusals.set(ben, { at: 'RCPT TO', code: 451, words: 'Try later' });
    await told.happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await told.happens(
      { startsAt: wednesday, room: 'Map room', holder: ben },
      { kind: 'booked', at: tuesday, by: ben },
    );
    await told.tellAndSend();
    expect(await told.toldTo(ada)).toMatchObject([
      { state: 'failed', attempts: 1, last_error: expect.stringMatching(/No such mailbox/) },
    ]);
    expect(await told.toldTo(ben)).toMatchObject([
      { state: 'waiting', last_error: expect.stringMatching(/Try later/) },
    ]);
    told.server.refusals.clear();
    told.now = epochMs(told.now + minuteMs);
    await told.send();
    expect(told.server.mailsTo(ada)).toEqual([]);
    told.onlyMail(ben);
  });

  test('that is nowhere set up costs no notice: it is kept, and shown as not sent', async () => {
    await told.happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await told.tell();
    const mailless = { ...told.ports(), mailer: undefined };
    await sendDue(mailless, demoOperatorId);
    expect(await told.toldTo(ada)).toMatchObject([{ state: 'waiting', attempts: 0 }]);
    const [row] = await told.toldTo(ada);
    expect(row?.text).toContain('Reading room at Lintel Holborn is booked for you.');
    expect(row?.text).not.toContain('PIN');
    expect(JSON.stringify(row?.letter)).not.toMatch(/\b\d{6}\b/);
    told.now = epochMs(told.now + 5 * minuteMs);
    await told.send();
    told.onlyMail(ada);
  });

  test('gets neither PIN nor pass for a member who is suspended', async () => {
    await told.inHouse((tx) =>
      tx.query(`UPDATE holder SET suspended_because = 'Unpaid.' WHERE id = $1`, [demoHolderId(ada)]),
    );
    await told.happens({ startsAt: wednesday }, { kind: 'booked', at: tuesday, by: ada });
    await told.tellAndSend();
    expect(told.onlyMail(ada).text).not.toContain('PIN');
    expect(told.onlyMail(ada).attachments.some((one) => one.contentType === 'image/png')).toBe(false);
  });
});
