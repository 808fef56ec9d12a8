import type { BookingId, PlanId } from '../ids.ts';
import type { SiteDay } from '../sites/opening.ts';
import { isOpen } from '../sites/opening.ts';
import type { EpochMs, Span } from '../time.ts';
import { addMs, contains, epochMs, floorTo, hourMs, latest, minuteMs, overlaps } from '../time.ts';
import type {
  Booking,
  BookingPlan,
  BookingPurpose,
  BookingState,
  Resource,
  ResourceKind,
} from './booking.ts';
import { heldSpan, holdsSlot } from './booking.ts';
import type { Balance, Charge } from './price.ts';
import { listPrice, noCharge, quote } from './price.ts';
import type { BookingRefusal } from './refusal.ts';
import { isOfPlan } from './refusal.ts';

/** A booking of whoever wants to book, as far as the limits of a plan count it. */
export type OwnBooking = Span & {
  readonly id: BookingId;
  readonly kind: ResourceKind;
  readonly state: BookingState;
};

/** Who wants to book. Walk-ins and guests are bound by the house's rules and no plan, staff by neither the plan's nor a limit of their own. */
export type Booker =
  | {
      readonly kind: 'member';
      readonly plan: BookingPlan | undefined;
      readonly suspended: boolean;
      /** What is left of the month of the booking, the booking that is being moved not counted. */
      readonly balance: Balance;
      /** Their bookings that end after the start of the booking's local day, or are still to come. */
      readonly own: readonly OwnBooking[];
    }
  | { readonly kind: 'walk_in' }
  | { readonly kind: 'guest' }
  | { readonly kind: 'staff' };

export type BookingWish = {
  readonly span: Span;
  readonly resource: Resource;
  readonly purpose: BookingPurpose;
  /** People expected; 0 when nobody said. */
  readonly people: number;
  readonly booker: Booker;
  readonly at: EpochMs;
  /** The bookings of this resource that may touch the span and its preparation. Others are harmless. */
  readonly others: readonly Booking[];
  /** The local days of the site that touch the span. */
  readonly days: readonly SiteDay[];
  /** The booking being moved, which does not stand in its own way. */
  readonly self?: BookingId | undefined;
};

/** `refusals`: every reason against it at once; none means it may be booked. `charge`: what it takes. */
export type Verdict = { readonly refusals: readonly BookingRefusal[]; readonly charge: Charge };

/** Nobody books further ahead than this: a typing error of a century holds no slot. */
export const yearsMost = 2;
const furthestMs = yearsMost * 366 * 24 * hourMs;

/** What a booking of this span holds: the span with the resource's preparation around it. */
export function heldOf(resource: Pick<Resource, 'beforeMs' | 'afterMs'>, span: Span): Span {
  return {
    startsAt: epochMs(Math.max(0, span.startsAt - resource.beforeMs)),
    endsAt: addMs(span.endsAt, resource.afterMs),
  };
}

/** Every reason against the wish at once, and its price. A booking may begin in the step that is under way. */
export function judge(wish: BookingWish): Verdict {
  const basics = judgeSpan(wish);
  if (basics.some(({ kind }) => kind === 'ends_before_start' || kind === 'too_far_away'))
    return { refusals: basics, charge: noCharge };
  const charge = chargeOf(wish);
  return {
    refusals: [...basics, ...judgeHours(wish), ...judgeBooker(wish, charge), ...judgeOverlap(wish)],
    charge,
  };
}

/**
 * The plan to offer when only the member's own stands in the way: the first by rank under which this very wish would be booked, its month not yet used. Absent when none is, or when something
 * else is in the way as well.
 */
export function upgradeFor(
  wish: BookingWish,
  plans: readonly BookingPlan[],
): { readonly planId: PlanId; readonly planName: string } | undefined {
  const { booker } = wish;
  if (booker.kind !== 'member' || !booker.plan) return undefined;
  const { plan } = booker;
  const { refusals } = judge(wish);
  if (refusals.length === 0 || !refusals.every(isOfPlan)) return undefined;
  const better = [...plans]
    .filter(({ rank }) => rank > plan.rank)
    .sort((a, b) => a.rank - b.rank)
    .find((other) => {
      const balance = { includedMs: other.includedMs, creditCents: other.creditCents };
      return judge({ ...wish, booker: { ...booker, plan: other, balance } }).refusals.length === 0;
    });
  return better && { planId: better.id, planName: better.name };
}

function judgeSpan({ span, resource, purpose, people, at }: BookingWish): readonly BookingRefusal[] {
  const lengthMs = span.endsAt - span.startsAt;
  if (lengthMs <= 0) return [{ kind: 'ends_before_start' }];
  if (span.endsAt > at + furthestMs) return [{ kind: 'too_far_away', years: yearsMost }];

  const refusals: BookingRefusal[] = [];
  const { stepMs } = resource;
  const isFree = purpose === 'block';
  if (!isFree && (span.startsAt % stepMs !== 0 || span.endsAt % stepMs !== 0))
    refusals.push({ kind: 'off_step', stepMin: stepMs / minuteMs });
  if (span.startsAt < floorTo(at, stepMs) || span.endsAt <= at) refusals.push({ kind: 'in_the_past' });
  if (!isFree && lengthMs < resource.lengthMinMs)
    refusals.push({ kind: 'too_short', minimumMin: resource.lengthMinMs / minuteMs });
  if (!isFree && lengthMs > resource.lengthMaxMs)
    refusals.push({ kind: 'too_long', maximumMin: resource.lengthMaxMs / minuteMs });
  if (people > resource.capacity) refusals.push({ kind: 'too_many_people', most: resource.capacity });
  return refusals;
}

function judgeHours({ span, purpose, booker, days }: BookingWish): readonly BookingRefusal[] {
  if (purpose === 'block' || (booker.kind === 'member' && booker.plan?.anyHour)) return [];
  if (isOpen(days, span)) return [];
  return [{ kind: 'closed', note: days.find(({ note }) => note !== '')?.note ?? '' }];
}

function judgeBooker(wish: BookingWish, charge: Charge): readonly BookingRefusal[] {
  const { booker, resource, span, at } = wish;
  if (booker.kind !== 'member') return [];
  const refusals: BookingRefusal[] = [];
  if (booker.suspended) refusals.push({ kind: 'suspended' });
  const { plan } = booker;
  if (!plan) return [...refusals, { kind: 'no_membership' }];
  const planName = plan.name;
  if (plan.excludedKinds.includes(resource.kind))
    refusals.push({ kind: 'kind_excluded', planName, resourceKind: resource.kind });
  if (span.startsAt > at + plan.advanceMs)
    refusals.push({ kind: 'too_far_ahead', planName, advanceHours: plan.advanceMs / hourMs });
  return [...refusals, ...judgeLimits(wish, plan, booker.own), ...judgeAllowance(plan, charge)];
}

function judgeLimits(
  { span, resource, people, at, days, self }: BookingWish,
  plan: BookingPlan,
  all: readonly OwnBooking[],
): readonly BookingRefusal[] {
  const refusals: BookingRefusal[] = [];
  const planName = plan.name;
  const own = all.filter((one) => one.id !== self && (holdsSlot(one) || one.state === 'requested'));
  const rooms = own.filter(({ kind }) => isMeetingPlace(kind));
  const isRoom = isMeetingPlace(resource.kind);
  if (isRoom && plan.dailyMostMs !== undefined) {
    const most = plan.dailyMostMs;
    const used = usedThatDay(days, span, rooms);
    if (used + (span.endsAt - span.startsAt) > most)
      refusals.push({ kind: 'daily_limit', planName, mostMin: most / minuteMs, usedMin: used / minuteMs });
  }
  if (isRoom && plan.concurrentMost !== undefined && atOnce(rooms, span) >= plan.concurrentMost)
    refusals.push({ kind: 'too_many_at_once', planName, most: plan.concurrentMost });
  if (plan.guestsMost !== undefined && people - 1 > plan.guestsMost)
    refusals.push({ kind: 'too_many_guests', planName, most: plan.guestsMost });
  if (own.filter(({ endsAt }) => endsAt > at).length >= plan.openMost)
    refusals.push({ kind: 'too_many_open', most: plan.openMost });
  return refusals;
}

function isMeetingPlace(kind: ResourceKind): boolean {
  return kind === 'room' || kind === 'booth';
}

/** A booking counts to the local day it starts on. */
function usedThatDay(days: readonly SiteDay[], span: Span, rooms: readonly OwnBooking[]): number {
  const day = days.find((one) => contains(one, span.startsAt));
  const sameDay = day ? rooms.filter(({ startsAt }) => contains(day, startsAt)) : [];
  return sameDay.reduce((sum, { startsAt, endsAt }) => sum + (endsAt - startsAt), 0);
}

/** The most of these that run at one instant of the span. */
function atOnce(rooms: readonly OwnBooking[], span: Span): number {
  const inside = rooms.filter((one) => overlaps(one, span));
  return Math.max(
    0,
    ...[span.startsAt, ...inside.map(({ startsAt }) => latest(startsAt, span.startsAt))].map(
      (at) => inside.filter((one) => contains(one, at)).length,
    ),
  );
}

function judgeAllowance(plan: BookingPlan, charge: Charge): readonly BookingRefusal[] {
  return plan.overage === 'refuse' && charge.amount > 0
    ? [{ kind: 'allowance_spent', planName: plan.name }]
    : [];
}

function judgeOverlap({ span, resource, others, self }: BookingWish): readonly BookingRefusal[] {
  const wanted = heldOf(resource, span);
  const inTheWay = others.filter(
    (other) =>
      other.resourceId === resource.id &&
      other.id !== self &&
      holdsSlot(other) &&
      overlaps(heldSpan(other), wanted),
  );
  if (inTheWay.length === 0) return [];
  const until = latest(span.startsAt, ...inTheWay.map((other) => other.holdsUntil));
  return [{ kind: 'taken', until, bookingIds: inTheWay.map(({ id }) => id) }];
}

function chargeOf({ span, resource, purpose, booker }: BookingWish): Charge {
  if (purpose !== 'use' || booker.kind === 'staff') return noCharge;
  const lengthMs = span.endsAt - span.startsAt;
  if (booker.kind !== 'member' || !booker.plan) return listPrice(resource, lengthMs);
  return quote(resource, lengthMs, booker.plan, booker.balance);
}
