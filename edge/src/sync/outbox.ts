import { factsMost } from '@lintel/core/sync/chain.ts';
import type { Fact } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { keepMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';
import { findPosition } from './position.ts';
import { countFacts, listFacts } from './store.ts';

/** How much text one post carries, well below what the cloud takes; a single fact may be longer. */
const textMost = 4 * 1024 * 1024;

/**
 * The oldest facts the cloud has not acknowledged, in order, at most one post's worth. None while the store has to register: a copy speaks for nobody, or its facts would stand where its original's
 * belong.
 */
export function nextFacts(store: Store): readonly Fact[] {
  const { ackedSeq, needsRegistration, awaitsSnapshot } = findPosition(store);
  if (needsRegistration && !awaitsSnapshot) return [];
  const facts: Fact[] = [];
  let length = 0;
  for (const { kind: _, ...fact } of listFacts(store, ackedSeq, factsMost)) {
    length += fact.text.length;
    if (facts.length > 0 && length > textMost) break;
    facts.push(fact);
  }
  return facts;
}

/** How many facts wait, and since when the oldest does. */
export function outboxDepth(store: Store): {
  readonly waiting: number;
  readonly oldestAt: EpochMs | undefined;
} {
  const { waiting, oldestAt } = countFacts(store, findPosition(store).ackedSeq);
  return { waiting, oldestAt: oldestAt ?? undefined };
}

/** The cloud holds everything up to `seq`. An older acknowledgement that comes late changes nothing. */
export function keepAcknowledged(store: Store, seq: number): void {
  if (seq > findPosition(store).ackedSeq) keepMeta(store, 'acked_seq', String(seq));
}

/**
 * The cloud goes on with this fact, though it had acknowledged it before: it was restored, or another server took over, and what it had taken since is lost there. It is all still here, and goes up
 * again. False, and nothing changed, when that is not what happened or the fact has been pruned.
 */
export function sendAgainFrom(store: Store, { seq }: { readonly seq: number }): boolean {
  if (seq > findPosition(store).ackedSeq || listFacts(store, seq - 1, 1)[0]?.seq !== seq) return false;
  keepMeta(store, 'acked_seq', String(seq - 1));
  return true;
}
