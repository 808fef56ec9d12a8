import type { SiteId } from '@lintel/core/ids.ts';
import type { linkView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Tx } from '../database/operator.ts';
import { siteFeed } from './tables.ts';

/** An open stream is marked every few seconds; a mark older than this is of a process that died. */
const markLifeMs = 15_000;
const lateMs = 2 * 60_000;

/** Marks the site's stream as open at this instant, or as closed. */
export async function markStream(tx: Tx, siteId: SiteId, openAt: EpochMs | undefined): Promise<void> {
  await tx.db
    .update(siteFeed)
    .set(openAt === undefined ? { stream_seen_at: null } : { stream_seen_at: openAt, heard_at: openAt })
    .where(and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId)));
}

type FeedRow = Pick<typeof siteFeed.$inferSelect, 'epoch' | 'heard_at' | 'fact_at' | 'stream_seen_at'>;

/** How a site's link looks from here. For screens alone: no rule of safety reads it. */
export function linkOf(row: FeedRow, at: EpochMs): z.infer<typeof linkView> {
  return {
    state: stateOf(row, at),
    ...(row.heard_at === null ? {} : { heardAt: row.heard_at }),
    ...(row.fact_at === null ? {} : { factAt: row.fact_at }),
  };
}

function stateOf(row: FeedRow, at: EpochMs): z.infer<typeof linkView>['state'] {
  if (row.epoch === 0) return 'never';
  if (row.stream_seen_at !== null && at - row.stream_seen_at <= markLifeMs) return 'live';
  return row.heard_at !== null && at - row.heard_at <= lateMs ? 'late' : 'cut_off';
}
