import { isZero, overages } from '@lintel/core/allowances/ledger.ts';
import { minus, noCharge } from '@lintel/core/bookings/price.ts';
import type { OperatorId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx, WithOperator } from '../database/operator.ts';
import { balancesDue, sitesDue } from './due-store.ts';
import { addEntries, type NewEntry } from './ledger-store.ts';
import { bookingsOfMonth, lockMonth, type MonthKey, takeUnsettled } from './month-store.ts';
import { tellBalances } from './tell.ts';

const linesAtOnce = 500;

/** Looks at every month that was charged since the last time: what was overspent becomes money, and every site where its holder may book is told what is left. Several processes may do it side by side. */
export async function settleAllowances(
  withOperator: WithOperator,
  operatorId: OperatorId,
  now: () => EpochMs,
): Promise<void> {
  while (await withOperator(operatorId, (tx) => settleSome(tx, now())));
  for (const siteId of await withOperator(operatorId, sitesDue))
    while (await withOperator(operatorId, (tx) => tellBalances(tx, siteId, now())));
}

async function settleSome(tx: Tx, at: EpochMs): Promise<boolean> {
  const months = await takeUnsettled(tx, linesAtOnce, at);
  for (const month of months) await settleMonth(tx, month, at);
  await balancesDue(tx, months);
  return months.length > 0;
}

/** Makes the month's overage what its bookings come to now: more, less or none. Answers how many lines that took; again, it takes none. */
export async function settleMonth(tx: Tx, month: MonthKey, at: EpochMs): Promise<number> {
  const allowance = await lockMonth(tx, month);
  if (!allowance) return 0;
  const booked = await bookingsOfMonth(tx, month);
  const wanted = new Map(overages(allowance, booked).map((one) => [one.bookingId, one.charge]));
  const entries = booked.flatMap((one): NewEntry[] => {
    const charge = minus(wanted.get(one.bookingId) ?? noCharge, one.over);
    return isZero(charge) ? [] : [{ ...one, ...month, kind: 'overage', charge }];
  });
  await addEntries(tx, entries, at);
  return entries.length;
}
