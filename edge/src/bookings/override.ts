import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { isOverridable } from '@lintel/core/bookings/refusal.ts';

/**
 * Why it is done all the same, as it is kept: `why` when nothing stands against it, and with staff's reason when that lifts everything that does. Absent when it may not be done.
 */
export function reasonDespite(
  refusals: readonly BookingRefusal[],
  override: string | undefined,
  why: string,
): string | undefined {
  if (refusals.length === 0) return why;
  if (override === undefined || !refusals.every(isOverridable)) return undefined;
  return `Overridden (${[...new Set(refusals.map(({ kind }) => kind))].join(', ')}): ${override}`;
}
