import type { SiteId } from '@lintel/core/ids.ts';
import { chainStart } from '@lintel/core/sync/chain.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Tx } from '../database/operator.ts';
import type { Box, FeedChange, PendingAsk, SiteState } from './line.ts';
import { ask, cloudGeneration, feedChange, siteFeed } from './tables.ts';

const mine = (tx: Tx, siteId: SiteId) =>
  and(eq(siteFeed.operator_id, tx.operatorId), eq(siteFeed.site_id, siteId));

/** With `locked` the site's row is held until the transaction ends. */
export async function readSite(tx: Tx, siteId: SiteId, locked: boolean): Promise<SiteState> {
  const query = tx.db
    .select({ generation: cloudGeneration.generation, feed: siteFeed })
    .from(siteFeed)
    .innerJoin(cloudGeneration, eq(cloudGeneration.one, true))
    .where(mine(tx, siteId));
  const [row] = await (locked ? query.for('update', { of: siteFeed }) : query);
  if (!row) throw new Error(`The site ${siteId} has no feed.`);
  const { feed, generation } = row;
  return {
    generation,
    seq: feed.seq,
    keptFrom: feed.kept_from,
    horizonAt: feed.horizon_at,
    epoch: feed.epoch,
    ...(feed.box_public_key && feed.incarnation
      ? { box: { publicKey: feed.box_public_key, incarnation: feed.incarnation } }
      : {}),
    outbox: { seq: feed.outbox_seq, hash: feed.outbox_hash },
    ...(feed.fact_at === null ? {} : { factAt: feed.fact_at }),
    ...(feed.lost_at === null ? {} : { lostAt: feed.lost_at }),
    ...(feed.taken_over_at === null ? {} : { takenOverAt: feed.taken_over_at }),
  };
}

export async function setHorizon(tx: Tx, siteId: SiteId, horizonAt: EpochMs, proof: string): Promise<void> {
  await tx.db.update(siteFeed).set({ horizon_at: horizonAt, horizon_proof: proof }).where(mine(tx, siteId));
}

type NextEpoch = {
  readonly epoch: number;
  readonly box?: Box | undefined;
  readonly lostAt?: EpochMs | undefined;
  readonly takenOverAt?: EpochMs | undefined;
};

/** The epoch, its box and an empty outbox; what is still asked is asked under it. */
export async function setEpoch(tx: Tx, siteId: SiteId, next: NextEpoch, at: EpochMs): Promise<void> {
  await tx.db
    .update(siteFeed)
    .set({
      epoch: next.epoch,
      box_public_key: next.box?.publicKey ?? null,
      incarnation: next.box?.incarnation ?? null,
      outbox_seq: 0,
      outbox_hash: chainStart,
      ...(next.box ? { heard_at: at } : {}),
      stream_seen_at: null,
      lost_at: next.lostAt ?? null,
      taken_over_at: next.takenOverAt ?? null,
      quarantine_ended_for: null,
    })
    .where(mine(tx, siteId));
  await tx.db
    .update(ask)
    .set({ epoch: next.epoch })
    .where(and(eq(ask.operator_id, tx.operatorId), eq(ask.site_id, siteId), eq(ask.state, 'pending')));
}

export async function changesAfter(
  tx: Tx,
  siteId: SiteId,
  cursor: number,
  most: number,
): Promise<readonly FeedChange[]> {
  return await tx.db
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
    .limit(most);
}

export async function pendingAsks(
  tx: Tx,
  siteId: SiteId,
  epoch: number,
  most: number,
): Promise<readonly PendingAsk[]> {
  return await tx.db
    .select({ requestId: ask.request_id, ask: ask.body })
    .from(ask)
    .where(
      and(
        eq(ask.operator_id, tx.operatorId),
        eq(ask.site_id, siteId),
        eq(ask.state, 'pending'),
        eq(ask.epoch, epoch),
      ),
    )
    .orderBy(asc(ask.asked_at), asc(ask.request_id))
    .limit(most);
}
