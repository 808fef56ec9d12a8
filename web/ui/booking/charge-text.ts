import type { Charge } from '@lintel/core/bookings/price.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { lengthText } from '../zone.ts';

/** `£12.50`, `¥1,200`: minor units as people write money. */
export function moneyText(amount: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}

/** Credits are kept in hundredths: `1 credit`, `2.5 credits`. */
export function creditText(cents: number): string {
  const credits = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(cents / 100);
  return `${credits} ${cents === 100 ? 'credit' : 'credits'}`;
}

/** `1 h of included time, 2 credits and £3.00`; nothing for nothing. */
export function chargeText(
  { includedMs, creditCents, amount }: Charge,
  currency: string,
): string | undefined {
  const parts = [
    ...(includedMs > 0 ? [`${lengthText(includedMs / minuteMs)} of included time`] : []),
    ...(creditCents > 0 ? [creditText(creditCents)] : []),
    ...(amount > 0 ? [moneyText(amount, currency)] : []),
  ];
  if (parts.length < 2) return parts[0];
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
