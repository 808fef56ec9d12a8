import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Actor } from './actor.ts';
import type { CalendarTx, KeptAsk, KeptBooking } from './calendar.ts';
import type { ChangeAnswer } from './change.ts';
import { reasonsOf, refuseWith } from './outcome.ts';
import { plain } from './write.ts';

/** What became of a change that was asked for before, as it stands. */
export async function answerChange(
  calendar: CalendarTx,
  actor: Actor,
  bookingId: BookingId,
  requestId: BookingId,
  at: EpochMs,
): Promise<ChangeAnswer> {
  const kept = await calendar.findBooking(bookingId);
  const place = kept && (await calendar.findPlace(kept.resourceId));
  if (!kept || !place) return { kind: 'unknown_booking' };
  const replacement = requestId === bookingId ? undefined : await calendar.findBooking(requestId);
  if (replacement) return await answerReplaced(calendar, actor, kept, replacement, at);
  const asked = await calendar.findAsk(requestId);
  if (!asked || asked.bookingId !== bookingId) return usedBefore;
  if (asked.state === 'pending') return { kind: 'requested', booking: plain(kept), siteName: place.siteName };
  return await answerAsked(calendar, actor, kept, asked, at);
}

async function answerReplaced(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  replacement: KeptBooking,
  at: EpochMs,
): Promise<ChangeAnswer> {
  if (replacement.replaces !== kept.id) return usedBefore;
  const place = await calendar.findPlace(replacement.resourceId);
  if (!place) return { kind: 'unknown_resource' };
  if (holdsSlot(replacement)) return { kind: 'changed', booking: plain(replacement) };
  if (replacement.state === 'requested')
    return { kind: 'requested', booking: plain(replacement), siteName: place.siteName };
  return await refuseWith(calendar, actor, replacement, place, at, reasonsOf(replacement));
}

async function answerAsked(
  calendar: CalendarTx,
  actor: Actor,
  kept: KeptBooking,
  { answer, ask }: KeptAsk,
  at: EpochMs,
): Promise<ChangeAnswer> {
  const place = await calendar.findPlace(kept.resourceId);
  if (!place) return { kind: 'unknown_resource' };
  switch (answer?.kind) {
    case 'kept': {
      // The part after the horizon may have been sold meanwhile: then it stands as it was.
      const isThere = ask.kind === 'change' && kept.version >= ask.booking.version;
      return isThere ? { kind: 'changed', booking: plain(kept) } : { kind: 'stale', booking: plain(kept) };
    }
    case 'refused':
      return await refuseWith(calendar, actor, kept, place, at, answer.reasons);
    case 'unchanged':
      return answer.because === 'stale'
        ? { kind: 'stale', booking: plain(kept) }
        : { kind: 'unchangeable', refusal: answer.because, timeZone: place.timeZone };
    default:
      // Withdrawn, or unknown to the site: it stands as it was.
      return { kind: 'stale', booking: plain(kept) };
  }
}

const usedBefore: ChangeAnswer = {
  kind: 'unfit',
  problem: {
    kind: 'request_id_used',
    sentence: 'This request id belongs to another booking. Use a new one for each change.',
  },
};
