import { createHash, randomUUIDv7 } from 'node:crypto';
import { chainStart, chainText } from '@lintel/core/sync/chain.ts';
import type { Fact, FactBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { desc } from 'drizzle-orm';
import type { Store } from '../database/open.ts';
import { prepared } from '../database/prepared.ts';
import { facts } from './tables.ts';

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Appends a fact to the box's chain, in the caller's transaction: what it tells and the telling are on disk together or not at all. */
export function recordFact(store: Store, body: FactBody, at: EpochMs): Fact {
  const { last, insert } = statementsOf(store);
  const head = last.get();
  const bare = {
    seq: (head?.seq ?? 0) + 1,
    id: randomUUIDv7(),
    at,
    text: JSON.stringify(body),
    prevHash: head?.hash ?? chainStart,
  };
  const fact = { ...bare, hash: sha256(chainText(bare)) };
  insert.run(fact.seq, fact.id, fact.at, body.kind, fact.text, fact.prevHash, fact.hash);
  return fact;
}

const statementsOf = prepared((store) => ({
  last: store
    .select({ seq: facts.seq, hash: facts.hash })
    .from(facts)
    .orderBy(desc(facts.seq))
    .limit(1)
    .prepare(),
  insert: store.$client.prepare(
    'INSERT INTO fact (seq, id, at, kind, text, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ),
}));
