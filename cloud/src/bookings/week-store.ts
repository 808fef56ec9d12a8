import { holdingStates } from '@lintel/core/bookings/booking.ts';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

/**
 * What is held of each resource of a site within the span, in whole minutes counted from its start: pairs of how long it was free since the one before, and how long it is held. The database reads
 * the rows by their end, and what lies over the end of the span by what is held at that instant.
 */
export async function busyMinutes(
  tx: Tx,
  siteId: SiteId,
  { startsAt, endsAt }: Span,
): Promise<ReadonlyMap<ResourceId, readonly number[]>> {
  const rows = await tx.query<{ id: ResourceId; spans: readonly number[] }>(
    `SELECT resource_id AS id, json_agg(edge ORDER BY edge) AS spans FROM (
       SELECT resource_id, unnest(ARRAY[extract(epoch FROM holds_from)::float8, extract(epoch FROM holds_until)::float8]) AS edge FROM (
         SELECT resource_id, holds_from, holds_until FROM booking
         WHERE operator_id = $1 AND site_id = $2 AND ends_at > $3::timestamptz - interval '1 day' AND ends_at <= $4 AND holds_until > $3
           AND state = ANY ($5)
         UNION ALL
         SELECT resource_id, holds_from, holds_until FROM booking
         WHERE operator_id = $1 AND site_id = $2 AND ends_at > $4 AND during @> $4::timestamptz AND state = ANY ($5)
           AND state IN ('confirmed', 'checked_in', 'ended')
       ) AS held
     ) AS edges GROUP BY resource_id`,
    [tx.operatorId, siteId, new Date(startsAt), new Date(endsAt), [...holdingStates]],
  );
  return new Map(rows.map(({ id, spans }) => [id, toMinutes(spans, startsAt / 1000)]));
}

/** Seconds in order become minutes; what is held for part of a minute is held for all of it. */
function toMinutes(edges: readonly number[], fromS: number): readonly number[] {
  const busy: number[] = [];
  let free = 0;
  for (let n = 0; n + 1 < edges.length; n += 2) {
    const begins = Math.max(free, Math.floor(((edges[n] ?? 0) - fromS) / 60));
    const ends = Math.max(begins, Math.ceil(((edges[n + 1] ?? 0) - fromS) / 60));
    busy.push(begins - free, ends - begins);
    free = ends;
  }
  return busy;
}
