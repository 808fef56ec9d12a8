import type { SiteId } from '@lintel/core/ids.ts';
import type { Tx } from '../database/operator.ts';
import type { BodyOf, KnownFact } from '../sync/read-fact.ts';

/** Keeps the newest state of each resource; an older report changes nothing. */
export async function keepOccupied(
  tx: Tx,
  siteId: SiteId,
  facts: readonly KnownFact<BodyOf<'occupied'>>[],
): Promise<void> {
  const newest = [...new Map(facts.map((fact) => [fact.body.resourceId, fact])).values()];
  if (newest.length === 0) return;
  await tx.query(
    `INSERT INTO occupancy_state (operator_id, site_id, resource_id, occupied, since, sensor)
     SELECT $1, $2, s.resource_id, s.occupied, to_timestamp(s.at / 1000.0), s.sensor
     FROM unnest($3::uuid[], $4::boolean[], $5::float8[], $6::text[]) AS s (resource_id, occupied, at, sensor)
     ON CONFLICT (operator_id, resource_id) DO UPDATE SET occupied = excluded.occupied, since = excluded.since, sensor = excluded.sensor
     WHERE occupancy_state.since <= excluded.since`,
    [
      tx.operatorId,
      siteId,
      newest.map((fact) => fact.body.resourceId),
      newest.map((fact) => fact.body.occupied),
      newest.map((fact) => fact.at),
      newest.map((fact) => fact.body.sensor),
    ],
  );
}
