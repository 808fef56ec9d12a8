import type { HolderId } from '../ids.ts';
import type { EpochMs, Span } from '../time.ts';
import { addMs, ceilTo, epochMs, minuteMs } from '../time.ts';
import type { Booking, BookingPlan, Resource } from './booking.ts';
import { holdsSlot } from './booking.ts';
import { heldOf } from './judge.ts';
import type { Charge } from './price.ts';
import { noCharge, refund, refundPercent } from './price.ts';

/** One thing that happens to a booking. What moves it is judged before (`judge` with `self`); the charge of the new place comes from there. */
export type BookingChange =
  | { readonly kind: 'check_in' }
  /** Nobody came within the resource's grace. */
  | { readonly kind: 'release'; readonly plan?: BookingPlan | undefined }
  /** Given back before its end. Nothing is refunded. */
  | { readonly kind: 'end' }
  /** `refundAll`: staff give everything back, whatever the plan says. */
  | { readonly kind: 'cancel'; readonly plan?: BookingPlan | undefined; readonly refundAll: boolean }
  /** In time, to another resource, or longer or shorter where it is. */
  | { readonly kind: 'move'; readonly to: Resource; readonly span: Span; readonly charge: Charge }
  | { readonly kind: 'transfer'; readonly holderId: HolderId; readonly charge: Charge }
  | { readonly kind: 'describe'; readonly title?: string | undefined; readonly people?: number | undefined }
  /** Whoever it was held for says yes. */
  | { readonly kind: 'accept'; readonly charge: Charge };

/** Why a booking cannot change so. */
export type ChangeRefusal =
  | { readonly kind: 'over' }
  | { readonly kind: 'not_live'; readonly state: Booking['state'] }
  | { readonly kind: 'undecided' }
  | { readonly kind: 'not_started' }
  | { readonly kind: 'has_started' }
  | { readonly kind: 'too_early'; readonly from: EpochMs }
  | { readonly kind: 'not_held' };

export type Changed =
  | { readonly kind: 'changed'; readonly booking: Booking }
  /** It is so already: nothing to write, and no error. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refusal: ChangeRefusal };

/** People arrive early: checking in begins this long before the start. */
export const checkInFromMs = 15 * minuteMs;

/** The booking after the change, one version on; total over every state and instant. */
export function change(booking: Booking, wanted: BookingChange, at: EpochMs): Changed {
  if (wanted.kind === 'cancel' && booking.state === 'cancelled') return { kind: 'unchanged' };
  if (wanted.kind === 'release' && booking.state === 'released') return { kind: 'unchanged' };
  if (wanted.kind === 'end' && booking.state === 'ended') return { kind: 'unchanged' };
  if (booking.state === 'requested') return refused({ kind: 'undecided' });
  if (!holdsSlot(booking) || booking.state === 'ended')
    return refused({ kind: 'not_live', state: booking.state });
  if (booking.endsAt <= at) return refused({ kind: 'over' });
  switch (wanted.kind) {
    case 'check_in':
      return checkIn(booking, at);
    case 'release':
      return giveUp(booking, 'released', refundPercent(wanted.plan, 'released', 0));
    case 'end':
      return end(booking, at);
    case 'cancel': {
      const percent = wanted.refundAll ? 100 : refundPercent(wanted.plan, 'cancelled', booking.startsAt - at);
      return giveUp(booking, 'cancelled', percent);
    }
    case 'move':
      return move(booking, wanted, at);
    case 'transfer':
      return next(booking, { holderId: wanted.holderId, charge: wanted.charge });
    case 'describe':
      return next(booking, {
        title: wanted.title ?? booking.title,
        people: wanted.people ?? booking.people,
      });
    case 'accept':
      if (booking.purpose !== 'hold') return refused({ kind: 'not_held' });
      return next(booking, { purpose: 'use', charge: wanted.charge });
    default:
      return wanted satisfies never;
  }
}

function checkIn(booking: Booking, at: EpochMs): Changed {
  if (booking.state === 'checked_in') return { kind: 'unchanged' };
  const from = epochMs(Math.max(0, booking.startsAt - checkInFromMs));
  return at < from ? refused({ kind: 'too_early', from }) : next(booking, { state: 'checked_in' });
}

function giveUp(booking: Booking, state: 'released' | 'cancelled', percent: number): Changed {
  return next(booking, { state, charge: refund(booking.charge, percent).stays });
}

/** Ends at the next whole minute; its preparation after still follows. */
function end(booking: Booking, at: EpochMs): Changed {
  if (at < booking.startsAt) return refused({ kind: 'not_started' });
  const endsAt = ceilTo(addMs(at, 1), minuteMs);
  if (endsAt >= booking.endsAt) return refused({ kind: 'over' });
  const afterMs = booking.holdsUntil - booking.endsAt;
  return next(booking, { state: 'ended', endsAt, holdsUntil: addMs(endsAt, afterMs) });
}

/** A booking that has started stays where it started: only its end moves. */
function move(
  booking: Booking,
  { to, span, charge }: Extract<BookingChange, { kind: 'move' }>,
  at: EpochMs,
): Changed {
  const hasStarted = booking.startsAt <= at;
  if (hasStarted && (span.startsAt !== booking.startsAt || to.id !== booking.resourceId))
    return refused({ kind: 'has_started' });
  const held = heldOf(to, span);
  return next(booking, {
    ...span,
    resourceId: to.id,
    holdsFrom: held.startsAt,
    holdsUntil: held.endsAt,
    charge,
  });
}

function next(booking: Booking, changed: Partial<Booking>): Changed {
  return { kind: 'changed', booking: { ...booking, ...changed, version: booking.version + 1 } };
}

function refused(refusal: ChangeRefusal): Changed {
  return { kind: 'refused', refusal };
}

/** Whether nobody has come in time. Whoever booked after the start has the grace from then. */
export function isNoShow(booking: Booking, resource: Pick<Resource, 'graceMs'>, at: EpochMs): boolean {
  if (resource.graceMs === undefined || booking.state !== 'confirmed' || booking.purpose !== 'use')
    return false;
  return at >= Math.max(booking.startsAt, booking.bookedAt) + resource.graceMs && at < booking.endsAt;
}

/** What cancelling now would give back, said before the click. */
export function refundNow(booking: Booking, plan: BookingPlan | undefined, at: EpochMs): Charge {
  if (!holdsSlot(booking) || booking.endsAt <= at) return noCharge;
  return refund(booking.charge, refundPercent(plan, 'cancelled', booking.startsAt - at)).given;
}

/** The refusal as one sentence; `clock` writes an instant in the site's own time. */
export function changeSentence(refusal: ChangeRefusal, clock: (at: EpochMs) => string): string {
  switch (refusal.kind) {
    case 'over':
      return 'This booking is over and cannot be changed.';
    case 'not_live':
      return `This booking was ${notLive[refusal.state] ?? refusal.state} and cannot be changed. Book again instead.`;
    case 'undecided':
      return 'The site has not answered yet. Wait for its answer, or cancel.';
    case 'not_started':
      return 'This booking has not begun. Cancel it instead.';
    case 'has_started':
      return 'This booking has begun: only its end can move. End it and book the other place.';
    case 'too_early':
      return `Checking in begins at ${clock(refusal.from)}.`;
    case 'not_held':
      return 'This booking is not waiting for a yes.';
    default:
      return refusal satisfies never;
  }
}

const notLive: Partial<Record<Booking['state'], string>> = {
  cancelled: 'cancelled',
  released: 'released because nobody had checked in',
  refused: 'refused by the site',
  ended: 'ended early',
};
