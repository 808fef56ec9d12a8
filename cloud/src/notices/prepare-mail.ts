import type { NoticeKind } from '@lintel/core/notices/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { icsText } from '../calendars/ics.ts';
import type { Tx } from '../database/operator.ts';
import { issueBookingPass } from '../doors/issue-pass.ts';
import type { Keys } from '../keys.ts';
import { findPin } from '../members/credentials.ts';
import { entriesOf, findNow, findRecipient, type Recipient } from './booking-store.ts';
import { drawHtml, drawText, passCid } from './letters/draw.ts';
import { noKeys } from './letters/letter.ts';
import type { Mail, Mailer } from './mail/mail.ts';
import { qrPng } from './mail/qr.ts';
import { isStale } from './stale.ts';
import type { NoticeRow } from './store.ts';

export type Prepared =
  | { readonly kind: 'stale' }
  | { readonly kind: 'mail'; readonly mail: Mail }
  /** It is true, and nobody is there to send it. */
  | { readonly kind: 'no_mailer' };

/** The mail of a notice as it is true now, or that it no longer is. PIN and pass are put in here, and kept nowhere. */
export async function prepareMail(
  tx: Tx,
  row: NoticeRow,
  at: EpochMs,
  ports: { readonly keys: Keys; readonly mailer: Mailer | undefined },
): Promise<Prepared> {
  const now = row.booking_id ? await findNow(tx, row.booking_id, row.change_n) : undefined;
  const recipient = await findRecipient(tx, row.holder_id);
  if (!recipient || isStale(row.kind, row.about_starts_at ?? undefined, now, at)) return { kind: 'stale' };
  if (!ports.mailer) return { kind: 'no_mailer' };

  const { pin, pass } = await keysFor(tx, row, recipient, at, ports.keys);
  const keys = pass || pin ? { ...(pin ? { pin } : {}), hasPass: pass !== undefined } : noKeys;
  const calendar = await calendarFor(tx, row, recipient, at, ports.mailer.from);
  return {
    kind: 'mail',
    mail: {
      messageId: row.id,
      to: { name: recipient.name, email: recipient.email },
      subject: row.letter.subject,
      text: drawText(row.letter, keys),
      html: drawHtml(row.letter, keys),
      ...(calendar ? { calendar } : {}),
      ...(pass ? { picture: { cid: passCid, png: await qrPng(pass.text) } } : {}),
    },
  };
}

/** Mails that say somebody may come bring what lets them in. */
const bringsKeys: readonly NoticeKind[] = ['confirmation', 'change', 'given', 'reminder'];

async function keysFor(tx: Tx, row: NoticeRow, recipient: Recipient, at: EpochMs, keys: Keys) {
  if (!row.booking_id || recipient.isSuspended || !bringsKeys.includes(row.kind)) return {};
  const pass = await issueBookingPass(tx, row.booking_id, at, keys);
  // What opens no door needs no PIN either.
  return pass ? { pass, pin: await findPin(tx, recipient.id, keys) } : {};
}

const asks: Readonly<Partial<Record<NoticeKind, 'request' | 'cancel'>>> = {
  confirmation: 'request',
  change: 'request',
  given: 'request',
  ended: 'request',
  given_away: 'cancel',
  release: 'cancel',
  cancellation: 'cancel',
};

/** Several bookings made in one go cannot be one question (RFC 5546 §3.2.2: one UID), so they are published instead. */
async function calendarFor(
  tx: Tx,
  row: NoticeRow,
  { name, email }: Recipient,
  at: EpochMs,
  from: Mailer['from'],
): Promise<Mail['calendar']> {
  const asked = asks[row.kind];
  if (!asked || !row.booking_id || row.change_n === null) return undefined;
  const status = asked === 'cancel' ? ('cancelled' as const) : ('confirmed' as const);
  const entries = (await entriesOf(tx, row.booking_id, row.change_n, at)).map((entry) => ({
    ...entry,
    status,
  }));
  const method = entries.length === 1 ? asked : 'publish';
  return { method, text: icsText({ entries, method, organizer: from, attendee: { name, email } }) };
}
