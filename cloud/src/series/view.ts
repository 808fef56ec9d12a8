import { laterDate, placeOn } from '@lintel/core/bookings/series-parts.ts';
import { ruleSentence } from '@lintel/core/bookings/series-sentence.ts';
import type { OccurrenceState, SeriesView, WholeSeries } from '@lintel/core/bookings/series-wire.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import { listDates } from './occurrence-store.ts';
import { isTheirs } from './open-range.ts';
import { showDated } from './show.ts';
import { findHolder, loadSpot } from './spot-store.ts';
import { findSeries, type Series, seriesOf } from './store.ts';

export type Found =
  | { readonly kind: 'whole'; readonly whole: WholeSeries }
  | { readonly kind: 'unknown_series' }
  | { readonly kind: 'not_yours' };

/** A series with its dates from today on; the viewer's own, or one that their role covers. */
export async function loadWhole(tx: Tx, viewer: Viewer, seriesId: SeriesId, at: EpochMs): Promise<Found> {
  const series = await findSeries(tx, seriesId);
  if (!series) return { kind: 'unknown_series' };
  if (!isTheirs(viewer, series)) return { kind: 'not_yours' };
  return { kind: 'whole', whole: await showWhole(tx, series, at) };
}

/** The viewer's series, the newest first, those that have ended last. */
export async function mySeries(tx: Tx, viewer: Viewer, at: EpochMs): Promise<readonly SeriesView[]> {
  const views: SeriesView[] = [];
  for (const one of await seriesOf(tx, viewer.holderId)) views.push((await showWhole(tx, one, at)).series);
  return views.sort((a, b) => Number(a.state === 'ended') - Number(b.state === 'ended'));
}

async function showWhole(tx: Tx, series: Series, at: EpochMs): Promise<WholeSeries> {
  const spot = await loadSpot(tx, series.siteId);
  const today = localDate(spot.timeZone, at);
  const names = new Map([...spot.resources.values()].map(({ id, name }) => [id, name]));
  const dates = await listDates(tx, series.id, { from: today });
  const occurrences = dates.map((dated) =>
    showDated(dated, series.parts, { timeZone: spot.timeZone, names }),
  );
  const counts: Partial<Record<OccurrenceState, number>> = {};
  for (const { state } of occurrences) counts[state] = (counts[state] ?? 0) + 1;
  const { startMin, endMin, resourceId, title } = placeOn(
    series.parts,
    laterDate(series.dates.fromDate, today),
  );
  const holder = series.holderId && (await findHolder(tx, series.holderId));
  return {
    series: {
      id: series.id,
      siteId: series.siteId,
      siteName: spot.siteName,
      timeZone: spot.timeZone,
      title,
      resourceId,
      resourceName: names.get(resourceId) ?? '',
      ...(holder ? { holderName: holder.name } : {}),
      ...series.dates,
      repeats: copyOf(series.dates.repeats),
      startMin,
      endMin,
      sentence: ruleSentence({ ...series.dates, startMin, endMin }),
      version: series.version,
      state: series.state,
      counts,
    },
    occurrences,
  };
}

function copyOf(repeats: Series['dates']['repeats']): SeriesView['repeats'] {
  return repeats.kind === 'weekly' ? { ...repeats, weekdays: [...repeats.weekdays] } : repeats;
}
