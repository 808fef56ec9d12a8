import type { SiteId } from '@lintel/core/ids.ts';
import type { ChainHead } from '@lintel/core/sync/chain.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Tx } from '../database/operator.ts';
import type { DeadFact } from './line.ts';
import type { ReadFact } from './read-fact.ts';

export async function insertFacts(
  tx: Tx,
  siteId: SiteId,
  epoch: number,
  facts: readonly ReadFact[],
): Promise<void> {
  await tx.query(
    `INSERT INTO fact (operator_id, site_id, epoch, seq, id, at, kind, text, hash)
     SELECT $1, $2, $3, f.seq, f.id, to_timestamp(f.at / 1000.0), f.kind, f.text, f.hash
     FROM unnest($4::bigint[], $5::uuid[], $6::float8[], $7::text[], $8::text[], $9::text[]) AS f (seq, id, at, kind, text, hash)`,
    [
      tx.operatorId,
      siteId,
      epoch,
      facts.map((fact) => fact.seq),
      facts.map((fact) => fact.id),
      facts.map((fact) => fact.at),
      facts.map((fact) => storable(fact.kind)),
      facts.map((fact) => storable(fact.text)),
      facts.map((fact) => fact.hash),
    ],
  );
}

/** PostgreSQL holds every character but NUL (18, 8.3); a fact that carries one is kept all the same, as no fact may stop the others. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

export async function insertDead(
  tx: Tx,
  siteId: SiteId,
  epoch: number,
  at: EpochMs,
  dead: readonly DeadFact[],
): Promise<void> {
  await tx.query(
    `INSERT INTO dead_letter (operator_id, site_id, epoch, seq, at, why)
     SELECT $1, $2, $3, d.seq, $4, d.why FROM unnest($5::bigint[], $6::text[]) AS d (seq, why)`,
    [
      tx.operatorId,
      siteId,
      epoch,
      new Date(at),
      dead.map((one) => one.seq),
      dead.map((one) => storable(one.why)),
    ],
  );
}

export async function moveHead(
  tx: Tx,
  siteId: SiteId,
  head: ChainHead,
  factAt: EpochMs,
  at: EpochMs,
): Promise<void> {
  await tx.query(
    `UPDATE site_feed SET outbox_seq = $3, outbox_hash = $4, fact_at = to_timestamp($5 / 1000.0), heard_at = to_timestamp($6 / 1000.0)
     WHERE operator_id = $1 AND site_id = $2`,
    [tx.operatorId, siteId, head.seq, head.hash, factAt, at],
  );
}

/** Whether it is news: the same alarm again within an hour is not kept, for whoever raises one tries again every few seconds. */
export async function raiseAlarm(
  tx: Tx,
  siteId: SiteId,
  at: EpochMs,
  what: string,
  detail: string,
): Promise<boolean> {
  const raised = await tx.query(
    `INSERT INTO site_alarm (operator_id, site_id, at, what, detail) SELECT $1, $2, $3, $4, $5
     WHERE NOT EXISTS (SELECT 1 FROM site_alarm WHERE operator_id = $1 AND site_id = $2 AND what = $4 AND detail = $5
       AND at > $3::timestamptz - interval '1 hour') RETURNING n`,
    [tx.operatorId, siteId, new Date(at), what, detail],
  );
  return raised.length > 0;
}
