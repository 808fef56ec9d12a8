import { partsMost, type SeriesPlace, withChange } from '@lintel/core/bookings/series-parts.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import { setDue, tryAgain } from './occurrence-store.ts';
import { isLive, type NotChanged, type Opened, openRange, type SeriesChange } from './open-range.ts';
import type { SeriesPorts } from './ports.ts';
import { runOn } from './run-on.ts';
import { changeSeries, recordEvent } from './store.ts';
import { startTransfer } from './transfer.ts';

export type Changed = NotChanged | { readonly kind: 'changed'; readonly changed: number };

/** Moves, describes or transfers the dates of the range. What cannot move stays where it is, and says why; dates that clash now are tried again where they would be. */
export async function changeDates(
  ports: SeriesPorts,
  viewer: Viewer,
  seriesId: SeriesId,
  wanted: SeriesChange,
): Promise<Changed> {
  const at = ports.now();
  const step = await ports.withOperator(viewer.operatorId, async (tx): Promise<Changed> => {
    const opened = await openRange(tx, viewer, seriesId, wanted, at);
    if (opened.kind !== 'opened') return opened;
    return wanted.change.kind === 'transfer'
      ? await startTransfer(tx, viewer, opened, wanted.change.toEmail, at)
      : await startMove(tx, viewer, opened, placeOf(wanted.change), at);
  });
  if (step.kind === 'changed') await runOn(ports, viewer.operatorId, seriesId, viewer);
  return step;
}

export function placeOf(change: Extract<SeriesChange['change'], { kind: 'place' }>): Partial<SeriesPlace> {
  const { kind: _, ...place } = change;
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}

async function startMove(
  tx: Tx,
  viewer: Viewer,
  { series, spot, range, dated }: Opened,
  place: Partial<SeriesPlace>,
  at: EpochMs,
): Promise<Changed> {
  if (place.resourceId && !spot.resources.has(place.resourceId)) return { kind: 'unknown_resource' };
  const parts = withChange(series.parts, range, place);
  if (parts.length > partsMost) return { kind: 'too_many_changes' };
  if (!(await changeSeries(tx, series, { parts }, at))) return { kind: 'stale' };
  const lives = dated.filter(isLive).map(({ date }) => date);
  await setDue(tx, series.id, lives, { kind: 'move', by: viewer.holderId });
  const again = dated.filter(({ state }) => state === 'clash' || state === 'skipped');
  for (const one of again) await tryAgain(tx, series.id, one);
  const changed = lives.length + again.length;
  await recordEvent(
    tx,
    series.id,
    { kind: 'series_changed', by: viewer.holderId, dates: changed, ...range },
    at,
  );
  return { kind: 'changed', changed };
}
