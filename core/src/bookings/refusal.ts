import type { BookingId } from '../ids.ts';
import type { EpochMs } from '../time.ts';

/** Why a booking cannot be made, with what the person needs to know. */
export type BookingRefusal =
  /** `bookingIds`: what stands in the way, for staff who may move or cancel it. */
  | { readonly kind: 'taken'; readonly until: EpochMs; readonly bookingIds: readonly BookingId[] }
  | { readonly kind: 'ends_before_start' }
  | { readonly kind: 'in_the_past' }
  | { readonly kind: 'too_far_away'; readonly years: number }
  | { readonly kind: 'off_step'; readonly stepMin: number }
  | { readonly kind: 'too_short'; readonly minimumMin: number }
  | { readonly kind: 'too_long'; readonly maximumMin: number }
  | { readonly kind: 'too_many_people'; readonly most: number }
  /** `note` says why, when the operator wrote it: a holiday's name. */
  | { readonly kind: 'closed'; readonly note: string }
  | { readonly kind: 'too_far_ahead'; readonly planName: string; readonly advanceHours: number }
  | { readonly kind: 'kind_excluded'; readonly planName: string; readonly resourceKind: string }
  | {
      readonly kind: 'daily_limit';
      readonly planName: string;
      readonly mostMin: number;
      readonly usedMin: number;
    }
  | { readonly kind: 'too_many_at_once'; readonly planName: string; readonly most: number }
  | { readonly kind: 'too_many_guests'; readonly planName: string; readonly most: number }
  | { readonly kind: 'too_many_open'; readonly most: number }
  | { readonly kind: 'allowance_spent'; readonly planName: string }
  | { readonly kind: 'no_membership' }
  | { readonly kind: 'suspended' }
  /** The site may write no booking that ends after this instant until the cloud has moved its horizon. */
  | { readonly kind: 'beyond_horizon'; readonly until: EpochMs }
  /** The site's box was declared lost: what it may have booked before this instant is known to nobody. */
  | { readonly kind: 'box_lost'; readonly until: EpochMs }
  /** The box's store was restored or replaced: before this instant there may be bookings it has lost. */
  | { readonly kind: 'quarantined'; readonly until?: EpochMs | undefined };

/** What no reason lifts: two bookings of one slot, what makes no sense, and what is not this side's to decide. */
const never = [
  'taken',
  'ends_before_start',
  'in_the_past',
  'too_far_away',
  'beyond_horizon',
  'box_lost',
  'quarantined',
] as const;

/** Whether staff may book all the same, with a reason that is kept. */
export function isOverridable({ kind }: Pick<BookingRefusal, 'kind'>): boolean {
  return !(never as readonly string[]).includes(kind);
}

/** Refusals that come from the member's plan: another plan might not have them. */
export function isOfPlan({ kind }: Pick<BookingRefusal, 'kind'>): boolean {
  return (
    kind === 'too_far_ahead' ||
    kind === 'kind_excluded' ||
    kind === 'daily_limit' ||
    kind === 'too_many_at_once' ||
    kind === 'too_many_guests' ||
    kind === 'allowance_spent' ||
    kind === 'closed'
  );
}

/** The refusal as one sentence that a front desk can read aloud; `clock` writes an instant in the site's own time. */
export function refusalSentence(refusal: BookingRefusal, clock: (at: EpochMs) => string): string {
  switch (refusal.kind) {
    case 'taken':
      return `It is taken until ${clock(refusal.until)}.`;
    case 'ends_before_start':
      return 'The booking ends before it starts. Choose a later end.';
    case 'in_the_past':
      return 'That time has passed. Choose a later start.';
    case 'too_far_away':
      return `Nobody can book more than ${refusal.years} years ahead. Choose an earlier day.`;
    case 'off_step':
      return `Bookings here start and end on every ${refusal.stepMin} minutes. Choose such a time.`;
    case 'too_short':
      return `The shortest booking here is ${refusal.minimumMin} minutes.`;
    case 'too_long':
      return `The longest booking here is ${refusal.maximumMin} minutes.`;
    case 'too_many_people':
      return `It is for at most ${refusal.most} ${refusal.most === 1 ? 'person' : 'people'}. Choose a larger one.`;
    case 'closed':
      return `The site is closed then${refusal.note ? ` (${refusal.note})` : ''}. Choose a time in opening hours.`;
    default:
      return planSentence(refusal, clock);
  }
}

type OfMember = Extract<
  BookingRefusal['kind'],
  | 'too_far_ahead'
  | 'kind_excluded'
  | 'daily_limit'
  | 'too_many_at_once'
  | 'too_many_guests'
  | 'too_many_open'
  | 'allowance_spent'
  | 'no_membership'
  | 'suspended'
  | 'beyond_horizon'
  | 'box_lost'
  | 'quarantined'
>;

function planSentence(
  refusal: Extract<BookingRefusal, { kind: OfMember }>,
  clock: (at: EpochMs) => string,
): string {
  switch (refusal.kind) {
    case 'too_far_ahead':
      return `The plan ${refusal.planName} books at most ${days(refusal.advanceHours)} ahead. Choose an earlier day.`;
    case 'kind_excluded':
      return `The plan ${refusal.planName} does not include any ${refusal.resourceKind}. Ask the front desk about an upgrade.`;
    case 'daily_limit':
      return `The plan ${refusal.planName} books at most ${hours(refusal.mostMin)} a day, and ${hours(refusal.usedMin)} of that day are booked. Choose less, or another day.`;
    case 'too_many_at_once':
      return `The plan ${refusal.planName} books at most ${refusal.most} at the same time. Cancel one of yours, or choose another time.`;
    case 'too_many_guests':
      return `The plan ${refusal.planName} brings at most ${refusal.most} ${refusal.most === 1 ? 'guest' : 'guests'}. Invite fewer.`;
    case 'too_many_open':
      return `There are ${refusal.most} bookings to come already, which is the most one member may hold. Cancel one first.`;
    case 'allowance_spent':
      return `This month's hours and credits of the plan ${refusal.planName} are used up. Choose a shorter booking, or ask the front desk about more.`;
    case 'no_membership':
      return 'There is no active membership here. Ask the front desk to start one.';
    case 'suspended':
      return 'The membership is suspended. Pay what is open, or speak to the front desk.';
    case 'beyond_horizon':
      return `Here at the site bookings can be made until ${clock(refusal.until)}. Later ones are made in the portal.`;
    case 'box_lost':
      return `The box of this site is lost, with what it may have booked. Choose a time from ${clock(refusal.until)} on.`;
    case 'quarantined':
      return refusal.until
        ? `This box was restored and books nothing before ${clock(refusal.until)}, so that nothing it has forgotten is booked twice.`
        : 'This box was restored and books nothing until it has spoken to the cloud. Doors go on working.';
    default:
      return refusal satisfies never;
  }
}

function days(count: number): string {
  if (count % 24 !== 0 || count < 48) return `${count} hours`;
  return `${count / 24} days`;
}

function hours(minutes: number): string {
  const whole = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const written = `${whole} ${whole === 1 ? 'hour' : 'hours'}`;
  if (rest === 0) return written;
  return whole === 0 ? `${rest} minutes` : `${written} ${rest} minutes`;
}
