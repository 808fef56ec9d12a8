import { yearsMost } from '@lintel/core/bookings/judge.ts';
import { datesWithin, type Occurrence, occurrenceOn } from '@lintel/core/bookings/series.ts';
import { dayBefore, placeOn } from '@lintel/core/bookings/series-parts.ts';
import type { OperatorId, SeriesId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';

import { type Actor, house } from '../bookings/actor.ts';
import { cancel } from '../bookings/cancel.ts';
import type { Tx } from '../database/operator.ts';
import { findViewer } from '../members/store.ts';
import { bookDate } from './book-date.ts';
import { loadContext } from './context.ts';
import { finishLook } from './finish-look.ts';
import { type Dated, findDate, listDates, noteOutcome, putDates, tryAgain } from './occurrence-store.ts';
import type { SeriesPorts } from './ports.ts';
import { isAsked, settleAsked } from './settle-asked.ts';
import { settleDate } from './settle-date.ts';
import { settleStrays } from './settle-strays.ts';
import { vanishes } from './show.ts';
import { loadSpot, type Spot } from './spot-store.ts';
import { findSeries, type Series } from './store.ts';

/** A series under the eyes of one look. */
export type Look = {
  readonly series: Series;
  readonly spot: Spot;
  readonly at: EpochMs;
  /** How far ahead of now a date may start to be booked. */
  readonly windowMs: number;
  readonly dates: readonly Dated[];
  /** Whoever books for it: its maker, or, when they are gone, the house. */
  readonly maker: Actor;
  readonly operatorId: OperatorId;
};

const furthestMs = yearsMost * 366 * 24 * hourMs;
const lastDate = '9998-12-31';

/**
 * Does what is to be done for a series now: what a person wanted of its bookings, and every date that has come near enough. Again, or in two processes at once, it books and cancels nothing
 * twice; stopped in between, the next look goes on. `actor`: whoever waits for it, and is named in the history.
 */
export async function runOn(
  ports: SeriesPorts,
  operatorId: OperatorId,
  seriesId: SeriesId,
  actor?: Actor,
): Promise<void> {
  const at = ports.now();
  const look = await ports.withOperator(operatorId, (tx) => beginLook(tx, seriesId, at));
  if (!look) return;
  await settleStrays(ports, look);
  for (const dated of look.dates) if (isAsked(dated)) await settleAsked(ports, look, dated);
  for (const dated of look.dates) if (dated.due) await settleDate(ports, look, dated);

  const ready = look.dates.flatMap((dated) => readyToBook(look, dated));
  const near = ready.filter(({ occurrence }) => asksTheSite(look, occurrence));
  const far = ready.filter(({ occurrence }) => !asksTheSite(look, occurrence));
  for (const one of far) await tryDate(ports, look, one, actor);
  // Each waits for the site's answer, so they wait together.
  await Promise.all(near.map((one) => tryDate(ports, look, one, actor)));
  await ports.withOperator(operatorId, (tx) => finishLook(tx, look));
}

async function beginLook(tx: Tx, seriesId: SeriesId, at: EpochMs): Promise<Look | undefined> {
  const series = await findSeries(tx, seriesId);
  if (!series) return undefined;
  const spot = await loadSpot(tx, series.siteId);
  const today = localDate(spot.timeZone, at);
  const { dates: coming } = datesWithin(series.dates, { from: today, until: lastDate });
  await putDates(tx, seriesId, coming, 'waiting_for_window');
  const { booker } = await loadContext(tx, { spot, ...series }, [], at);
  const planMs = booker.kind === 'member' ? (booker.plan?.advanceMs ?? 24 * hourMs) : furthestMs;
  return {
    series,
    spot,
    at,
    windowMs: Math.min(planMs, furthestMs),
    dates: await listDates(tx, seriesId, { from: dayBefore(today) }),
    maker: (await findViewer(tx, series.madeBy, at)) ?? house(tx.operatorId),
    operatorId: tx.operatorId,
  };
}

type Ready = { readonly dated: Dated; readonly occurrence: Occurrence };

function readyToBook({ series, spot, at, windowMs }: Look, dated: Dated): readonly Ready[] {
  if (dated.state !== 'waiting_for_window') return [];
  const occurrence = occurrenceOn(spot.timeZone, dated.date, placeOn(series.parts, dated.date));
  if (occurrence.kind === 'vanishes') return [{ dated, occurrence }];
  return isWithin(occurrence.span, at, windowMs) ? [{ dated, occurrence }] : [];
}

function isWithin({ startsAt, endsAt }: Span, at: EpochMs, windowMs: number): boolean {
  return startsAt <= at + windowMs && endsAt <= at + furthestMs;
}

/** Whether booking it may have to wait for the site's answer; a day is more than any preparation. */
function asksTheSite({ spot }: Look, occurrence: Occurrence): boolean {
  return occurrence.kind === 'at' && occurrence.span.startsAt < addMs(spot.horizonAt, 24 * hourMs);
}

async function tryDate(
  ports: SeriesPorts,
  look: Look,
  { dated, occurrence }: Ready,
  actor: Actor | undefined,
): Promise<void> {
  const { series, operatorId } = look;
  const outcome =
    occurrence.kind === 'vanishes'
      ? { state: 'skipped' as const, reasons: [vanishes] }
      : await bookDate(ports, actor ?? look.maker, series, dated, occurrence.span);
  if (outcome.state === 'elsewhere') {
    await cancel(ports, look.maker, outcome.bookingId);
    await ports.withOperator(operatorId, (tx) => tryAgain(tx, series.id, dated));
    return;
  }
  const noted = await ports.withOperator(operatorId, (tx) => noteOutcome(tx, series.id, dated, outcome));
  if (noted || !outcome.bookingId) return;
  // Somebody decided otherwise meanwhile; a look of another process came to the same.
  const now = await ports.withOperator(operatorId, (tx) => findDate(tx, series.id, dated.date));
  if (now?.booking?.id !== outcome.bookingId) await cancel(ports, look.maker, outcome.bookingId);
}
