import type { SiteId } from '@lintel/core/ids.ts';
import type { Tx } from '../database/operator.ts';
import type { BodyOf, KnownFact } from '../sync/read-fact.ts';

/**
 * Keeps what happened at the doors for the office's screens. The facts themselves are kept word for word elsewhere. Throws on a door of another site; a door that is gone may have
 * been this site's, and what happened there is kept.
 */
export async function keepAccessEvents(
  tx: Tx,
  siteId: SiteId,
  facts: readonly KnownFact<BodyOf<'access_event'>>[],
): Promise<void> {
  if (facts.length === 0) return;
  const events = facts.map((fact) => fact.body.event);
  const foreign = await tx.query<{ id: string }>(
    'SELECT id FROM door WHERE operator_id = $1 AND id = ANY ($3::uuid[]) AND site_id <> $2 LIMIT 1',
    [tx.operatorId, siteId, [...new Set(events.map((event) => event.doorId))]],
  );
  if (foreign[0]) throw new Error(`The door ${foreign[0].id} is another site's.`);
  await tx.query(
    `INSERT INTO access_event (operator_id, site_id, id, at, door_id, holder_id, outcome, body)
     SELECT $1, $2, e.id, to_timestamp(e.at / 1000.0), e.door_id, e.holder_id, e.outcome, e.body
     FROM unnest($3::uuid[], $4::float8[], $5::uuid[], $6::uuid[], $7::text[], $8::jsonb[]) AS e (id, at, door_id, holder_id, outcome, body)
     ON CONFLICT (operator_id, at, id) DO NOTHING`,
    [
      tx.operatorId,
      siteId,
      facts.map((fact) => fact.id),
      events.map((event) => event.at),
      events.map((event) => event.doorId),
      events.map((event) => event.holderId ?? null),
      events.map((event) => event.outcome),
      events.map((event) => JSON.stringify(event)),
    ],
  );
}
