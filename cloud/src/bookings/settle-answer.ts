import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import type { AskAnswer } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import { type AskRow, findAsk, keepAnswer, putAsk } from './ask-store.ts';
import { endUnkept, isSlotHeld, keepReported } from './site-bookings.ts';

/**
 * Settles the site's answer to a question. *Kept* makes the booking what the site says; when it crosses the horizon and the cloud has sold its part
 * meanwhile, the booking is cancelled and the site is asked to give its part back.
 */
export async function settleAnswer(
  tx: Tx,
  siteId: SiteId,
  { requestId, answer }: { readonly requestId: string; readonly answer: AskAnswer },
  at: EpochMs,
): Promise<void> {
  const asked = await findAsk(tx, requestId);
  if (asked && asked.site_id !== siteId)
    throw new Error(`The request ${requestId} was not asked of this site.`);
  const [first] = answer.kind === 'kept' ? answer.bookings : [];
  if (asked && first && first.id !== asked.booking_id)
    throw new Error(`The request ${requestId} was about another booking than ${first.id}.`);
  if (asked) await keepAnswer(tx, asked, answer, at);
  switch (answer.kind) {
    case 'kept':
      for (const booking of answer.bookings) await keepKept(tx, siteId, asked, booking, at);
      return;
    case 'unchanged':
      return await keepKept(tx, siteId, asked, answer.booking, at);
    case 'refused':
      if (asked?.body.kind !== 'book') return;
      return await endUnkept(tx, asked.booking_id, {
        from: ['requested'],
        state: 'refused',
        why: 'The site could not keep it.',
        at,
        refusals: answer.reasons,
      });
    case 'unknown_booking':
      if (!asked) return;
      // Whoever asked to cancel is answered by the slot's owner: there is nothing, also where we had thought it confirmed.
      return await endUnkept(tx, asked.booking_id, {
        from: asked.body.kind === 'cancel' ? ['requested', 'confirmed'] : ['requested'],
        state: 'cancelled',
        why: 'The site does not have it.',
        at,
      });
    default:
      return answer satisfies never;
  }
}

async function keepKept(
  tx: Tx,
  siteId: SiteId,
  asked: AskRow | undefined,
  booking: Booking,
  at: EpochMs,
): Promise<void> {
  const confirmed = booking.state === 'confirmed';
  if (confirmed && (await isSlotHeld(tx, booking))) {
    const sold: Booking = { ...booking, state: 'cancelled', version: booking.version + 1 };
    await keepReported(tx, siteId, {
      booking: sold,
      by: 'cloud',
      why: 'The part after the horizon was sold meanwhile.',
      at,
    });
    await giveBack(tx, siteId, booking, at);
    return;
  }
  const why =
    asked?.body.kind === 'cancel'
      ? 'Cancelled at the request of the cloud.'
      : 'Kept at the request of the cloud.';
  await keepReported(tx, siteId, { booking, by: 'site', why, at });
  if (confirmed && asked?.body.kind === 'book' && asked.state === 'withdrawn')
    await giveBack(tx, siteId, booking, at);
}

/** The site holds a slot that nobody wants any more. */
async function giveBack(tx: Tx, siteId: SiteId, { id: bookingId }: Booking, at: EpochMs): Promise<void> {
  await putAsk(tx, siteId, { bookingId, ask: { kind: 'cancel', bookingId } }, at);
}
