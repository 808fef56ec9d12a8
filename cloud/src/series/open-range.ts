import { datesWithin } from '@lintel/core/bookings/series.ts';
import { type DateRange, laterDate } from '@lintel/core/bookings/series-parts.ts';
import type { seriesCancel, seriesChange } from '@lintel/core/bookings/series-wire.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { z } from 'zod';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import { type Dated, listDates } from './occurrence-store.ts';
import { loadSpot, type Spot } from './spot-store.ts';
import { lockSeries, type Series } from './store.ts';

export type SeriesChange = z.infer<typeof seriesChange>;
export type SeriesCancel = z.infer<typeof seriesCancel>;

export type NotChanged =
  | { readonly kind: 'unknown_series' }
  | { readonly kind: 'not_yours' }
  /** It was changed by somebody since. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'unknown_member' }
  /** None of its dates lies in the range, or all of them are over. */
  | { readonly kind: 'no_dates' }
  | { readonly kind: 'too_many_dates' }
  | { readonly kind: 'too_many_changes' }
  /** A series goes to another member as it is from a date on. */
  | { readonly kind: 'transfer_has_no_end' };

/** A series with what a change of it needs, under its lock. */
export type Opened = {
  readonly kind: 'opened';
  readonly series: Series;
  readonly spot: Spot;
  /** The range without what is over. */
  readonly range: DateRange;
  readonly dates: readonly string[];
  readonly dated: readonly Dated[];
};

/** Opens the series for its holder or for staff whose role covers the site, at the version they saw, for the dates in the range that are not over. */
export async function openRange(
  tx: Tx,
  viewer: Viewer,
  seriesId: SeriesId,
  { version, range }: Pick<SeriesChange, 'version' | 'range'>,
  at: EpochMs,
): Promise<Opened | NotChanged> {
  const series = await lockSeries(tx, seriesId);
  if (!series) return { kind: 'unknown_series' };
  if (!isTheirs(viewer, series)) return { kind: 'not_yours' };
  if (series.version !== version) return { kind: 'stale' };
  const spot = await loadSpot(tx, series.siteId);
  const today = localDate(spot.timeZone, at);
  const coming = { ...range, from: laterDate(range.from, today) };
  const { dates, more } = datesWithin(series.dates, {
    from: coming.from,
    until: coming.until ?? '9998-12-31',
  });
  // Open at its end, the rule itself changes, however many dates it has.
  if (more && coming.until !== undefined) return { kind: 'too_many_dates' };
  const dated = await listDates(tx, seriesId, coming);
  if (dates.length === 0 && dated.length === 0) return { kind: 'no_dates' };
  return { kind: 'opened', series, spot, range: coming, dates, dated };
}

/** Whether the viewer may change it: their own, or, as staff, one at a site their role covers. */
export function isTheirs(viewer: Viewer, series: Series): boolean {
  if (series.holderId === viewer.holderId) return true;
  return viewer.staff !== undefined && may(viewer, 'cancel_any', series.siteId);
}

export function isLive({ state }: Pick<Dated, 'state'>): boolean {
  return state === 'booked' || state === 'requested';
}
