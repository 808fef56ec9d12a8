import type { Instant } from '@lintel/core/doors/decide.ts';
import { earlyMs, type Grant, grantOfBooking } from '@lintel/core/doors/grant.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import { type EpochMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { findBooking, findResource, listBookingsOf } from '../bookings/store.ts';
import type { PresentPorts } from '../doors/present.ts';
import { presentPass } from '../doors/read-pass.ts';
import { findCredential, listGrantsOf } from '../doors/store.ts';
import { findHolder } from '../members/store.ts';
import { findMeta } from './meta.ts';
import type { Store } from './store.ts';

/** How long after its end a booking still explains a refusal. */
const remembersMs = 24 * hourMs;

/** What a store knows of whatever is presented at a reader, out of the rows of every domain; the same for the writer's connection and the reading one. */
export function knownHere(
  store: Store,
  hashOf: PresentPorts['hashOf'],
  proveTime: (at: EpochMs) => void,
): PresentPorts {
  return {
    hashOf,
    findCredential: (key) => findCredential(store, key),
    findHolder: (id) => findHolder(store, id),
    grantsOf: (id, now) => grantsOf(store, id, now),
    readPass: (text, now) =>
      presentPass(
        {
          site: () => keysOf(store),
          findHolder: (id) => findHolder(store, id),
          findBooking: (id) => findBooking(store, id),
          proveTime,
        },
        text,
        now,
      ),
  };
}

/** Whose passes are good here. Read plainly, for it was checked when it was kept, and the writer's thread loads no schemas. */
function keysOf(store: Store): Pick<SiteInfo, 'id' | 'verifyKeys'> | undefined {
  const text = findMeta(store, 'site');
  return text ? JSON.parse(text) : undefined;
}

/** Grants the cloud sent, and those of the holder's bookings, whoever wrote them. */
function grantsOf(store: Store, holderId: HolderId, now: Instant): readonly Grant[] {
  const since = epochMs(Math.max(0, now.at - remembersMs - earlyMs));
  const booked = listBookingsOf(store, holderId, since).flatMap((booking) => {
    const resource = findResource(store, booking.resourceId);
    const grant = resource && grantOfBooking(booking, resource);
    return grant ? [grant] : [];
  });
  return [...listGrantsOf(store, holderId), ...booked];
}
