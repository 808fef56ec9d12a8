import type { Booking, Resource } from '../bookings/booking.ts';
import type { Balance, Charge } from '../bookings/price.ts';
import { minus, noCharge, plus } from '../bookings/price.ts';
import type { BookingId, HolderId } from '../ids.ts';
import { localDate } from '../sites/local-time.ts';
import type { EpochMs } from '../time.ts';
import { hourMs } from '../time.ts';

/** What an hour took when a charge was entered, so that what is overspent is priced as it was told. */
export type Rates = Pick<Resource, 'creditCentsPerHour' | 'pricePerHour'>;

/** To whose month a charge belongs. `period` is a calendar month of the booking's site, `2027-03`. */
export type Account = { readonly holderId: HolderId; readonly period: string };

/** One line of the ledger, never changed afterwards. Its charge may be negative: something was given back. */
export type Entry = Account & { readonly charge: Charge };

/** The month a booking is charged to: that of its start on the site's wall clock. */
export function periodOf(timeZone: string, startsAt: EpochMs): string {
  return localDate(timeZone, startsAt).slice(0, 7);
}

/** What this version of a booking takes: nothing when the site refused it. A request takes what it asks for, so that nobody asks twice with the same hours. */
export function takes(booking: Pick<Booking, 'state' | 'charge'>): Charge {
  return booking.state === 'refused' ? noCharge : booking.charge;
}

/**
 * The lines that make a ledger say what this version of a booking takes, `kept` being its lines so far: for a new booking its charge, for a changed one the difference, for one that changed hands or
 * months the whole of it back there and anew here. None when they say so already: a version that is heard twice, late or never changes no sum.
 */
export function entriesFor(
  booking: Pick<Booking, 'holderId' | 'state' | 'charge'>,
  period: string,
  kept: readonly Entry[],
): readonly Entry[] {
  const here = booking.holderId && { holderId: booking.holderId, period };
  const accounts = [...kept.map(({ holderId, period }) => ({ holderId, period })), ...(here ? [here] : [])];
  const seen = new Set<string>();
  return accounts.flatMap((account) => {
    const key = `${account.holderId} ${account.period}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const wanted = here && isSame(here, account) ? takes(booking) : noCharge;
    const charge = minus(wanted, sum(kept.filter((entry) => isSame(entry, account))));
    return isZero(charge) ? [] : [{ ...account, charge }];
  });
}

function isSame(a: Account, b: Account): boolean {
  return a.holderId === b.holderId && a.period === b.period;
}

/** What these lines come to. */
export function sum(entries: readonly { readonly charge: Charge }[]): Charge {
  return entries.reduce((total, { charge }) => plus(total, charge), noCharge);
}

export function isZero({ includedMs, creditCents, amount }: Charge): boolean {
  return includedMs === 0 && creditCents === 0 && amount === 0;
}

/** What is left of a month; negative when sites that could not hear each other spent it twice. */
export function rest(allowance: Balance, used: Charge): Balance {
  return {
    includedMs: allowance.includedMs - used.includedMs,
    creditCents: allowance.creditCents - used.creditCents,
  };
}

/** What one booking took of the month, with the rates it was told. */
export type Booked = Rates & {
  readonly bookingId: BookingId;
  readonly bookedAt: EpochMs;
  readonly charge: Charge;
};

/** What is taken off a booking's included time and credits because the month did not have them, and the money that takes their place. */
export type Overage = { readonly bookingId: BookingId; readonly charge: Charge };

/**
 * Settles a month that was overspent by sites which could not hear each other: the earliest booked keep what was included, what is over takes credits and then money, each at the rates of its booking. A
 * function of the set alone: the order in which facts came in changes nothing. Empty when the month has everything that was taken.
 */
export function overages(allowance: Balance, booked: readonly Booked[]): readonly Overage[] {
  const inOrder = [...booked].sort((a, b) => a.bookedAt - b.bookedAt || (a.bookingId < b.bookingId ? -1 : 1));
  let left = allowance;
  const found: Overage[] = [];
  for (const one of inOrder) {
    const { includedMs, creditCents, over } = settleOne(left, one);
    left = { includedMs: left.includedMs - includedMs, creditCents: left.creditCents - creditCents };
    if (!isZero(over)) found.push({ bookingId: one.bookingId, charge: over });
  }
  return found;
}

function settleOne(left: Balance, { charge, creditCentsPerHour, pricePerHour }: Booked) {
  const includedMs = Math.min(charge.includedMs, Math.max(0, left.includedMs));
  const overMs = charge.includedMs - includedMs;
  const wantedCents = charge.creditCents + Math.ceil((overMs * creditCentsPerHour) / hourMs);
  const creditCents = Math.min(wantedCents, Math.max(0, left.creditCents));
  const amount = priceOf(wantedCents - creditCents, overMs, { creditCentsPerHour, pricePerHour });
  const over = {
    includedMs: includedMs - charge.includedMs,
    creditCents: creditCents - charge.creditCents,
    amount,
  };
  return { includedMs, creditCents, over };
}

/** Credits stand for time: what they did not pay is paid by the hour. Where an hour takes no credits, the time itself is paid. */
function priceOf(unpaidCents: number, overMs: number, { creditCentsPerHour, pricePerHour }: Rates): number {
  const unpaidMs = creditCentsPerHour > 0 ? (unpaidCents / creditCentsPerHour) * hourMs : overMs;
  return Math.round((Math.min(unpaidMs, unpaidMsMost) * pricePerHour) / hourMs);
}

/** No booking is longer: keeps a rate that was made tiny since from making a fortune of a few credits. */
const unpaidMsMost = 31 * 24 * hourMs;
