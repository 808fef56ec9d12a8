import { clearBalances, keepBalance } from '../bookings/allowance-store.ts';
import { clearAside, keepFedBooking } from '../bookings/aside-store.ts';
import { clearRules, keepDay, keepPlan, removePlan } from '../bookings/rules-store.ts';
import { clearResources, keepResource, removeResource } from '../bookings/store.ts';
import {
  clearDoors,
  keepCredential,
  keepDoor,
  keepGrant,
  removeCredential,
  removeDoor,
  removeGrant,
} from '../doors/store.ts';
import { clearHolders, keepHolder, removeHolder } from '../members/store.ts';
import type { RowKeepers } from '../sync/apply.ts';
import { keepMeta } from './meta.ts';
import type { Store } from './store.ts';

/** Which domain keeps which kind of row of the feed. */
export const rows: RowKeepers = {
  put(store, body) {
    switch (body.kind) {
      case 'booking':
        return keepFedBooking(store, body.booking);
      case 'site':
        keepMeta(store, 'site', JSON.stringify(body.site));
        return 'kept';
      case 'resource':
        keepResource(store, body.resource);
        return 'kept';
      case 'door':
        keepDoor(store, body.door);
        return 'kept';
      case 'plan':
        keepPlan(store, body.plan);
        return 'kept';
      case 'day':
        keepDay(store, body.day);
        return 'kept';
      case 'balance':
        keepBalance(store, body.balance);
        return 'kept';
      case 'holder':
        keepHolder(store, body.holder);
        return 'kept';
      case 'credential':
        keepCredential(store, body.credential);
        return 'kept';
      case 'grant':
        keepGrant(store, body.grant);
        return 'kept';
      default:
        return body satisfies never;
    }
  },

  remove(store, of, id) {
    const removers: Record<typeof of, (store: Store, id: string) => void> = {
      resource: removeResource,
      door: removeDoor,
      plan: removePlan,
      holder: removeHolder,
      credential: removeCredential,
      grant: removeGrant,
    };
    removers[of](store, id);
  },

  clear(store) {
    clearResources(store);
    clearAside(store);
    clearRules(store);
    clearBalances(store);
    clearHolders(store);
    clearDoors(store);
  },
};
