import { bookingPlan } from '@lintel/core/bookings/wire.ts';
import type { DoorId, PlanId } from '@lintel/core/ids.ts';
import type { PlanTerms } from '@lintel/core/members/plan-wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { balancesDueOf, raiseMonths } from '../allowances/due-store.ts';
import type { Tx } from '../database/operator.ts';
import { grantsDueOf } from '../doors/due-store.ts';
import { publish } from '../sync/publish.ts';
import { allSiteIds, listPlans, putPlan, unknownDoors } from './plan-store.ts';

export type PlanKept =
  | { readonly kind: 'kept'; readonly isNew: boolean }
  | { readonly kind: 'unknown_doors'; readonly doorIds: readonly DoorId[] };

/**
 * Puts a plan's terms in the place of the old ones, or makes a new plan under a new id. Every site is sent it with this transaction; grants and balances of its members follow within seconds. Bookings
 * that were made stand as they are, and a month that was begun keeps at least the allowance it had.
 */
export async function keepPlan(tx: Tx, planId: PlanId, terms: PlanTerms, at: EpochMs): Promise<PlanKept> {
  const doorIds = await unknownDoors(tx, terms.accessDoorIds);
  if (doorIds.length > 0) return { kind: 'unknown_doors', doorIds };

  const [before] = await listPlans(tx, at, planId);
  await putPlan(tx, planId, terms);
  if (before && opensOtherwise(before.terms, terms)) await grantsDueOf(tx, planId);
  if (before) {
    await raiseMonths(tx, planId, terms, at);
    await balancesDueOf(tx, { planId }, at);
  }
  const plan = bookingPlan.parse({ ...terms, id: planId });
  for (const siteId of await allSiteIds(tx)) await publish(tx, siteId, at, [{ kind: 'plan', plan }]);
  return { kind: 'kept', isNew: before === undefined };
}

function opensOtherwise(before: PlanTerms, after: PlanTerms): boolean {
  return (
    before.access !== after.access ||
    before.name !== after.name ||
    [...before.accessDoorIds].sort().join() !== [...after.accessDoorIds].sort().join()
  );
}
