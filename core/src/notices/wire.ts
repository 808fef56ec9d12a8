import { z } from 'zod';
import { bookingId, instant, seriesId, siteId } from '../wire.ts';

/**
 * What a person is told. *requested*: the site has not answered for a while. *given*, *given_away*: a booking changed hands. *offer*: something is kept for whoever waits, until they say yes or
 * the time runs out (*offer_over*). *series*: what of a series could not be booked.
 */
export const noticeKinds = [
  'confirmation',
  'requested',
  'refusal',
  'change',
  'given',
  'given_away',
  'ended',
  'release',
  'cancellation',
  'reminder',
  'offer',
  'offer_over',
  'series',
] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/**
 * What became of its mail. *waiting*: it is tried again until it is taken, for three days. *failed*: it was turned down, or nobody took it for three days. *stale*: it was no longer true when it
 * would have gone out. *not_set_up*: this cloud sends no mail.
 */
export const mailStates = ['waiting', 'sent', 'failed', 'stale', 'not_set_up'] as const;

export const noticeId = z.uuid().lowercase();

/** A notice as its reader sees it in the portal: the words of the mail, without the PIN and the pass. */
export const noticeView = z.object({
  id: noticeId,
  kind: z.enum(noticeKinds),
  bookingId: bookingId.optional(),
  seriesId: seriesId.optional(),
  madeAt: instant,
  subject: z.string(),
  text: z.string(),
  readAt: instant.optional(),
  mail: z.object({ state: z.enum(mailStates), sentAt: instant.optional(), sentence: z.string() }),
});
export type NoticeView = z.infer<typeof noticeView>;

export const noticesView = z.object({ notices: z.array(noticeView), unread: z.int().min(0) });

/** These ones are read; all of them up to now without any. */
export const noticesRead = z.object({ ids: z.array(noticeId).min(1).max(500).optional() });

/** How a person wants to be told. `timeZone` names where they read (`Europe/London`); mails then give times there too. */
export const noticeSettings = z.object({
  timeZone: z.string().min(1).max(60).nullable(),
  reminders: z.boolean(),
});

/** How long before a booking begins its holder is reminded, in minutes: at most a week, and never at 0. */
export const operatorNoticeSettings = z.object({
  remindMin: z
    .int()
    .min(0)
    .max(7 * 24 * 60),
});

/** A mail that has not gone out, as staff see it. */
export const unsentNoticeView = z.object({
  id: noticeId,
  kind: z.enum(noticeKinds),
  siteId: siteId.optional(),
  holderName: z.string(),
  email: z.string(),
  subject: z.string(),
  madeAt: instant,
  state: z.enum(['waiting', 'failed', 'not_set_up']),
  attempts: z.int().min(0),
  lastError: z.string().optional(),
  nextTryAt: instant.optional(),
});
