import { randomUUID } from 'node:crypto';
import { chainStart, chainText } from '@lintel/core/sync/chain.ts';
import { asc, gt } from 'drizzle-orm';
import { keepMeta } from '../database/meta.ts';
import type { Store } from '../database/open.ts';
import { findPosition } from '../sync/position.ts';
import { sha256 } from '../sync/record.ts';
import { facts } from '../sync/tables.ts';

/**
 * Begins the outbox anew for a new epoch: the facts the cloud has not acknowledged are numbered from one in a fresh chain, those it has leave the box's outbox (the cloud
 * keeps them), the store gets a new incarnation, and the feed starts with a snapshot. Nothing unacknowledged is lost.
 */
export function rechain(store: Store, { incarnation }: { readonly incarnation: string }): void {
  const { ackedSeq } = findPosition(store);
  const waiting = store.select().from(facts).where(gt(facts.seq, ackedSeq)).orderBy(asc(facts.seq)).all();
  store.delete(facts).run();
  let prevHash = chainStart;
  for (const [index, old] of waiting.entries()) {
    const fact = { ...old, seq: index + 1, prevHash };
    const hash = sha256(chainText(fact));
    store
      .insert(facts)
      .values({ ...fact, hash })
      .run();
    prevHash = hash;
  }
  keepMeta(store, 'acked_seq', '0');
  keepMeta(store, 'cursor', '0');
  keepMeta(store, 'incarnation', incarnation);
}

export function freshIncarnation(): string {
  return randomUUID();
}
