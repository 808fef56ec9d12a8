import type { Fact, FactBody } from '@lintel/core/sync/wire.ts';
import { epochMs } from '@lintel/core/time.ts';
import type { Pool } from 'pg';
import { doorIdOf, holderIdOf } from '../support/box-store.ts';
import { FakeBox } from '../support/fake-box.ts';
import { startBenchCloud } from './cloud-process.ts';
import { atLeastOfFloor, type Figure } from './figure.ts';

const batches = 60;
const batchSize = 200;
const rounds = 3;

/** Facts a second through `POST /site/facts`, chain, effects and all, beside raw multi-row inserts of the same rows into tables of the same shape, one commit a batch, in turns. */
export async function facts(): Promise<readonly Figure[]> {
  const cloud = await startBenchCloud();
  try {
    const box = new FakeBox(cloud.url);
    await box.enrol(cloud.code);
    await cloud.pool.query(
      'CREATE TABLE bare_fact (LIKE fact INCLUDING ALL); CREATE TABLE bare_event (LIKE access_event INCLUDING ALL)',
    );
    let ingestMs = 0;
    let bareMs = 0;
    await ingest(box, 5);
    for (let round = 0; round < rounds; round++) {
      const sent = await ingest(box, batches / rounds);
      ingestMs += sent.tookMs;
      bareMs += await insertBare(cloud.pool, box, sent.posted);
    }
    const rate = (tookMs: number) => (batches * batchSize) / (tookMs / 1_000);
    return [
      atLeastOfFloor(
        { name: 'facts taken', unit: 'facts/s', value: rate(ingestMs), floor: rate(bareMs) },
        0.3,
      ),
    ];
  } finally {
    await cloud.stop();
  }
}

async function ingest(box: FakeBox, count: number) {
  const posted = Array.from({ length: count }, () =>
    box.facts(...Array.from({ length: batchSize }, tapFact)),
  );
  const startedMs = performance.now();
  for (const batch of posted) {
    const { status, body } = await box.post(batch);
    if (status !== 200) throw new Error(`facts answered ${status}: ${JSON.stringify(body)}`);
  }
  return { posted, tookMs: performance.now() - startedMs };
}

function tapFact(): FactBody {
  return {
    kind: 'access_event',
    event: {
      doorId: doorIdOf(1),
      readerId: 'bench',
      what: 'tap',
      presented: 'card, 26 bits',
      holderId: holderIdOf(1),
      outcome: 'refused',
      reason: { kind: 'no_grant' },
      at: epochMs(Date.now()),
      trust: 'trusted',
      bootId: 'bench',
      monoMs: 1,
    },
  };
}

/** The same rows as the cloud keeps of each fact, and nothing else: no chain, no schema, no effects. */
async function insertBare(pool: Pool, box: FakeBox, posted: readonly (readonly Fact[])[]): Promise<number> {
  const startedMs = performance.now();
  for (const batch of posted) {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query(
        `INSERT INTO bare_fact SELECT $1, $2, 1, f.seq, f.id, to_timestamp(f.at / 1000.0), 'access_event', f.text, f.hash
         FROM unnest($3::bigint[], $4::uuid[], $5::float8[], $6::text[], $7::text[]) AS f (seq, id, at, text, hash)`,
        [
          box.operatorId,
          box.siteId,
          batch.map((f) => f.seq),
          batch.map((f) => f.id),
          batch.map((f) => f.at),
          batch.map((f) => f.text),
          batch.map((f) => f.hash),
        ],
      );
      await client.query(
        `INSERT INTO bare_event SELECT $1, to_timestamp(f.at / 1000.0), f.id, $2, $3, $4, 'refused', f.text::jsonb
         FROM unnest($5::uuid[], $6::float8[], $7::text[]) AS f (id, at, text)`,
        [
          box.operatorId,
          box.siteId,
          doorIdOf(1),
          holderIdOf(1),
          batch.map((f) => f.id),
          batch.map((f) => f.at),
          batch.map((f) => f.text),
        ],
      );
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }
  return performance.now() - startedMs;
}
