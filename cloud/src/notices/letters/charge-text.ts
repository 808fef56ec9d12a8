import type { Charge } from '@lintel/core/bookings/price.ts';
import { minuteMs } from '@lintel/core/time.ts';

/** `1 h 30 min of the month’s hours, 2.5 credits and £12.00`; absent when it takes nothing. */
export function chargeText(
  { includedMs, creditCents, amount }: Charge,
  currency: string,
): string | undefined {
  const parts = [
    ...(includedMs > 0 ? [`${lengthText(includedMs)} of the month’s hours`] : []),
    ...(creditCents > 0 ? [`${creditCents / 100} ${creditCents === 100 ? 'credit' : 'credits'}`] : []),
    ...(amount > 0 ? [moneyText(amount, currency)] : []),
  ];
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Minor units as people write them: yen have none, dinars have three digits of them. */
export function moneyText(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat('en-GB', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(minorUnits / 10 ** digits);
}

function lengthText(lengthMs: number): string {
  const minutes = Math.round(lengthMs / minuteMs);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}
