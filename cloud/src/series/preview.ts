import { alternatives } from '@lintel/core/bookings/alternatives.ts';
import { datesWithin } from '@lintel/core/bookings/series.ts';
import { type JudgedDate, judgeDates, type SeriesContext } from '@lintel/core/bookings/series-judge.ts';
import type { OccurrencePreview, SeriesPreview } from '@lintel/core/bookings/series-wire.ts';
import { siteDays } from '@lintel/core/sites/opening.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';

import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import { loadContext } from './context.ts';
import type { SeriesPorts } from './ports.ts';
import { showJudged } from './show.ts';
import { heldIn } from './spot-store.ts';
import { type NotUnderstood, type SeriesWish, type Understood, understand } from './understand.ts';

export type Previewed = NotUnderstood | { readonly kind: 'preview'; readonly preview: SeriesPreview };

/** Judges every date of the wish, and writes nothing: what would be booked and for how much, what clashes and what is free instead. */
export async function previewSeries(
  ports: SeriesPorts,
  viewer: Viewer,
  wish: SeriesWish,
): Promise<Previewed> {
  const at = ports.now();
  return await ports.withOperator(viewer.operatorId, async (tx) => {
    const understood = await understand(tx, viewer, wish, at);
    if (understood.kind !== 'understood') return understood;
    return { kind: 'preview', preview: await judgeWish(tx, understood, at) };
  });
}

export async function judgeWish(tx: Tx, understood: Understood, at: EpochMs): Promise<SeriesPreview> {
  const { place, today, spot } = understood;
  const { dates, more } = datesWithin(understood.dates, { from: today, until: '9998-12-31' });
  const wanted = dates.map((date) => ({ date, place }));
  const context = await loadContext(tx, understood, wanted, at);
  const judged = judgeDates(wanted, context);
  const occurrences: OccurrencePreview[] = [];
  for (const one of judged.dates)
    occurrences.push(showJudged(one, context, [...(await freeInstead(tx, one, context))]));
  return { occurrences, more, total: judged.total, currency: spot.currency, timeZone: spot.timeZone };
}

const lookAheadMs = 12 * hourMs;

/** What is free instead, where nothing but somebody else is in the way. */
export async function freeInstead(
  tx: Tx,
  { refusals, occurrence, place }: JudgedDate,
  { resources, opening, timeZone }: SeriesContext,
) {
  const resource = resources.get(place.resourceId);
  const isTaken = refusals.length > 0 && refusals.every(({ kind }) => kind === 'taken');
  if (!isTaken || occurrence.kind !== 'at' || !resource) return [];
  const { span } = occurrence;
  const sameKind = [...resources.values()].filter(({ kind }) => kind === resource.kind);
  const window = {
    startsAt: epochMs(Math.max(0, span.startsAt - lookAheadMs)),
    endsAt: addMs(span.endsAt, 2 * lookAheadMs),
  };
  const ids = sameKind.map(({ id }) => id);
  return alternatives(
    { span, resource },
    {
      resources: sameKind,
      bookings: await heldIn(tx, ids, window),
      days: siteDays(timeZone, opening, window),
    },
    { most: 4, until: addMs(span.startsAt, lookAheadMs) },
  );
}
