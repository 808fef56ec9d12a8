import type { Booking } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { idFrom } from '../keys.ts';
import type { CalendarTx, KeptAsk } from './calendar.ts';
import { giveUpReplaced } from './replace.ts';
import { isSlotHeld, keepReported } from './site-bookings.ts';
import { plain } from './write.ts';

/** The question that is answered, as far as it is known, and who answers it: the site, or the cloud in the place of a box that was lost. */
export type Answered = { readonly asked: KeptAsk | undefined; readonly by: 'site' | 'cloud' };

/**
 * What the site kept becomes what the cloud keeps. Where the cloud has sold what lies after the horizon meanwhile, new bookings are cancelled, all of a group, and the site is asked to give its part
 * back; a booking that was moved there is asked back to where it was. What replaces another lets go of that one.
 */
export async function keepKept(
  calendar: CalendarTx,
  siteId: SiteId,
  { asked, by }: Answered,
  bookings: readonly Booking[],
  at: EpochMs,
): Promise<void> {
  if (await isSold(calendar, siteId, bookings)) {
    if (asked?.ask.kind === 'change') return await askBack(calendar, siteId, asked, bookings, at);
    for (const booking of bookings) await cancelSold(calendar, siteId, booking, at);
    return;
  }
  for (const booking of bookings) {
    const wanted = wantedOf(asked, booking);
    const requestId = asked?.requestId;
    await keepReported(calendar, siteId, { booking, ...wordsOf(asked, by), at, requestId, wanted });
    const kept = await calendar.findBooking(booking.id);
    if (!kept || !holdsSlot(booking)) continue;
    const isUnwanted = !holdsSlot(kept) || (asked?.ask.kind === 'book' && asked.state === 'withdrawn');
    if (isUnwanted) await giveBack(calendar, siteId, booking, at);
    else await giveUpReplaced(calendar, kept, at);
  }
}

/** What the cloud asked this booking to be. */
function wantedOf(asked: KeptAsk | undefined, { id }: Booking): Booking | undefined {
  switch (asked?.ask.kind) {
    case 'book':
      return asked.ask.bookings.find((one) => one.id === id);
    case 'change':
      return asked.ask.booking;
    default:
      return undefined;
  }
}

async function isSold(calendar: CalendarTx, siteId: SiteId, bookings: readonly Booking[]): Promise<boolean> {
  for (const booking of bookings)
    if (holdsSlot(booking) && (await isSlotHeld(calendar, siteId, booking, bookings))) return true;
  return false;
}

function wordsOf(
  asked: KeptAsk | undefined,
  by: Answered['by'],
): { readonly by: string; readonly why: string } {
  switch (asked?.ask.kind) {
    case 'change':
      return { by: asked.ask.by, why: asked.ask.why };
    case 'cancel':
      return { by, why: 'Cancelled at the request of the cloud.' };
    default:
      return { by, why: 'Kept at the request of the cloud.' };
  }
}

async function cancelSold(
  calendar: CalendarTx,
  siteId: SiteId,
  booking: Booking,
  at: EpochMs,
): Promise<void> {
  const sold: Booking = { ...booking, state: 'cancelled', version: booking.version + 1, charge: noCharge };
  const why = 'The part after the horizon was sold meanwhile.';
  await keepReported(calendar, siteId, { booking: sold, by: 'cloud', why, at });
  if (holdsSlot(booking)) await giveBack(calendar, siteId, booking, at);
}

/** The site holds a slot that nobody wants any more. */
async function giveBack(calendar: CalendarTx, siteId: SiteId, booking: Booking, at: EpochMs): Promise<void> {
  const { id: bookingId, version } = booking;
  const open = await calendar.openAsks(bookingId);
  if (open.some(({ ask }) => ask.kind === 'cancel')) return;
  const requestId = idFrom('give back', bookingId, String(version));
  await calendar.putAsk(
    siteId,
    { requestId, bookingId, ask: { kind: 'cancel', bookingId, keep: noCharge } },
    at,
  );
}

/** The new place is not to be had after all; where the booking was, the site is asked to put it again. */
async function askBack(
  calendar: CalendarTx,
  siteId: SiteId,
  asked: KeptAsk,
  [moved]: readonly Booking[],
  at: EpochMs,
): Promise<void> {
  const kept = moved && (await calendar.findBooking(moved.id));
  if (!kept) return;
  const why = 'The part after the horizon was sold meanwhile.';
  const booking = { ...plain(kept), version: moved.version + 1 };
  await calendar.note(kept, { kind: 'refused', at, by: 'cloud', why: `Not changed. ${why}` });
  await calendar.putAsk(
    siteId,
    {
      requestId: idFrom('ask back', asked.requestId),
      bookingId: kept.id,
      ask: { kind: 'change', booking, by: 'cloud', why },
    },
    at,
  );
}
