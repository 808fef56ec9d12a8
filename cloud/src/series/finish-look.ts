import { refusalSentence } from '@lintel/core/bookings/refusal.ts';
import { datesWithin, occurrenceOn } from '@lintel/core/bookings/series.ts';
import { dayBefore, placeOn } from '@lintel/core/bookings/series-parts.ts';
import { bookingRefusal } from '@lintel/core/bookings/wire.ts';
import { localClock, localDate } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { z } from 'zod';
import type { Tx } from '../database/operator.ts';
import { type Dated, listDates, noteAnswer, takeUntold } from './occurrence-store.ts';
import type { Look } from './run-on.ts';
import { isAsked } from './settle-asked.ts';
import { hasEvent, lockSeries, recordEvent, type Series, setLookAt } from './store.ts';
import type { Reason } from './tables.ts';

/** Ends a look: notes what sites have answered, keeps one event of all that clashed since the last, and says when to look again. */
export async function finishLook(tx: Tx, look: Look): Promise<void> {
  const { spot, at } = look;
  const series = await lockSeries(tx, look.series.id);
  if (!series) return;
  const from = dayBefore(localDate(spot.timeZone, at));
  for (const dated of await listDates(tx, series.id, { from })) await noteDecision(tx, look, dated);
  await tell(tx, series, at);
  const dates = await listDates(tx, series.id, { from });
  await setLookAt(tx, series.id, nextLook({ ...look, series, dates }));
}

/** What was asked of the site and is decided by now. */
async function noteDecision(tx: Tx, { series, spot, at }: Look, dated: Dated): Promise<void> {
  if (dated.decided !== 'requested' || dated.state === 'requested') return;
  const reasons = dated.state === 'clash' ? refusedReasons(dated.refusals, spot.timeZone, at) : [];
  await noteAnswer(tx, series.id, dated, reasons);
}

function refusedReasons(refusals: unknown, timeZone: string, at: EpochMs): readonly Reason[] {
  const parsed = z.array(bookingRefusal).min(1).safeParse(refusals);
  if (!parsed.success)
    return [
      { kind: 'refused', sentence: 'The site refused it. Ask its front desk, or choose another time.' },
    ];
  const clock = localClock(timeZone, at);
  return parsed.data.map((refusal) => ({ kind: refusal.kind, sentence: refusalSentence(refusal, clock) }));
}

/** The first look tells of the whole series, later ones of new clashes alone. */
async function tell(tx: Tx, { id, holderId, madeBy }: Series, at: EpochMs): Promise<void> {
  const clashes = await takeUntold(tx, id);
  if (await hasEvent(tx, id, 'series_made')) {
    if (clashes.length > 0) await recordEvent(tx, id, { kind: 'series_clash', clashes }, at);
    return;
  }
  const booked = (await listDates(tx, id, { from: '0001-01-01' })).filter(
    ({ state }) => state === 'booked' || state === 'requested',
  ).length;
  await recordEvent(tx, id, { kind: 'series_made', booked, clashes, toHolderId: holderId ?? madeBy }, at);
}

const soonMs = 30_000;

/** Absent when nothing is left to do, now or ever. */
function nextLook({ series, spot, at, windowMs, dates }: Look): EpochMs | undefined {
  const today = localDate(spot.timeZone, at);
  if (dates.some((one) => one.due !== undefined || one.state === 'requested' || isAsked(one)))
    return addMs(at, soonMs);
  const opens = dates
    .filter(({ state }) => state === 'waiting_for_window')
    .map(({ date }) => {
      const one = occurrenceOn(spot.timeZone, date, placeOn(series.parts, date));
      return one.kind === 'at' ? one.span.startsAt - windowMs : at;
    });
  const isOver = dates.every(({ date, state }) => date < today || state === 'cancelled');
  if (opens.length === 0 && isOver && !hasMore(series, today)) return undefined;
  // Once a day all the same: hours, plans and members change.
  const soonest = Math.min(at + 24 * hourMs, ...opens);
  return epochMs(Math.max(at + minuteMs, soonest));
}

function hasMore({ dates }: Series, today: string): boolean {
  return datesWithin(dates, { from: today, until: '9998-12-31' }).more;
}
