import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, minuteMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

/** A claim that nobody gave back, because its process is gone, is over after this long. */
const claimMs = minuteMs;

/** Even where nothing was told, a line is looked through this often: hours and plans change too. */
const lookAnywayMs = 5 * minuteMs;

/** What the site's calendar was as of, when somebody began to look. */
export type Seen = { readonly feedSeq: number; readonly outboxSeq: number };

/**
 * Takes a site's line for this process alone, when there is something to look at: its calendar changed since the last look, an offer runs, or nobody has looked for a while. Absent when there is nothing, or
 * another process looks. Whatever changes after `Seen` was read is seen by the next look.
 */
export async function claimLine(tx: Tx, siteId: SiteId, at: EpochMs): Promise<Seen | undefined> {
  const [row] = await tx.query<{ feed_seq: number; outbox_seq: number; is_due: boolean }>(
    `SELECT f.seq AS feed_seq, f.outbox_seq, (f.seq, f.outbox_seq) <> (l.feed_seq, l.outbox_seq) OR l.looked_at IS NULL OR l.looked_at < $3
       OR EXISTS (SELECT 1 FROM wait w WHERE w.operator_id = $1 AND w.site_id = $2
         AND (w.state IN ('offering', 'offered', 'lapsing') OR (w.state = 'waiting' AND w.look_at > l.looked_at AND w.look_at <= $4))) AS is_due
     FROM wait_line l JOIN site_feed f ON f.operator_id = l.operator_id AND f.site_id = l.site_id
     WHERE l.operator_id = $1 AND l.site_id = $2 AND (l.claimed_until IS NULL OR l.claimed_until < $4) FOR UPDATE OF l SKIP LOCKED`,
    [tx.operatorId, siteId, new Date(Math.max(0, at - lookAnywayMs)), new Date(at)],
  );
  if (!row?.is_due) return undefined;
  await tx.query('UPDATE wait_line SET claimed_until = $3 WHERE operator_id = $1 AND site_id = $2', [
    tx.operatorId,
    siteId,
    new Date(addMs(at, claimMs)),
  ]);
  return { feedSeq: row.feed_seq, outboxSeq: row.outbox_seq };
}

export async function releaseLine(
  tx: Tx,
  siteId: SiteId,
  { feedSeq, outboxSeq }: Seen,
  at: EpochMs,
): Promise<void> {
  await tx.query(
    'UPDATE wait_line SET feed_seq = $3, outbox_seq = $4, looked_at = $5, claimed_until = NULL WHERE operator_id = $1 AND site_id = $2',
    [tx.operatorId, siteId, feedSeq, outboxSeq, new Date(at)],
  );
}

/** Gives a line back that was not looked through. */
export async function dropClaim(tx: Tx, siteId: SiteId): Promise<void> {
  await tx.query('UPDATE wait_line SET claimed_until = NULL WHERE operator_id = $1 AND site_id = $2', [
    tx.operatorId,
    siteId,
  ]);
}

/** Where somebody waits or has something held. */
export async function linesOpen(tx: Tx): Promise<readonly SiteId[]> {
  const rows = await tx.query<{ site_id: SiteId }>(
    `SELECT DISTINCT site_id FROM wait WHERE operator_id = $1 AND state IN ('waiting', 'offering', 'offered', 'lapsing') ORDER BY site_id`,
    [tx.operatorId],
  );
  return rows.map((row) => row.site_id);
}

/**
 * For everybody in a site's line who is to be looked at, what is free of what they wait for, the smallest first: all as of one moment, so that what becomes free while others are served goes to nobody who asked
 * later. Of each resource its next booking alone says whether it is free, as none overlap.
 */
export async function freeForLine(
  tx: Tx,
  siteId: SiteId,
  at: EpochMs,
): Promise<ReadonlyMap<string, readonly ResourceId[]>> {
  const rows = await tx.query<{ wait_id: string; resource_id: ResourceId }>(
    `SELECT w.id AS wait_id, r.id AS resource_id FROM wait w JOIN resource r ON r.operator_id = w.operator_id AND r.site_id = w.site_id
       AND (r.id = w.resource_id OR (w.resource_id IS NULL AND r.kind = w.kind AND r.capacity >= w.people))
     LEFT JOIN LATERAL (
       SELECT b.holds_from FROM booking b WHERE b.operator_id = w.operator_id AND b.resource_id = r.id
       AND b.state IN ('confirmed', 'checked_in', 'ended') AND b.holds_until > w.starts_at - make_interval(secs => r.before_ms / 1000.0)
       ORDER BY b.holds_until LIMIT 1) next ON true
     WHERE w.operator_id = $1 AND w.site_id = $2 AND w.state = 'waiting' AND w.look_at <= $3
       AND (next.holds_from IS NULL OR next.holds_from >= w.ends_at + make_interval(secs => r.after_ms / 1000.0))
     ORDER BY w.asked_at, w.id, r.capacity, r.name`,
    [tx.operatorId, siteId, new Date(at)],
  );
  const free = new Map<string, ResourceId[]>();
  for (const { wait_id, resource_id } of rows) {
    const known = free.get(wait_id);
    if (known) known.push(resource_id);
    else free.set(wait_id, [resource_id]);
  }
  return free;
}
