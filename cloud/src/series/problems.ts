import { occurrencesMost } from '@lintel/core/bookings/series.ts';
import type { NotChanged } from './open-range.ts';
import type { Restored } from './restore.ts';
import type { NotUnderstood } from './understand.ts';

type No =
  | Exclude<NotUnderstood, { kind: 'begins_in_the_past' }>
  | NotChanged
  | Exclude<Restored, { kind: 'restored' | 'not_free' }>
  | { readonly kind: 'request_id_used' };

type Answer = readonly [status: 403 | 404 | 409, sentence: string];

const answers: Readonly<Record<No['kind'], Answer>> = {
  unknown_resource: [404, 'There is no such desk or room at this site. Choose one from the list.'],
  unknown_holder: [404, 'There is no such member. Choose one from the list.'],
  unknown_series: [404, 'There is no such series.'],
  unknown_date: [404, 'This date is not part of the series. Choose one of its dates.'],
  not_yours: [403, 'This is not yours to see or do. Ask somebody whose role covers it.'],
  request_id_used: [409, 'This request id belongs to another series. Use a new one for each series.'],
  stale: [409, 'The series was changed meanwhile. Look at it as it is now, and decide again.'],
  unknown_member: [404, 'No other member has this e-mail. Check it, or ask the front desk.'],
  no_dates: [409, 'The series has no dates to come in this range. Choose another.'],
  too_many_dates: [409, `The range has more than ${occurrencesMost} dates. Choose a shorter one.`],
  too_many_changes: [409, 'The series was changed too often. End it, and make another.'],
  transfer_has_no_end: [
    409,
    'A series is given away from a date on, with all that follow. Leave the last date out.',
  ],
  over: [409, 'This date is over. Choose a later one.'],
  still_booked: [409, 'The site has not yet answered the cancel of this date. Wait for it, then try again.'],
};

/** The answer no to a call about a series: a status, and what to do in words. */
export function problemOf({ kind }: No): { readonly status: Answer[0]; readonly body: Said } {
  const [status, sentence] = answers[kind];
  return { status, body: { kind, sentence } };
}

type Said = { readonly kind: string; readonly sentence: string };

/** What is wrong with a first date that has passed at the site. */
export const inThePast = {
  kind: 'bad_input',
  sentence: 'The series would begin in the past. Choose today, or a later first date.',
  fields: [{ path: 'rule.fromDate', message: 'must be the site’s today, or later' }],
};
