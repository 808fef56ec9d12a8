import type { SeriesDates } from '@lintel/core/bookings/series.ts';
import type { SeriesPlace } from '@lintel/core/bookings/series-parts.ts';
import type { seriesWish } from '@lintel/core/bookings/series-wire.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { z } from 'zod';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import type { SeriesFor } from './context.ts';
import { findHolder, findSpot } from './spot-store.ts';

export type SeriesWish = z.infer<typeof seriesWish>;

/** A wish that makes sense: where, for whom, which dates. `today` is the site's. */
export type Understood = SeriesFor & {
  readonly kind: 'understood';
  readonly dates: SeriesDates;
  readonly place: SeriesPlace;
  readonly today: string;
};

export type NotUnderstood =
  | { readonly kind: 'unknown_resource' }
  | { readonly kind: 'unknown_holder' }
  | { readonly kind: 'not_yours' }
  | { readonly kind: 'begins_in_the_past'; readonly today: string };

/** Reads a wish as the viewer's, or says why it is none. Staff book where their role covers the site, for themselves, for a member, or as a block; a member for themselves. */
export async function understand(
  tx: Tx,
  viewer: Viewer,
  wish: SeriesWish,
  at: EpochMs,
): Promise<Understood | NotUnderstood> {
  const { resourceId, title, people, purpose } = wish;
  const spot = await findSpot(tx, resourceId);
  if (!spot) return { kind: 'unknown_resource' };
  const other = wish.forHolderId === viewer.holderId ? undefined : wish.forHolderId;
  if (viewer.staff ? !may(viewer, 'book', spot.siteId) : other !== undefined || purpose === 'block')
    return { kind: 'not_yours' };
  if (other && !(await findHolder(tx, other))) return { kind: 'unknown_holder' };

  const today = localDate(spot.timeZone, at);
  const { startMin, endMin, ...dates } = wish.rule;
  if (dates.fromDate < today) return { kind: 'begins_in_the_past', today };
  const place = { resourceId, startMin, endMin, title, people };
  const holderId = purpose === 'block' ? undefined : (other ?? viewer.holderId);
  return { kind: 'understood', spot, holderId, purpose, dates, place, today };
}
