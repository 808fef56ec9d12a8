import { randomUUID } from 'node:crypto';
import { chainStart, chainText } from '@lintel/core/sync/chain.ts';
import { keepMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';
import { findPosition } from '../sync/position.ts';
import { sha256 } from '../sync/record.ts';
import { clearFacts, insertFact, listFacts } from '../sync/store.ts';

/**
 * Begins the outbox anew for a new epoch: the facts the cloud has not acknowledged are numbered from one in a fresh chain, those it has leave the box's outbox (the cloud
 * keeps them), the store gets a new incarnation, and the feed starts with a snapshot. Nothing unacknowledged is lost.
 */
export function rechain(store: Store, { incarnation }: { readonly incarnation: string }): void {
  const waiting = listFacts(store, findPosition(store).ackedSeq, Number.MAX_SAFE_INTEGER);
  clearFacts(store);
  let prevHash = chainStart;
  for (const [index, { kind, ...old }] of waiting.entries()) {
    const fact = { ...old, seq: index + 1, prevHash };
    const hash = sha256(chainText(fact));
    insertFact(store, { ...fact, hash }, kind);
    prevHash = hash;
  }
  keepMeta(store, 'acked_seq', '0');
  keepMeta(store, 'cursor', '0');
  keepMeta(store, 'incarnation', incarnation);
}

export function freshIncarnation(): string {
  return randomUUID();
}
