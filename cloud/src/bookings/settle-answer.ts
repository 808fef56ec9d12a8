import type { Booking } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import { changeSentence } from '@lintel/core/bookings/change.ts';
import { type BookingRefusal, refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { AskAnswer } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { CalendarTx, KeptAsk } from './calendar.ts';
import { endUnkept } from './end-unkept.ts';
import { type Answered, keepKept } from './keep-kept.ts';
import { keepReported } from './site-bookings.ts';

/**
 * Settles the site's answer to a question. *Kept* makes the bookings what the site says, all of them or, where the cloud has sold what lies after the horizon meanwhile, none; *refused* and *unchanged*
 * end a request, and leave a booking that was to change as it was. `by`: the cloud answers in the place of a box that was lost. Throws when the answer is not to a question of this site or about another booking.
 */
export async function settleAnswer(
  calendar: CalendarTx,
  siteId: SiteId,
  { requestId, answer }: { readonly requestId: string; readonly answer: AskAnswer },
  at: EpochMs,
  by: 'site' | 'cloud' = 'site',
): Promise<void> {
  const asked = await calendar.findAsk(requestId);
  checkAnswer(siteId, asked, requestId, answer);
  if (asked) await calendar.keepAnswer(requestId, answer, at);
  switch (answer.kind) {
    case 'kept':
      return await keepKept(calendar, siteId, { asked, by }, answer.bookings, at);
    case 'refused':
      return await settleRefused(calendar, { asked, by }, answer.reasons, at);
    case 'unchanged':
      return await settleUnchanged(calendar, siteId, asked, answer, at);
    case 'unknown_booking':
      return await settleUnknown(calendar, asked, at);
    default:
      return answer satisfies never;
  }
}

function checkAnswer(siteId: SiteId, asked: KeptAsk | undefined, requestId: string, answer: AskAnswer): void {
  if (!asked) return;
  if (asked.siteId !== siteId) throw new Error(`The request ${requestId} was not asked of this site.`);
  const about = aboutOf(asked);
  const named =
    answer.kind === 'kept' ? answer.bookings : answer.kind === 'unchanged' ? [answer.booking] : [];
  const foreign = named.find(({ id }) => !about.includes(id));
  if (foreign) throw new Error(`The request ${requestId} was about another booking than ${foreign.id}.`);
}

function aboutOf({ ask }: KeptAsk): readonly Booking['id'][] {
  switch (ask.kind) {
    case 'book':
      return ask.bookings.map(({ id }) => id);
    case 'cancel':
      return [ask.bookingId];
    case 'change':
      return [ask.booking.id];
    default:
      return ask satisfies never;
  }
}

async function settleRefused(
  calendar: CalendarTx,
  { asked, by }: Answered,
  reasons: readonly BookingRefusal[],
  at: EpochMs,
): Promise<void> {
  if (asked?.ask.kind === 'change') return await noteUnchanged(calendar, asked, reasons, at);
  if (asked?.ask.kind !== 'book') return;
  for (const id of aboutOf(asked))
    await endUnkept(calendar, id, {
      from: ['requested'],
      state: 'refused',
      why: by === 'site' ? 'The site could not keep it.' : 'The site could not be asked.',
      at,
      by,
      refusals: reasons,
    });
}

/** A change the site turned down leaves the booking as it was; its history says so, and whoever asked is told. */
async function noteUnchanged(
  calendar: CalendarTx,
  asked: KeptAsk,
  reasons: readonly BookingRefusal[],
  at: EpochMs,
): Promise<void> {
  const kept = await calendar.findBooking(asked.bookingId);
  const place = kept && (await calendar.findPlace(kept.resourceId));
  if (!kept || !place) return;
  const clock = localClock(place.timeZone, at);
  const why = `Not changed. ${reasons.map((reason) => refusalSentence(reason, clock)).join(' ')}`;
  await calendar.note(kept, { kind: 'refused', at, by: 'site', why });
}

/** The site says how the booking stands, which is not as whoever asked thought. */
async function settleUnchanged(
  calendar: CalendarTx,
  siteId: SiteId,
  asked: KeptAsk | undefined,
  { booking, because }: Extract<AskAnswer, { kind: 'unchanged' }>,
  at: EpochMs,
): Promise<void> {
  await keepReported(calendar, siteId, { booking, by: 'site', why: 'As it stands at the site.', at });
  const kept = await calendar.findBooking(booking.id);
  const place = kept && (await calendar.findPlace(kept.resourceId));
  if (!asked || asked.ask.kind === 'book' || !kept || !place || !holdsSlot(kept)) return;
  const reason =
    because === 'stale'
      ? 'It had changed at the site.'
      : changeSentence(because, localClock(place.timeZone, at));
  await calendar.note(kept, { kind: 'refused', at, by: 'site', why: `Not changed. ${reason}` });
}

async function settleUnknown(calendar: CalendarTx, asked: KeptAsk | undefined, at: EpochMs): Promise<void> {
  if (!asked) return;
  // Whoever asked to cancel is answered by the slot's owner: there is nothing, also where we had thought it confirmed.
  const from =
    asked.ask.kind === 'cancel'
      ? (['requested', 'confirmed', 'checked_in'] as const)
      : (['requested'] as const);
  for (const id of aboutOf(asked))
    await endUnkept(calendar, id, { from, state: 'cancelled', why: 'The site does not have it.', at });
  if (asked.ask.kind !== 'change') return;
  const kept = await calendar.findBooking(asked.bookingId);
  if (kept)
    await calendar.note(kept, {
      kind: 'refused',
      at,
      by: 'site',
      why: 'Not changed. The site does not have it.',
    });
}
