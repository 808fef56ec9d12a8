import type { Booking, BookingPlan } from '@lintel/core/bookings/booking.ts';
import type { Balance, Charge } from '@lintel/core/bookings/price.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import { addMs, type EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findSite } from '../sites/store.ts';
import { findBalance, keepSpent, type Month, sumSpent } from './allowance-store.ts';
import { listDays } from './rules-store.ts';

/** The calendar month of the site in which a booking that starts then is counted (`2027-03`): by the days the cloud has sent, and by this machine's zone rules beyond them. */
export function periodAt(store: Store, startsAt: EpochMs): string {
  const [day] = listDays(store, { startsAt, endsAt: addMs(startsAt, 1) });
  return (day?.date ?? localDate(findSite(store)?.timeZone ?? 'UTC', startsAt)).slice(0, 7);
}

/**
 * What is left of a member's month for this site to spend. Of a month the cloud has sent no account of, all that the plan gives. What the booking that is being changed takes is
 * not counted.
 */
export function balanceAt(
  store: Store,
  { holderId, plan }: { readonly holderId: HolderId; readonly plan: BookingPlan },
  startsAt: EpochMs,
  self: Booking | undefined,
): Balance {
  const month: Month = { holderId, period: periodAt(store, startsAt) };
  const left = findBalance(store, month) ?? less(plan, sumSpent(store, month));
  const isCounted = self?.holderId === holderId && periodAt(store, self.startsAt) === month.period;
  return isCounted ? less(left, negative(self.charge)) : left;
}

/** Takes what the booking now costs off the months it counts to, and gives back what it cost before. `factSeq` is the fact that tells the cloud. */
export function spendOf(store: Store, before: Booking | undefined, after: Booking, factSeq: number): void {
  if (before?.holderId && before.state !== 'requested')
    keepSpent(store, monthOf(store, before, before.holderId), factSeq, negative(before.charge));
  if (after.holderId) keepSpent(store, monthOf(store, after, after.holderId), factSeq, after.charge);
}

function monthOf(store: Store, { startsAt }: Booking, holderId: HolderId): Month {
  return { holderId, period: periodAt(store, startsAt) };
}

function negative({ includedMs, creditCents, amount }: Charge): Charge {
  return { includedMs: -includedMs, creditCents: -creditCents, amount: -amount };
}

function less(left: Balance, taken: Balance): Balance {
  return {
    includedMs: left.includedMs - taken.includedMs,
    creditCents: left.creditCents - taken.creditCents,
  };
}
