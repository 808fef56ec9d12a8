import type { SiteId } from '@lintel/core/ids.ts';
import type { Tx } from '../database/operator.ts';
import type { BodyOf, KnownFact } from '../sync/read-fact.ts';

/**
 * Keeps what a site last sensed of each of its resources; empty when no sensor can say. Facts come in order, so the last one stands, whatever a wrong clock has dated it.
 * Throws on a resource that is not of this site.
 */
export async function keepOccupied(
  tx: Tx,
  siteId: SiteId,
  facts: readonly KnownFact<BodyOf<'occupied'>>[],
): Promise<void> {
  const newest = [...new Map(facts.map((fact) => [fact.body.resourceId, fact])).values()];
  if (newest.length === 0) return;
  const kept = await tx.query(
    `INSERT INTO occupancy_state (operator_id, site_id, resource_id, occupied, since, sensor)
     SELECT $1, $2, r.id, s.occupied, to_timestamp(s.at / 1000.0), s.sensor
     FROM unnest($3::uuid[], $4::boolean[], $5::float8[], $6::text[]) AS s (resource_id, occupied, at, sensor)
     JOIN resource r ON r.operator_id = $1 AND r.site_id = $2 AND r.id = s.resource_id
     ON CONFLICT (operator_id, resource_id) DO UPDATE SET
       site_id = excluded.site_id, occupied = excluded.occupied, since = excluded.since, sensor = excluded.sensor
     RETURNING resource_id`,
    [
      tx.operatorId,
      siteId,
      newest.map((fact) => fact.body.resourceId),
      newest.map((fact) => fact.body.occupied ?? null),
      newest.map((fact) => fact.at),
      newest.map((fact) => fact.body.sensor),
    ],
  );
  if (kept.length < newest.length) throw new Error('A resource that was sensed is not of this site.');
}
