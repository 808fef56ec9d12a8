import { z } from 'zod';
import { siteId } from '../wire.ts';

/** One month of one membership. Times in ms, credits in hundredths, money in minor units of `currency`. Without `siteIds` it counts at every site. */
export const allowanceMonth = z.object({
  siteIds: z.array(siteId).optional(),
  /** The calendar month of the booking's site, `2027-03`. */
  period: z.string(),
  planName: z.string(),
  includedMs: z.int(),
  usedIncludedMs: z.int(),
  creditCents: z.int(),
  usedCreditCents: z.int(),
  /** What bookings took above it: told before each click, or settled when several sites spent it at once. One a currency. */
  money: z.array(z.object({ currency: z.string(), amount: z.int(), settled: z.int() })),
});
export type AllowanceMonth = z.infer<typeof allowanceMonth>;

export const allowanceAnswer = z.object({ months: z.array(allowanceMonth) });
