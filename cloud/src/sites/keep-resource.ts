import type { ResourceTerms } from '@lintel/core/bookings/resource-wire.ts';
import { resource } from '@lintel/core/bookings/wire.ts';
import type { DoorId, ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { announce, type Tx } from '../database/operator.ts';
import { unknownDoors } from '../members/plan-store.ts';
import { publish } from '../sync/publish.ts';
import { findResource, putResource } from './resource-store.ts';

export type ResourceKept =
  | { readonly kind: 'kept' }
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'unknown_doors'; readonly doorIds: readonly DoorId[] };

/** Puts a resource's terms in the place of the old ones; its site is sent them with this transaction. Bookings that were made stand as they are, with the preparation and price they had. */
export async function keepResource(
  tx: Tx,
  resourceId: ResourceId,
  terms: ResourceTerms,
  at: EpochMs,
): Promise<ResourceKept> {
  const known = await findResource(tx, resourceId);
  if (!known) return { kind: 'unknown_resource' };
  const doorIds = await unknownDoors(tx, terms.doorIds, known.siteId);
  if (doorIds.length > 0) return { kind: 'unknown_doors', doorIds };
  await putResource(tx, known.siteId, resourceId, terms);
  await announce(tx, known.siteId, 'bookings');
  const body = resource.parse({ ...terms, id: resourceId });
  await publish(tx, known.siteId, at, [{ kind: 'resource', resource: body }]);
  return { kind: 'kept' };
}
