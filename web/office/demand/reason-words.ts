import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';

/** `none_such`: a search for what no site has. */
const words: Record<BookingRefusal['kind'] | 'none_such', string> = {
  none_such: 'No place like it anywhere',
  taken: 'Taken by somebody else',
  ends_before_start: 'It ended before it began',
  in_the_past: 'In the past',
  too_far_away: 'Years away',
  off_step: 'Not on a whole step',
  too_short: 'Too short',
  too_long: 'Too long',
  too_many_people: 'Too many people for the place',
  closed: 'Outside opening hours',
  too_far_ahead: 'Further ahead than the plan books',
  kind_excluded: 'The plan leaves this kind out',
  daily_limit: 'The plan’s hours of the day were used up',
  too_many_at_once: 'More places at once than the plan allows',
  too_many_guests: 'More guests than the plan allows',
  too_many_open: 'Too many bookings to come',
  allowance_spent: 'The month’s allowance was spent',
  no_membership: 'No membership there',
  suspended: 'The member is suspended',
  beyond_horizon: 'The site was cut off',
  box_lost: 'The site’s box was lost',
  quarantined: 'The site’s box was in quarantine',
};

const known: ReadonlyMap<string, string> = new Map(Object.entries(words));

/** Why a wish came to nothing, in a few words; a reason this screen is too old to know is shown as it is called. */
export function reasonWords(kind: string): string {
  return known.get(kind) ?? kind.replaceAll('_', ' ');
}
