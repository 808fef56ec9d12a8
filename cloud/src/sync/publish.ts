import type { SiteId } from '@lintel/core/ids.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import type { Published } from '../bookings/calendar.ts';
import { ownFromOf } from '../bookings/place-store.ts';
import { type Tx, textToNotify, type What } from '../database/operator.ts';

/**
 * Appends changes to a site's feed, numbered without gaps in commit order, and wakes its stream on commit, and screens when a booking is among them. Call it LAST in the transaction: it
 * takes the site's row lock, held until commit. Several sites in one transaction are taken in the order of their ids.
 *
 * Answers from when on the cloud writes, as it stands under that lock: a booking the cloud wrote that starts before it must be rolled back and asked instead.
 */
export async function publish(
  tx: Tx,
  siteId: SiteId,
  at: EpochMs,
  bodies: readonly ChangeBody[],
): Promise<Published> {
  const rows = await tx.query<{ seq: number; horizon_at: EpochMs; taken_over_at: EpochMs | null }>(
    `WITH counter AS (
       UPDATE site_feed SET seq = seq + $3 WHERE operator_id = $1 AND site_id = $2 RETURNING seq, horizon_at, taken_over_at
     ), entries AS (
       INSERT INTO feed_change (operator_id, site_id, seq, at, body)
       SELECT $1, $2, counter.seq - $3 + body.n, $4, body.value
       FROM counter, jsonb_array_elements($5::jsonb) WITH ORDINALITY AS body (value, n)
     )
     SELECT seq, horizon_at, taken_over_at, (SELECT count(pg_notify('lintel', told)) FROM unnest($6::text[]) AS told) FROM counter`,
    [
      tx.operatorId,
      siteId,
      bodies.length,
      new Date(at),
      JSON.stringify(bodies),
      whatOf(bodies).flatMap((what) => textToNotify(tx, { operatorId: tx.operatorId, siteId, what }) ?? []),
    ],
  );
  const row = rows[0];
  if (!row) throw new Error(`The site ${siteId} has no feed.`);
  const horizonAt = epochMs(row.horizon_at);
  return { seq: row.seq, horizonAt, ownFrom: ownFromOf(horizonAt, row.taken_over_at) };
}

/** A stream always looks again; screens do when a booking is among the changes. */
function whatOf(bodies: readonly ChangeBody[]): readonly What[] {
  return bodies.some(({ kind }) => kind === 'booking') ? ['feed', 'bookings'] : ['feed'];
}
