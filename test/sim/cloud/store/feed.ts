import type { SiteId } from '@lintel/core/ids.ts';
import { chainStart } from '@lintel/core/sync/chain.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import { type EpochMs, epochMs } from '@lintel/core/time.ts';
import type { Published } from '../../../../cloud/src/bookings/calendar.ts';
import type { Box, FeedChange, PendingAsk, SiteState } from '../../../../cloud/src/sync/line.ts';
import type { Store } from '../../../../edge/src/database/store.ts';

type Row = {
  readonly seq: number;
  readonly kept_from: number;
  readonly horizon_at: EpochMs;
  readonly horizon_proof: string;
  readonly epoch: number;
  readonly public_key: string | null;
  readonly incarnation: string | null;
  readonly outbox_seq: number;
  readonly outbox_hash: string;
  readonly fact_at: EpochMs | null;
  readonly lost_at: EpochMs | null;
  readonly taken_over_at: EpochMs | null;
};

function findFeed(store: Store, siteId: SiteId): Row {
  const row = store.get<Row>('SELECT * FROM site_feed WHERE site_id = ?', siteId);
  if (!row) throw new Error(`The site ${siteId} has no feed.`);
  return row;
}

function readGeneration(store: Store): string {
  return store.get<{ generation: string }>('SELECT generation FROM cloud_generation')?.generation ?? '';
}

export function setGeneration(store: Store, generation: string): void {
  store.run('INSERT OR REPLACE INTO cloud_generation (one, generation) VALUES (1, ?)', generation);
}

export function readSite(store: Store, siteId: SiteId): SiteState {
  const row = findFeed(store, siteId);
  const { public_key: publicKey, incarnation } = row;
  return {
    generation: readGeneration(store),
    seq: row.seq,
    keptFrom: row.kept_from,
    horizonAt: row.horizon_at,
    epoch: row.epoch,
    ...(publicKey && incarnation ? { box: { publicKey, incarnation } } : {}),
    outbox: { seq: row.outbox_seq, hash: row.outbox_hash },
    ...(row.fact_at === null ? {} : { factAt: row.fact_at }),
    ...(row.lost_at === null ? {} : { lostAt: row.lost_at }),
    ...(row.taken_over_at === null ? {} : { takenOverAt: row.taken_over_at }),
  };
}

export function setHorizon(store: Store, siteId: SiteId, horizonAt: EpochMs, proof: string): void {
  store.run(
    'UPDATE site_feed SET horizon_at = ?, horizon_proof = ? WHERE site_id = ?',
    horizonAt,
    proof,
    siteId,
  );
}

export function horizonBody(store: Store, siteId: SiteId): ChangeBody {
  const { horizon_at: horizonAt, horizon_proof: proof } = findFeed(store, siteId);
  return { kind: 'horizon', horizonAt, proof };
}

type NextEpoch = {
  readonly epoch: number;
  readonly box?: Box | undefined;
  readonly lostAt?: EpochMs | undefined;
  readonly takenOverAt?: EpochMs | undefined;
};

export function setEpoch(store: Store, siteId: SiteId, next: NextEpoch): void {
  const { epoch, box, lostAt, takenOverAt } = next;
  store.run(
    `UPDATE site_feed SET epoch = ?, public_key = ?, incarnation = ?, outbox_seq = 0, outbox_hash = ?, lost_at = ?, taken_over_at = ? WHERE site_id = ?`,
    ...[epoch, box?.publicKey ?? null, box?.incarnation ?? null, chainStart, lostAt ?? null],
    ...[takenOverAt ?? null, siteId],
  );
  store.run(`UPDATE ask SET epoch = ? WHERE site_id = ? AND state = 'pending'`, epoch, siteId);
}

/** Numbers them without gaps and keeps them. */
export function publish(store: Store, siteId: SiteId, at: EpochMs, bodies: readonly ChangeBody[]): Published {
  const before = findFeed(store, siteId);
  const seq = before.seq + bodies.length;
  store.run('UPDATE site_feed SET seq = ? WHERE site_id = ?', seq, siteId);
  for (const [index, body] of bodies.entries())
    store.run(
      'INSERT INTO feed_change VALUES (?, ?, ?, ?)',
      siteId,
      before.seq + 1 + index,
      at,
      JSON.stringify(body),
    );
  const ownFrom = before.taken_over_at === null ? before.horizon_at : epochMs(0);
  return { seq, horizonAt: before.horizon_at, ownFrom };
}

export function changesAfter(
  store: Store,
  siteId: SiteId,
  cursor: number,
  most: number,
): readonly FeedChange[] {
  const sql = 'SELECT seq, at, body FROM feed_change WHERE site_id = ? AND seq > ? ORDER BY seq LIMIT ?';
  return store
    .all<{ seq: number; at: EpochMs; body: string }>(sql, siteId, cursor, most)
    .map(({ body, ...rest }) => ({ ...rest, body: JSON.parse(body) }));
}

/** Forgets the oldest changes, as the cloud does with those of last month. */
export function trimFeed(store: Store, siteId: SiteId, keep: number): void {
  const { seq, kept_from: keptFrom } = findFeed(store, siteId);
  const from = Math.max(keptFrom, seq - keep + 1);
  store.run('DELETE FROM feed_change WHERE site_id = ? AND seq < ?', siteId, from);
  store.run('UPDATE site_feed SET kept_from = ? WHERE site_id = ?', from, siteId);
}

export function pendingAsks(
  store: Store,
  siteId: SiteId,
  epoch: number,
  most: number,
): readonly PendingAsk[] {
  const sql = `SELECT request_id AS "requestId", body FROM ask WHERE site_id = ? AND epoch = ? AND state = 'pending' ORDER BY asked_at, n LIMIT ?`;
  return store
    .all<{ requestId: string; body: string }>(sql, siteId, epoch, most)
    .map(({ requestId, body }) => ({ requestId, ask: JSON.parse(body) }));
}
