import type { SeriesPreview } from '@lintel/core/bookings/series-wire.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';

import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import type { SeriesPorts } from './ports.ts';
import { judgeWish } from './preview.ts';
import { runOn } from './run-on.ts';
import { findSeries, insertSeries } from './store.ts';
import { type NotUnderstood, type SeriesWish, type Understood, understand } from './understand.ts';

export type Created =
  | { readonly kind: 'created'; readonly seriesId: SeriesId }
  /** Not one date of it could be booked, now or later. */
  | { readonly kind: 'nothing_to_book'; readonly preview: SeriesPreview }
  | { readonly kind: 'request_id_used' }
  | NotUnderstood;

/**
 * Makes a series and books every date that can be; the rest are kept with their reasons, to be restored, and those further ahead than the plan books wait. The request id is the series's id: sent
 * twice it is one series, and a process that stops in between is gone on from.
 */
export async function createSeries(ports: SeriesPorts, viewer: Viewer, wish: SeriesWish): Promise<Created> {
  const at = ports.now();
  const step = await ports.withOperator(viewer.operatorId, (tx) => keepSeries(tx, viewer, wish, at));
  if (step.kind === 'created') await runOn(ports, viewer.operatorId, step.seriesId);
  return step;
}

async function keepSeries(tx: Tx, viewer: Viewer, wish: SeriesWish, at: EpochMs): Promise<Created> {
  const seriesId = wish.requestId;
  const asked = JSON.stringify(wish);
  const isThis = async () => {
    const known = await findSeries(tx, seriesId);
    return known && known.asked === asked && known.madeBy === viewer.holderId;
  };
  const again = await isThis();
  if (again !== undefined) return again ? { kind: 'created', seriesId } : { kind: 'request_id_used' };

  const understood = await understand(tx, viewer, wish, at);
  if (understood.kind !== 'understood') return understood;
  const preview = await judgeWish(tx, understood, at);
  if (!preview.occurrences.some(({ state }) => state === 'booked' || state === 'waiting_for_window'))
    return { kind: 'nothing_to_book', preview };
  const isNew = await insertSeries(tx, toSeries(understood, viewer, seriesId, asked, at));
  if (!isNew && !(await isThis())) return { kind: 'request_id_used' };
  return { kind: 'created', seriesId };
}

function toSeries(
  { spot, holderId, purpose, dates, place }: Understood,
  viewer: Viewer,
  id: SeriesId,
  asked: string,
  at: EpochMs,
) {
  return {
    id,
    siteId: spot.siteId,
    holderId,
    madeBy: viewer.holderId,
    purpose,
    dates,
    parts: [{ ...place, fromDate: dates.fromDate }],
    asked,
    version: 1,
    state: 'running' as const,
    madeAt: at,
  };
}
