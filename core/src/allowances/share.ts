import type { Balance } from '../bookings/price.ts';
import type { SiteId } from '../ids.ts';

/**
 * How sites that may be cut off spend one allowance. *overdraft*: each sees all of what is left; what they overspend together, at most the allowance once for each further site, is settled as money. *share*: each
 * spends its own part and no more, so nothing is ever overspent.
 */
export const allowanceSharings = ['overdraft', 'share'] as const;
export type AllowanceSharing = (typeof allowanceSharings)[number];

/** This site's part of an allowance. The parts are whole and sum to it; what does not divide goes to the first by id. */
export function shareOf(allowance: Balance, siteId: SiteId, siteIds: readonly SiteId[]): Balance {
  const count = siteIds.length;
  if (!siteIds.includes(siteId)) return { includedMs: 0, creditCents: 0 };
  const isFirst = [...siteIds].sort()[0] === siteId;
  const part = (whole: number) => Math.floor(whole / count) + (isFirst ? whole % count : 0);
  return { includedMs: part(allowance.includedMs), creditCents: part(allowance.creditCents) };
}
