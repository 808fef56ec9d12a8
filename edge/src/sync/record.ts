import { hash, randomUUIDv7 } from 'node:crypto';
import { chainStart, chainText } from '@lintel/core/sync/chain.ts';
import type { Fact, FactBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { findHead, insertFact } from './store.ts';

export function sha256(text: string): string {
  return hash('sha256', text);
}

/** Appends a fact to the box's chain, in the caller's transaction: what it tells and the telling are on disk together or not at all. */
export function recordFact(store: Store, body: FactBody, at: EpochMs): Fact {
  return recordText(store, { kind: body.kind, text: JSON.stringify(body), at });
}

/** The same for a body that is text already. */
export function recordText(
  store: Store,
  { kind, text, at }: { readonly kind: FactBody['kind']; readonly text: string; readonly at: EpochMs },
): Fact {
  const head = findHead(store);
  const bare = {
    seq: (head?.seq ?? 0) + 1,
    id: randomUUIDv7(),
    at,
    text,
    prevHash: head?.hash ?? chainStart,
  };
  const fact = { ...bare, hash: sha256(chainText(bare)) };
  insertFact(store, fact, kind);
  return fact;
}
