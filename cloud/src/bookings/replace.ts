import { heldSpan, holdsSlot } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { idFrom } from '../keys.ts';
import { type CalendarTx, Collided, type KeptBooking } from './calendar.ts';
import { bookingBody, publishOwn } from './write.ts';

/**
 * A booking that stands lets go of the one whose place it took: its owner cancels that one, with everything given back. For whoever holds it, it is one move, and told once. Call it last in a
 * transaction, for it may publish.
 */
export async function giveUpReplaced(calendar: CalendarTx, kept: KeptBooking, at: EpochMs): Promise<void> {
  const old = kept.replaces && (await calendar.findBooking(kept.replaces));
  if (!old || !holdsSlot(old) || !holdsSlot(kept)) return;
  const place = await calendar.findPlace(old.resourceId);
  if (!place) return;
  if (ownerOf(heldSpan(old), place.ownFrom) !== 'cloud') return await askToGiveUp(calendar, old, at);

  const next = { ...old, state: 'cancelled' as const, version: old.version + 1, charge: noCharge };
  const note = { kind: 'moved' as const, at, by: 'cloud', why: 'Moved to another place.', isTold: true };
  if (!(await calendar.putBooking(old, next, note)))
    throw new Collided(`The booking ${old.id} was changed in the same moment.`);
  await publishOwn(calendar, old.siteId, at, [bookingBody(next)], old.holdsFrom);
}

async function askToGiveUp(calendar: CalendarTx, old: KeptBooking, at: EpochMs): Promise<void> {
  const question = {
    requestId: idFrom('give up', old.id, String(old.version)),
    bookingId: old.id,
    ask: { kind: 'cancel' as const, bookingId: old.id, keep: noCharge },
  };
  await calendar.putAsk(old.siteId, question, at);
}
