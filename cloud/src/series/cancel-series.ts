import { dayBefore } from '@lintel/core/bookings/series-parts.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import type { Viewer } from '../members/may.ts';
import type { Changed } from './change-series.ts';
import { takeOut } from './occurrence-store.ts';
import { openRange, type SeriesCancel } from './open-range.ts';
import type { SeriesPorts } from './ports.ts';
import { runOn } from './run-on.ts';
import { changeSeries, recordEvent } from './store.ts';

/** Takes the dates of the range out of the series; this and all that follow end it. Their bookings are cancelled by the ordinary rules. */
export async function cancelDates(
  ports: SeriesPorts,
  viewer: Viewer,
  seriesId: SeriesId,
  wanted: SeriesCancel,
): Promise<Changed> {
  const at = ports.now();
  const step = await ports.withOperator(viewer.operatorId, async (tx): Promise<Changed> => {
    const opened = await openRange(tx, viewer, seriesId, wanted, at);
    if (opened.kind !== 'opened') return opened;
    const { series, range, dates, dated } = opened;
    if (wanted.refundAll && !viewer.staff) return { kind: 'not_yours' };
    const ends =
      range.until === undefined ? { dates: { ...series.dates, untilDate: dayBefore(range.from) } } : {};
    if (!(await changeSeries(tx, series, ends, at))) return { kind: 'stale' };
    const standing = dated.filter(({ state }) => state !== 'cancelled').map(({ date }) => date);
    const unknown =
      range.until === undefined ? [] : dates.filter((date) => !dated.some((one) => one.date === date));
    const { refundAll } = wanted;
    await takeOut(tx, series.id, [...standing, ...unknown], {
      kind: 'cancel',
      by: viewer.holderId,
      refundAll,
    });
    const changed = standing.length + unknown.length;
    await recordEvent(
      tx,
      series.id,
      { kind: 'series_cancelled', by: viewer.holderId, dates: changed, ...range },
      at,
    );
    return { kind: 'changed', changed };
  });
  if (step.kind === 'changed') await runOn(ports, viewer.operatorId, seriesId, viewer);
  return step;
}
