import type { SiteId } from '@lintel/core/ids.ts';
import { type Ask, type FeedLine, unknownBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import { snapshotBodies } from './rows.ts';
import { ask, cloudGeneration, feedChange, siteFeed } from './tables.ts';

export type FeedHead = {
  readonly generation: string;
  readonly epoch: number;
  readonly seq: number;
  readonly keptFrom: number;
};

export type PendingAsk = { readonly requestId: string; readonly ask: Ask };

/** What a stream looks at each time it is woken: one page of changes, and the questions that are open. */
export type FeedPage = {
  readonly head: FeedHead;
  readonly changes: readonly Extract<FeedLine, { type: 'change' }>[];
  readonly asks: readonly PendingAsk[];
};

export const pageMost = 200;

export async function loadHead(tx: Tx, siteId: SiteId): Promise<FeedHead> {
  const [row] = await tx.db
    .select({
      generation: cloudGeneration.generation,
      epoch: siteFeed.epoch,
      seq: siteFeed.seq,
      keptFrom: siteFeed.kept_from,
    })
    .from(siteFeed)
    .innerJoin(cloudGeneration, eq(cloudGeneration.one, true))
    .where(and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId)));
  if (!row) throw new Error(`The site ${siteId} has no feed.`);
  return row;
}

export async function loadPage(tx: Tx, siteId: SiteId, cursor: number): Promise<FeedPage> {
  const head = await loadHead(tx, siteId);
  const changes = await tx.db
    .select({ seq: feedChange.seq, at: feedChange.at, body: feedChange.body })
    .from(feedChange)
    .where(
      and(
        eq(feedChange.operator_id, tx.operatorId),
        eq(feedChange.site_id, siteId),
        gt(feedChange.seq, cursor),
      ),
    )
    .orderBy(asc(feedChange.seq))
    .limit(pageMost);
  const asks = await tx.db
    .select({ requestId: ask.request_id, ask: ask.body })
    .from(ask)
    .where(
      and(
        eq(ask.operator_id, tx.operatorId),
        eq(ask.site_id, siteId),
        eq(ask.state, 'pending'),
        eq(ask.epoch, head.epoch),
      ),
    )
    .orderBy(asc(ask.asked_at), asc(ask.request_id))
    .limit(pageMost);
  return { head, changes: changes.map((row) => ({ type: 'change', ...row })), asks };
}

/** The lines of a snapshot. Give it a REPEATABLE READ transaction: rows and number are then of one moment. */
export async function loadSnapshot(
  tx: Tx,
  siteId: SiteId,
  keys: Keys,
  at: EpochMs,
): Promise<readonly FeedLine[]> {
  const { generation, seq } = await loadHead(tx, siteId);
  const bodies = await snapshotBodies(tx, siteId, keys, at);
  return [
    { type: 'snapshot', generation, seq, rows: bodies.length },
    ...bodies.map((body): FeedLine => ({ type: 'row', body: unknownBody.parse(body) })),
    { type: 'snapshot_end', seq },
  ];
}
