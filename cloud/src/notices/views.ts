import type { NoticeView, unsentNoticeView } from '@lintel/core/notices/wire.ts';
import type { z } from 'zod';
import { noMail } from './send.ts';
import type { NoticeRow } from './store.ts';
import type { UnsentRow } from './unsent-store.ts';

/** A notice as its reader sees it: never the words of a mail server, which are for staff. */
export function toNoticeView(row: NoticeRow, sendsMail: boolean): NoticeView {
  return {
    id: row.id,
    kind: row.kind,
    ...(row.booking_id ? { bookingId: row.booking_id } : {}),
    ...(row.series_id ? { seriesId: row.series_id } : {}),
    madeAt: row.made_at,
    subject: row.subject,
    text: row.text,
    ...(row.read_at ? { readAt: row.read_at } : {}),
    mail: mailOf(row, sendsMail),
  };
}

function mailOf({ state, sent_at, last_error }: NoticeRow, sendsMail: boolean): NoticeView['mail'] {
  switch (state) {
    case 'sent':
      return {
        state: 'sent',
        ...(sent_at ? { sentAt: sent_at } : {}),
        sentence: 'It was sent to you by mail.',
      };
    case 'stale':
      return { state: 'stale', sentence: 'No mail was sent, because it was no longer so.' };
    case 'failed':
      if (last_error === noMail) return notSetUp;
      return {
        state: 'failed',
        sentence: 'The mail could not be delivered. Tell the front desk if your address has changed.',
      };
    case 'waiting':
      return sendsMail ? { state: 'waiting', sentence: 'The mail has not gone out yet.' } : notSetUp;
    default:
      return state satisfies never;
  }
}

const notSetUp = { state: 'not_set_up', sentence: 'No mail was sent: this house sends none.' } as const;

/** As staff see it, with what the mail server said and when it is tried again. */
export function toUnsentView(row: UnsentRow, sendsMail: boolean): z.infer<typeof unsentNoticeView> {
  const isWaiting = row.state === 'waiting';
  return {
    id: row.id,
    kind: row.kind,
    ...(row.site_id ? { siteId: row.site_id } : {}),
    holderName: row.holderName,
    email: row.email,
    subject: row.subject,
    madeAt: row.made_at,
    state: isWaiting ? (sendsMail ? 'waiting' : 'not_set_up') : 'failed',
    attempts: row.attempts,
    ...(row.last_error === null ? {} : { lastError: row.last_error }),
    ...(isWaiting && sendsMail ? { nextTryAt: row.due_at } : {}),
  };
}
