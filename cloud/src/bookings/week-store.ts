import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';

export type Busy = ReadonlyMap<ResourceId, readonly number[]>;

/**
 * What is held of each resource of a site within the span, in whole minutes counted from its start: pairs of how long it was free since the one before, and how long it is held. Most bookings are
 * short and are found by their start; the few long ones by themselves.
 */
export async function busyMinutes(tx: Tx, siteId: SiteId, { startsAt, endsAt }: Span): Promise<Busy> {
  const here = `operator_id = $1 AND site_id = $2 AND holds_until > $3 AND state IN ('confirmed', 'checked_in', 'ended')`;
  const rows = await tx.query<{ id: ResourceId; spans: string }>(
    `SELECT resource_id AS id, string_agg(holds_from_s || ' ' || holds_until_s, ' ') AS spans FROM (
       SELECT resource_id, date_part('epoch', holds_from)::bigint AS holds_from_s, date_part('epoch', holds_until)::bigint AS holds_until_s FROM (
         SELECT resource_id, holds_from, holds_until FROM booking WHERE ${here} AND holds_from >= $3::timestamptz - interval '7 days' AND holds_from < $4
         UNION ALL
         SELECT resource_id, holds_from, holds_until FROM booking
         WHERE ${here} AND holds_from < $3::timestamptz - interval '7 days' AND holds_until - holds_from > interval '7 days'
       ) AS held
     ) AS seconds GROUP BY resource_id`,
    [tx.operatorId, siteId, new Date(startsAt), new Date(endsAt)],
  );
  return new Map(rows.map(({ id, spans }) => [id, toMinutes(spans, startsAt / 1000)]));
}

/** What is held for part of a minute is held for all of it. What nothing overlaps is in order whether sorted by its starts or by all its edges. */
function toMinutes(spans: string, fromS: number): readonly number[] {
  const edges = spans
    .split(' ')
    .map(Number)
    .sort((a, b) => a - b);
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

/** Weeks that were worked out, each with what it was made from. */
export type BusyCache = {
  readonly load: (key: string, version: string, make: () => Promise<Busy>) => Promise<Busy>;
};

const weeksMost = 200;

/**
 * Keeps the weeks that were looked at last. Everything that is held at a site comes by its feed or by its outbox, so within one history a week is as good as their numbers, read before it in the same transaction: whatever
 * changed since has another number, and is worked out anew.
 */
export function newBusyCache(): BusyCache {
  const kept = new Map<string, { readonly version: string; readonly busy: Busy }>();
  return {
    load: async (key, version, make) => {
      const known = kept.get(key);
      const busy = known?.version === version ? known.busy : await make();
      kept.delete(key);
      kept.set(key, { version, busy });
      for (const oldest of kept.keys()) {
        if (kept.size <= weeksMost) break;
        kept.delete(oldest);
      }
      return busy;
    },
  };
}
