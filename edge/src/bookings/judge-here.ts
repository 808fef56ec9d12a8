import type { Booking, BookingPlan, BookingPurpose, Resource } from '@lintel/core/bookings/booking.ts';
import type { Booker, BookingWish, OwnBooking, Verdict } from '@lintel/core/bookings/judge.ts';
import { judge, yearsMost } from '@lintel/core/bookings/judge.ts';
import type { HolderId, ResourceId } from '@lintel/core/ids.ts';
import type { SiteDay } from '@lintel/core/sites/opening.ts';
import { addMs, contains, type EpochMs, epochMs, hourMs, type Span } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findHolder } from '../members/store.ts';
import { listAside } from './aside-store.ts';
import { balanceAt } from './month.ts';
import { findPlan, listDays } from './rules-store.ts';
import { findResource, listBookingsAt, listBookingsOf } from './store.ts';

/** For whom it is booked: somebody this site knows, or nobody in particular. */
export type Asker =
  | { readonly kind: 'holder'; readonly holderId: HolderId }
  | { readonly kind: 'walk_in' }
  | { readonly kind: 'guest' }
  /** Judged as staff's own, whoever holds it then. */
  | { readonly kind: 'staff'; readonly holderId?: HolderId | undefined };

export type LocalWish = {
  readonly resourceId: ResourceId;
  readonly span: Span;
  readonly purpose: BookingPurpose;
  readonly people: number;
  readonly asker: Asker;
  readonly at: EpochMs;
  /** What it holds, when that was frozen elsewhere; otherwise the span with the resource's preparation as this site knows it. */
  readonly held?: Span | undefined;
  /** The booking that is being changed. */
  readonly self?: Booking | undefined;
  /** Taken by the same request, and not written yet. */
  readonly beside?: readonly Booking[] | undefined;
};

export type Judged =
  | { readonly kind: 'judged'; readonly wish: BookingWish; readonly verdict: Verdict }
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'unknown_holder' };

/** Longer than any resource keeps free around a booking (`beforeMs`, `afterMs`). */
const preparationMostMs = 24 * hourMs;

/** Judges a wish by everything this site knows: its days, its calendar, and the booker's plan, month and bookings here. */
export function judgeHere(store: Store, wish: LocalWish): Judged {
  const known = findResource(store, wish.resourceId);
  if (!known) return { kind: 'unknown_resource' };
  const resource = wish.held ? { ...known, ...preparationOf(wish.held, wish.span) } : known;
  const { span, purpose, people, at, self } = wish;
  const asked = { span, resource, purpose, people, at, self: self?.id };
  // What makes no sense as a span is refused for that alone, and the store is not asked about it.
  if (!isSane(span, at)) return judged({ ...asked, booker: { kind: 'staff' }, others: [], days: [] });

  const days = listDays(store, span);
  const booker = bookerOf(store, wish, days);
  if (!booker) return { kind: 'unknown_holder' };
  const around = widened(span);
  const others = [...listBookingsAt(store, resource.id, around), ...listAside(store, resource.id, around)];
  return judged({ ...asked, booker, others, days });
}

function judged(wish: BookingWish): Judged {
  return { kind: 'judged', wish, verdict: judge(wish) };
}

function isSane({ startsAt, endsAt }: Span, at: EpochMs): boolean {
  return startsAt < endsAt && endsAt <= at + (yearsMost + 1) * 366 * 24 * hourMs;
}

function preparationOf(held: Span, span: Span): Pick<Resource, 'beforeMs' | 'afterMs'> {
  return { beforeMs: span.startsAt - held.startsAt, afterMs: held.endsAt - span.endsAt };
}

function widened({ startsAt, endsAt }: Span): Span {
  return {
    startsAt: epochMs(Math.max(0, startsAt - preparationMostMs)),
    endsAt: addMs(endsAt, preparationMostMs),
  };
}

/** The plan a holder's bookings are judged by; absent for guests, staff, and members without one. */
export function planOf(store: Store, holderId: HolderId | undefined): BookingPlan | undefined {
  const planId = holderId && findHolder(store, holderId)?.planId;
  return planId ? findPlan(store, planId) : undefined;
}

function bookerOf(store: Store, wish: LocalWish, days: readonly SiteDay[]): Booker | undefined {
  const { asker } = wish;
  if (asker.kind !== 'holder') return { kind: asker.kind };
  const holder = findHolder(store, asker.holderId);
  if (!holder) return undefined;
  if (holder.kind !== 'member') return { kind: holder.kind };
  const plan = planOf(store, holder.id);
  return {
    kind: 'member',
    plan,
    suspended: holder.suspended,
    balance: plan ? balanceBeside(store, { holderId: holder.id, plan }, wish) : nothing,
    own: ownOf(store, holder.id, wish, days),
  };
}

const nothing = { includedMs: 0, creditCents: 0 };

function balanceBeside(
  store: Store,
  member: { readonly holderId: HolderId; readonly plan: BookingPlan },
  { span, self, beside = [] }: LocalWish,
) {
  const left = balanceAt(store, member, span.startsAt, self);
  return {
    includedMs: left.includedMs - beside.reduce((sum, { charge }) => sum + charge.includedMs, 0),
    creditCents: left.creditCents - beside.reduce((sum, { charge }) => sum + charge.creditCents, 0),
  };
}

/** The holder's bookings here that count against the limits of a plan. */
function ownOf(
  store: Store,
  holderId: HolderId,
  { span, at, beside = [] }: LocalWish,
  days: readonly SiteDay[],
): readonly OwnBooking[] {
  const day = days.find((one) => contains(one, span.startsAt));
  const since = epochMs(Math.min(day?.startsAt ?? at, at));
  return [...listBookingsOf(store, holderId, since), ...beside].flatMap((booking) => {
    const kind = findResource(store, booking.resourceId)?.kind;
    const { id, state, startsAt, endsAt } = booking;
    return kind ? [{ id, kind, state, startsAt, endsAt }] : [];
  });
}
