import { isRestorable } from '@lintel/core/bookings/series-state.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';

import type { Viewer } from '../members/may.ts';
import { type Dated, findDate, tryAgain } from './occurrence-store.ts';
import { isTheirs } from './open-range.ts';
import type { SeriesPorts } from './ports.ts';
import { runOn } from './run-on.ts';
import { loadSpot } from './spot-store.ts';
import { changeSeries, lockSeries } from './store.ts';

export type Restored =
  | { readonly kind: 'restored'; readonly dated: Dated }
  /** It was tried, and clashes still: `dated` says why. */
  | { readonly kind: 'not_free'; readonly dated: Dated }
  | { readonly kind: 'unknown_series' }
  | { readonly kind: 'unknown_date' }
  | { readonly kind: 'not_yours' }
  | { readonly kind: 'stale' }
  | { readonly kind: 'over' }
  /** The site has not yet answered the cancel of what is booked. */
  | { readonly kind: 'still_booked' };

/** Adds a date that was cancelled, skipped or clashed back to the series, and books it when it is free. A date that stands as it is is restored already. */
export async function restoreDate(
  ports: SeriesPorts,
  viewer: Viewer,
  seriesId: SeriesId,
  date: string,
): Promise<Restored> {
  const at = ports.now();
  const step = await ports.withOperator(viewer.operatorId, async (tx): Promise<Restored | 'try'> => {
    const series = await lockSeries(tx, seriesId);
    if (!series) return { kind: 'unknown_series' };
    if (!isTheirs(viewer, series)) return { kind: 'not_yours' };
    const { timeZone } = await loadSpot(tx, series.siteId);
    if (date < localDate(timeZone, at)) return { kind: 'over' };
    const known = await findDate(tx, seriesId, date);
    if (!known) return { kind: 'unknown_date' };
    if (known.decided === 'cancelled' && !isRestorable(known.state)) return { kind: 'still_booked' };
    if (!isRestorable(known.state)) return { kind: 'restored', dated: known };
    if (!(await changeSeries(tx, series, {}, at))) return { kind: 'stale' };
    await tryAgain(tx, seriesId, known);
    return 'try';
  });
  if (step !== 'try') return step;
  await runOn(ports, viewer.operatorId, seriesId, viewer);
  const dated = await ports.withOperator(viewer.operatorId, (tx) => findDate(tx, seriesId, date));
  if (!dated) return { kind: 'unknown_date' };
  return { kind: isRestorable(dated.state) ? 'not_free' : 'restored', dated };
}
