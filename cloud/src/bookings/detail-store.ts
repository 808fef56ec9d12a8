import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import { refundNow } from '@lintel/core/bookings/change.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import type { KeptBooking } from './calendar.ts';
import { planOf } from './cancel.ts';
import { pgCalendar } from './pg-calendar.ts';
import { resourcesOf } from './place-store.ts';
import { type Entry, entrySentence, notYet, staleSentence } from './sentences.ts';
import { historyOf } from './store.ts';
import { unplaced, viewsOf } from './view-store.ts';

/** A booking with all that was done to it, as its holder and staff see it; absent for everybody else, as if there were none. */
export async function findDetail(tx: Tx, viewer: Viewer, bookingId: BookingId, at: EpochMs) {
  const calendar = pgCalendar(tx);
  const kept = await calendar.findBooking(bookingId);
  const place = kept && (await calendar.findPlace(kept.resourceId));
  const [view] = await viewsOf(tx, viewer, [bookingId]);
  if (!kept || !place || !view) return undefined;
  if (kept.holderId !== viewer.holderId && !may(viewer, 'see_names', kept.siteId)) return undefined;
  const plan = await planOf(calendar, kept, at);
  const pending = await pendingOf(tx, kept, place.siteName);
  return {
    booking: unplaced(view),
    history: [...(await entriesOf(tx, kept, place.timeZone, at))],
    refund: holdsSlot(kept) ? refundNow(kept, plan, at) : noCharge,
    currency: place.currency,
    ...(pending ? { pending } : {}),
  };
}

async function entriesOf(tx: Tx, kept: KeptBooking, timeZone: string, at: EpochMs) {
  const names = new Map((await resourcesOf(tx, kept.siteId)).map(({ id, name }) => [id, name]));
  const words = { timeZone, at, nameOf: (id: KeptBooking['resourceId']) => names.get(id) };
  return (await historyOf(tx, kept.id)).map((row) => {
    const { kind, at: when, by, why, was } = row;
    const entry: Entry = { kind, at: when, by, why, was };
    return { at: when, kind, by, why, sentence: entrySentence(entry, words) };
  });
}

/** What the site is still to answer about this booking. */
async function pendingOf(tx: Tx, kept: KeptBooking, siteName: string) {
  const calendar = pgCalendar(tx);
  const replacement = await calendar.findReplacement(kept.id);
  if (replacement?.state === 'requested') return { kind: 'move' as const, sentence: notYet(siteName) };
  const [open] = (await calendar.openAsks(kept.id)).filter(({ ask }) => ask.kind !== 'book');
  if (!open || open.ask.kind === 'book') return undefined;
  return { kind: open.ask.kind, sentence: notYet(siteName) };
}

/** How a booking stands for whoever saw an older version of it. */
export async function staleAnswer(tx: Tx, viewer: Viewer, bookingId: BookingId, at: EpochMs) {
  const detail = await findDetail(tx, viewer, bookingId, at);
  if (!detail) throw new Error(`The booking ${bookingId} is gone.`);
  const sentence = staleSentence(detail.history.at(-1)?.sentence);
  return { kind: 'stale' as const, booking: detail.booking, sentence };
}
