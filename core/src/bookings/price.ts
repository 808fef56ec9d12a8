import { hourMs } from '../time.ts';
import type { BookingPlan, Resource } from './booking.ts';

/** What a booking takes: included time, credits in hundredths, and money in minor units of its site's currency. */
export type Charge = {
  readonly includedMs: number;
  readonly creditCents: number;
  readonly amount: number;
};

export const noCharge: Charge = { includedMs: 0, creditCents: 0, amount: 0 };

/** What is left of a member's month. */
export type Balance = Pick<Charge, 'includedMs' | 'creditCents'>;

/**
 * What so long in this resource takes of a member's month: included time first, then credits, and money for the rest. Credits are taken for whole hundredths, rounded up; money is rounded to the
 * nearest minor unit once, over the whole rest.
 */
export function quote(
  resource: Pick<Resource, 'kind' | 'creditCentsPerHour' | 'pricePerHour'>,
  lengthMs: number,
  plan: Pick<BookingPlan, 'includedKinds'>,
  balance: Balance,
): Charge {
  const isIncluded = plan.includedKinds.includes(resource.kind);
  const includedMs = isIncluded ? Math.min(lengthMs, Math.max(0, balance.includedMs)) : 0;
  const restMs = lengthMs - includedMs;
  const wantedCents = Math.ceil((restMs * resource.creditCentsPerHour) / hourMs);
  const creditCents = Math.min(wantedCents, Math.max(0, balance.creditCents));
  const unpaid = wantedCents === 0 ? 1 : (wantedCents - creditCents) / wantedCents;
  const amount = Math.round((restMs * resource.pricePerHour * unpaid) / hourMs);
  return { includedMs, creditCents, amount };
}

/** What so long costs whoever has no plan: a guest, or a walk-in who gave no name. */
export function listPrice(resource: Pick<Resource, 'pricePerHour'>, lengthMs: number): Charge {
  return { ...noCharge, amount: Math.round((lengthMs * resource.pricePerHour) / hourMs) };
}

/** Splits a charge: what this percentage gives back, and what stays. The two sum to the charge; fractions stay. */
export function refund(charge: Charge, percent: number): { readonly given: Charge; readonly stays: Charge } {
  const part = (whole: number) => Math.floor((whole * percent) / 100);
  const given = {
    includedMs: part(charge.includedMs),
    creditCents: part(charge.creditCents),
    amount: part(charge.amount),
  };
  return { given, stays: minus(charge, given) };
}

/** How much of the charge comes back: everything in good time, and later what the plan says. Without a plan nothing was promised but the same: all until the start, nothing after. */
export function refundPercent(
  plan: Pick<BookingPlan, 'cancelFreeMs' | 'lateRefundPercent' | 'noShowRefundPercent'> | undefined,
  because: 'cancelled' | 'released',
  beforeStartMs: number,
): number {
  if (because === 'released') return plan?.noShowRefundPercent ?? 0;
  if (beforeStartMs >= (plan?.cancelFreeMs ?? 0)) return 100;
  return plan?.lateRefundPercent ?? 0;
}

export function plus(a: Charge, b: Charge): Charge {
  return {
    includedMs: a.includedMs + b.includedMs,
    creditCents: a.creditCents + b.creditCents,
    amount: a.amount + b.amount,
  };
}

export function minus(a: Charge, b: Charge): Charge {
  return {
    includedMs: a.includedMs - b.includedMs,
    creditCents: a.creditCents - b.creditCents,
    amount: a.amount - b.amount,
  };
}
