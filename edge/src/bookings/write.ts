import type { Booking } from '@lintel/core/bookings/booking.ts';
import { kindOfChange } from '@lintel/core/bookings/history.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { recordFact } from '../sync/record.ts';
import { findHead } from '../sync/store.ts';
import { placeAside } from './aside-store.ts';
import { keepEntry, type Was } from './history-store.ts';
import { spendOf } from './month.ts';
import { keepBookingRow } from './store.ts';

/** A booking as it will stand, and as it stood. */
export type Write = { readonly before: Booking | undefined; readonly after: Booking };

/** Who did it and why, as it is kept with the booking and told to the cloud. */
export type Told = {
  readonly by: string;
  readonly why: string;
  readonly at: EpochMs;
  readonly requestId?: string | undefined;
};

/** The store's own guard refused a booking that was judged free. */
class GuardFired extends Error {
  override readonly name = 'GuardFired';
}

/**
 * Writes what the site decided by itself, each booking with its fact, in the caller's transaction: all of it, or, when the store's own guard refuses one that was judged free,
 * nothing but the alarm (`overlap`).
 */
export function writeOwn(store: Store, writes: readonly Write[], told: Told): 'kept' | 'overlap' {
  const { by, why, at } = told;
  return guarded(store, at, () => {
    for (const [index, write] of writes.entries()) {
      const { seq } = recordFact(store, { kind: 'booking', booking: write.after, by, why }, at);
      keep(store, write, seq, index === 0 ? told : { ...told, requestId: undefined });
    }
  });
}

/** The same for what the cloud asked: told by the answer, which is the next fact of this transaction. */
export function writeAsked(store: Store, writes: readonly Write[], told: Told): 'kept' | 'overlap' {
  return guarded(store, told.at, () => {
    const answerSeq = (findHead(store)?.seq ?? 0) + 1;
    for (const write of writes) keep(store, write, answerSeq, told);
  });
}

function keep(
  store: Store,
  { before, after }: Write,
  factSeq: number,
  { by, why, at, requestId }: Told,
): void {
  if (keepBookingRow(store, after) === 'overlap') throw new GuardFired(after.id);
  spendOf(store, before, after, factSeq);
  keepEntry(store, {
    bookingId: after.id,
    version: after.version,
    kind: kindOfChange(before, after),
    ...(before ? { was: wasOf(before) } : {}),
    by,
    why,
    at,
    requestId,
  });
}

function wasOf({ resourceId, startsAt, endsAt, holderId, charge }: Booking): Was {
  return { resourceId, startsAt, endsAt, holderId, charge };
}

/** Runs the writing in a savepoint of the caller's transaction. */
function guarded(store: Store, at: EpochMs, write: () => void): 'kept' | 'overlap' {
  try {
    store.client.transaction(write)();
    placeAside(store);
    return 'kept';
  } catch (error) {
    if (!(error instanceof GuardFired)) throw error;
    const detail = `booking ${error.message} was judged free and is not`;
    recordFact(store, { kind: 'alarm', what: 'booking_overlap', detail }, at);
    return 'overlap';
  }
}
