import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan } from '@lintel/core/bookings/booking.ts';
import { checkInFromMs, isNoShow } from '@lintel/core/bookings/change.ts';
import type { Instant } from '@lintel/core/doors/decide.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { BookingId, DoorId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import type { Service } from '../service.ts';
import { listAccessFacts } from '../sync/store.ts';
import { type ChangedHere, changeHere } from './change.ts';
import { notOursToChange } from './ours.ts';
import { findBooking, findHolding, findResource, listResources } from './store.ts';

const lookEveryMs = 10_000;

/** Who should have come by now and has not checked in, of what is this site's to release. One look at each resource that has a grace. */
export function listNoShows(store: Store, at: EpochMs): readonly BookingId[] {
  return listResources(store).flatMap((resource) => {
    if (resource.graceMs === undefined) return [];
    const booking = findHolding(store, resource.id, at);
    const isDue = booking !== undefined && isNoShow(booking, resource, at);
    return isDue && notOursToChange(store, heldSpan(booking)).length === 0 ? [booking.id] : [];
  });
}

/**
 * Releases a booking nobody has come to, looked at again in the caller's transaction. Somebody who has opened one of its doors has come: they are checked in, and nothing is given away. Absent when there is
 * nothing to do any more.
 */
export function releaseNoShow(
  store: Store,
  { id, at }: { readonly id: BookingId; readonly at: EpochMs },
): ChangedHere | undefined {
  const booking = findBooking(store, id);
  const resource = booking && findResource(store, booking.resourceId);
  if (!booking || !resource || !isNoShow(booking, resource, at)) return undefined;
  if (hasCome(store, booking, resource.checkInDoorIds))
    return changeHere(store, {
      id,
      wanted: { kind: 'check_in' },
      by: 'the door',
      why: 'opened with a tap',
      at,
    });
  const why = 'nobody had checked in';
  return changeHere(store, { id, wanted: { kind: 'release' }, by: 'the box', why, at });
}

/** How far back the record of the doors is read, in events. */
const eventsMost = 2_000;

function hasCome(store: Store, booking: Booking, doorIds: readonly DoorId[]): boolean {
  if (!booking.holderId || doorIds.length === 0) return false;
  const from = booking.startsAt - checkInFromMs;
  return listAccessFacts(store, { before: undefined, limit: eventsMost })
    .map(({ text }): AccessEvent => JSON.parse(text).event)
    .some((event) => event.at >= from && isArrival(event, doorIds) && event.holderId === booking.holderId);
}

/** Whether this event shows that its holder has come through one of these doors. */
export function isArrival(event: AccessEvent, doorIds: readonly DoorId[]): boolean {
  return event.what === 'tap' && event.outcome === 'granted' && doorIds.includes(event.doorId);
}

export type ReleasePorts = {
  readonly now: () => Instant;
  readonly listDue: (at: EpochMs) => readonly BookingId[];
  readonly release: (id: BookingId, at: EpochMs) => Promise<unknown>;
  readonly rest: (lengthMs: number, signal: AbortSignal) => Promise<void>;
};

/** Gives the slots of those who have not come to others. A clock that is not trusted releases nothing: it may be hours ahead, and a slot once given away is gone. */
export function createRelease({ now, listDue, release, rest }: ReleasePorts): Service {
  return {
    name: 'no-shows',
    run: async (signal) => {
      while (!signal.aborted) {
        const { at, trust } = now();
        const due = trust === 'trusted' ? listDue(at) : [];
        for (const id of due) await release(id, at);
        await rest(lookEveryMs, signal);
      }
    },
  };
}
