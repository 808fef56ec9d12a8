import type { BookingId } from '../ids.ts';
import type { EpochMs, Span } from '../time.ts';
import { floorTo, hourMs, latest, minuteMs, overlaps } from '../time.ts';
import type { Booking, BookingPlan, Resource } from './booking.ts';
import { holdsSlot } from './booking.ts';

/** Why a booking cannot be made, with what the person needs to know. */
export type BookingRefusal =
  | { readonly kind: 'taken'; readonly until: EpochMs }
  | { readonly kind: 'ends_before_start' }
  | { readonly kind: 'in_the_past' }
  | { readonly kind: 'off_step'; readonly stepMin: number }
  | { readonly kind: 'too_short'; readonly minimumMin: number }
  | { readonly kind: 'too_long'; readonly maximumMin: number }
  | { readonly kind: 'too_far_ahead'; readonly planName: string; readonly advanceHours: number }
  | { readonly kind: 'kind_excluded'; readonly planName: string; readonly resourceKind: string }
  | { readonly kind: 'no_membership' }
  | { readonly kind: 'suspended' }
  /** The site may write no booking that ends after this instant until the cloud has moved its horizon. */
  | { readonly kind: 'beyond_horizon'; readonly until: EpochMs }
  /** The box's store was restored or replaced: before this instant there may be bookings it has lost. */
  | { readonly kind: 'quarantined'; readonly until?: EpochMs | undefined };

/** Who wants to book. A walk-in at a panel and the staff are bound by no plan. */
export type Booker =
  | { readonly kind: 'member'; readonly plan: BookingPlan | undefined; readonly suspended: boolean }
  | { readonly kind: 'walk_in' }
  | { readonly kind: 'staff' };

export type BookingWish = {
  readonly span: Span;
  readonly resource: Resource;
  readonly booker: Booker;
  readonly at: EpochMs;
  /** The bookings of this resource that may touch the span. Others are harmless. */
  readonly others: readonly Booking[];
  /** The booking being moved, which does not stand in its own way. */
  readonly self?: BookingId;
};

/** Every reason against the wish at once; none means it may be booked. A booking may begin in the step that is under way. */
export function judge(wish: BookingWish): readonly BookingRefusal[] {
  return [...judgeSpan(wish), ...judgeBooker(wish), ...judgeOverlap(wish)];
}

function judgeSpan({ span, resource, at }: BookingWish): readonly BookingRefusal[] {
  const lengthMs = span.endsAt - span.startsAt;
  if (lengthMs <= 0) return [{ kind: 'ends_before_start' }];

  const refusals: BookingRefusal[] = [];
  const { stepMs } = resource;
  if (span.startsAt % stepMs !== 0 || span.endsAt % stepMs !== 0) {
    refusals.push({ kind: 'off_step', stepMin: stepMs / minuteMs });
  }
  if (span.startsAt < floorTo(at, stepMs) || span.endsAt <= at) refusals.push({ kind: 'in_the_past' });
  if (lengthMs < resource.lengthMinMs) {
    refusals.push({ kind: 'too_short', minimumMin: resource.lengthMinMs / minuteMs });
  }
  if (lengthMs > resource.lengthMaxMs) {
    refusals.push({ kind: 'too_long', maximumMin: resource.lengthMaxMs / minuteMs });
  }
  return refusals;
}

function judgeBooker({ booker, resource, span, at }: BookingWish): readonly BookingRefusal[] {
  if (booker.kind !== 'member') return [];
  const refusals: BookingRefusal[] = [];
  if (booker.suspended) refusals.push({ kind: 'suspended' });
  const plan = booker.plan;
  if (!plan) return [...refusals, { kind: 'no_membership' }];
  if (plan.excludedKinds.includes(resource.kind)) {
    refusals.push({ kind: 'kind_excluded', planName: plan.name, resourceKind: resource.kind });
  }
  if (span.startsAt > at + plan.advanceMs) {
    refusals.push({ kind: 'too_far_ahead', planName: plan.name, advanceHours: plan.advanceMs / hourMs });
  }
  return refusals;
}

function judgeOverlap({ span, resource, others, self }: BookingWish): readonly BookingRefusal[] {
  const inTheWay = others.filter(
    (other) =>
      other.resourceId === resource.id && other.id !== self && holdsSlot(other) && overlaps(other, span),
  );
  if (inTheWay.length === 0) return [];
  const until = latest(span.startsAt, ...inTheWay.map((other) => other.endsAt));
  return [{ kind: 'taken', until }];
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
    case 'off_step':
      return `Bookings here start and end on every ${refusal.stepMin} minutes. Choose such a time.`;
    case 'too_short':
      return `The shortest booking here is ${refusal.minimumMin} minutes.`;
    case 'too_long':
      return `The longest booking here is ${refusal.maximumMin} minutes.`;
    case 'too_far_ahead':
      return `The plan ${refusal.planName} books at most ${refusal.advanceHours} hours ahead. Choose an earlier day.`;
    case 'kind_excluded':
      return `The plan ${refusal.planName} does not include any ${refusal.resourceKind}. Ask the front desk about an upgrade.`;
    case 'no_membership':
      return 'There is no active membership here. Ask the front desk to start one.';
    case 'suspended':
      return 'The membership is suspended. Pay what is open, or speak to the front desk.';
    case 'beyond_horizon':
      return `Here at the site bookings can be made until ${clock(refusal.until)}. Later ones are made in the portal.`;
    case 'quarantined':
      return refusal.until
        ? `This box was restored and books nothing before ${clock(refusal.until)}, so that nothing it has forgotten is booked twice.`
        : 'This box was restored and books nothing until it has spoken to the cloud. Doors go on working.';
    default:
      return refusal satisfies never;
  }
}
