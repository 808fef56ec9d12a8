import { smtpMailer } from '@lintel/cloud/notices/mail/smtp.ts';
import { sendDue } from '@lintel/cloud/notices/send.ts';
import { type NoticeRow, noticesOf } from '@lintel/cloud/notices/store.ts';
import { tellChanges } from '@lintel/cloud/notices/tell.ts';
import { demoHolderId, demoOperatorId } from '@lintel/cloud/seed.ts';
import { type EpochMs, epochMs } from '@lintel/core/time.ts';
import ICAL from 'ical.js';
import type { ParsedMail } from 'mailparser';
import { expect } from 'vitest';
import { MailServer } from './mail-server.ts';
import { freshDatabase, freshKeys } from './test-cloud.ts';
import { type Entry, type Happened, openHouse, putBooking, putChange, type ToldHouse } from './told-house.ts';

export const portal = 'https://lintel.example/portal/';
/** A Tuesday in British summer time, and half past nine of the day after, in London. */
export const tuesday = epochMs(Date.parse('2027-06-01T08:00:00Z'));
export const wednesday = epochMs(Date.parse('2027-06-02T08:30:00Z'));

/** The demo house, whose clock goes where a test puts it, and a mail server that takes what its people are told. */
export class Told {
  now: EpochMs = tuesday;
  server = new MailServer();
  readonly #house: ToldHouse;
  #mailer = smtpMailer('smtp://127.0.0.1:1', { name: '', email: 'a@b' });

  private constructor(house: ToldHouse) {
    this.#house = house;
  }

  static async open(): Promise<Told> {
    return new Told(await openHouse(await freshDatabase(), await freshKeys(), () => tuesday));
  }

  get keys() {
    return this.#house.keys;
  }

  inHouse: ToldHouse['inHouse'] = async (work) => await this.#house.inHouse(work);

  /** A new day at a new mail server. */
  async begin(): Promise<void> {
    this.now = tuesday;
    this.server = new MailServer();
    await this.server.start();
    this.#mailer = smtpMailer(this.server.url, { name: 'Lintel Rooms', email: 'rooms@lintel.example' });
  }

  /** Nothing has happened and nobody was told. */
  async forget(): Promise<void> {
    this.#mailer.close();
    await this.server.stop();
    await this.inHouse(async (tx) => {
      for (const table of ['notice', 'wait', 'booking_change', 'booking'])
        await tx.query(`DELETE FROM ${table}`);
      await tx.query('UPDATE holder SET time_zone = NULL, suspended_because = NULL, reminders = true');
    });
  }

  async close(): Promise<void> {
    await this.#house.pool.end();
  }

  async happens(booking: Happened, ...entries: readonly Entry[]): Promise<string> {
    return await this.inHouse(async (tx) => {
      const bookingId = await putBooking(tx, booking);
      for (const entry of entries) await putChange(tx, bookingId, entry);
      return bookingId;
    });
  }

  async tell(): Promise<number> {
    return await this.inHouse((tx) => tellChanges(tx, this.now, portal));
  }

  ports() {
    const { withOperator } = this.#house;
    return { now: () => this.now, withOperator, keys: this.keys, mailer: this.#mailer };
  }

  async send(): Promise<void> {
    while ((await sendDue(this.ports(), demoOperatorId)) > 0);
  }

  async tellAndSend(): Promise<void> {
    await this.tell();
    await this.send();
  }

  async toldTo(email: string): Promise<readonly NoticeRow[]> {
    return (await this.inHouse((tx) => noticesOf(tx, demoHolderId(email), this.now, 100))).rows;
  }

  /** The one mail to this address; fails when there are more, or none. */
  onlyMail(to: string): ParsedMail {
    const mails = this.server.mailsTo(to);
    expect(mails.map((mail) => mail.subject)).toHaveLength(1);
    return mails[0] as ParsedMail;
  }
}

/** The calendar that came with a mail, as a parser of another maker reads it. */
export function calendarOf(mail: ParsedMail) {
  const part = mail.attachments.find((one) => one.contentType === 'text/calendar');
  const calendar = new ICAL.Component(ICAL.parse(String(part?.content)));
  return {
    method: calendar.getFirstPropertyValue('method'),
    events: calendar.getAllSubcomponents('vevent').map((component) => {
      const { uid, sequence, summary, startDate, endDate } = new ICAL.Event(component);
      return {
        uid,
        sequence,
        summary,
        status: component.getFirstPropertyValue('status'),
        startsAt: startDate.toJSDate().getTime(),
        endsAt: endDate.toJSDate().getTime(),
      };
    }),
  };
}
