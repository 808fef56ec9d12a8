import { holdingStates } from '@lintel/core/bookings/booking.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import { isOpen, type OpeningHours, siteDays } from '@lintel/core/sites/opening.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { grantsDueAt } from '../doors/due-store.ts';
import { publish } from '../sync/publish.ts';
import { daysToHold } from './days.ts';
import { heldToCome, loadOpening, replaceOpening } from './hours-store.ts';

/** `outside`: how many bookings to come now lie where the site is closed. They stand: staff move or cancel them, or leave them. */
export type HoursKept = { readonly outside: number };

/**
 * Puts new opening hours in the place of the old ones. With this transaction the site is sent every day it holds; the grants that follow the hours are noted down as due and
 * follow within seconds.
 */
export async function keepHours(
  tx: Tx,
  siteId: SiteId,
  opening: OpeningHours,
  at: EpochMs,
): Promise<HoursKept> {
  await replaceOpening(tx, siteId, opening);
  await grantsDueAt(tx, siteId);
  const { timeZone } = await loadOpening(tx, siteId);
  const coming = await heldToCome(tx, siteId, at, [...holdingStates]);
  const outside = coming.filter((span) => !isOpen(siteDays(timeZone, opening, span), span)).length;
  await publish(tx, siteId, at, await daysToHold(tx, siteId, at));
  return { outside };
}
