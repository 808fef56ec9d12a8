import { checkInFromMs } from '@lintel/core/bookings/change.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { BookingId, HolderId } from '@lintel/core/ids.ts';
import { addMs, type EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { type ChangedHere, changeHere } from './change.ts';
import { isArrival } from './release.ts';
import { findResource, listBookingsOf } from './store.ts';

/** The bookings that a granted tap of their holder checks in: confirmed, near enough their start, and behind that door. */
export function listArrived(store: Store, event: AccessEvent): readonly BookingId[] {
  const { holderId, at } = event;
  if (!holderId || event.outcome !== 'granted') return [];
  return comingOf(store, holderId, at)
    .filter(({ resourceId }) => isArrival(event, findResource(store, resourceId)?.checkInDoorIds ?? []))
    .map(({ id }) => id);
}

function comingOf(store: Store, holderId: HolderId, at: EpochMs) {
  const until = addMs(at, checkInFromMs);
  return listBookingsOf(store, holderId, at).filter(
    ({ state, purpose, startsAt }) => state === 'confirmed' && purpose === 'use' && startsAt <= until,
  );
}

/** Checks a booking in because its holder has opened its door. */
export function checkInByTap(
  store: Store,
  { id, by, at }: { readonly id: BookingId; readonly by: string; readonly at: EpochMs },
): ChangedHere {
  return changeHere(store, { id, wanted: { kind: 'check_in' }, by, why: 'opened the door with a tap', at });
}

export type ArrivalPorts = {
  readonly listArrived: (event: AccessEvent) => readonly BookingId[];
  readonly checkIn: (id: BookingId, event: AccessEvent) => Promise<unknown>;
  readonly complain: (error: unknown) => void;
};

/**
 * Hears of every answered tap, once the door has moved and the reader has shown it: the tap waits for nothing here, and nothing here can fail it. A tap that is lost on the way is found again in the record before the
 * booking would be released (`releaseNoShow`).
 */
export function createArrivals(ports: ArrivalPorts): (event: AccessEvent) => void {
  return (event) => {
    if (event.outcome !== 'granted') return;
    setImmediate(() => void hear(ports, event).catch(ports.complain));
  };
}

async function hear({ listArrived, checkIn }: ArrivalPorts, event: AccessEvent): Promise<void> {
  for (const id of listArrived(event)) await checkIn(id, event);
}
