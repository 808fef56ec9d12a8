import { chainStart, chainText } from '@lintel/core/sync/chain.ts';
import { renumberSpent } from '../bookings/allowance-store.ts';
import { keepMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';
import { findPosition, keepRegistered, requireRegistration } from '../sync/position.ts';
import { sha256 } from '../sync/record.ts';
import { clearFacts, insertFact, listFacts } from '../sync/store.ts';

/**
 * Begins the outbox anew for a new epoch: the facts the cloud has not acknowledged are numbered from one in a fresh chain, those it has leave the box's outbox (the cloud
 * keeps them), the store gets a new incarnation, and the feed starts with a snapshot. Nothing unacknowledged is lost. A box that takes another's place writes no calendar
 * before the horizon of its first snapshot (`endRegistration`). The same enrolment again (its incarnation is the code's) changes nothing: its chain may have gone up by now.
 */
export function rechain(
  store: Store,
  { incarnation, epoch }: { readonly incarnation: string; readonly epoch: number },
): void {
  const { generation, incarnation: present } = findPosition(store);
  if (present === incarnation) return;
  // An empty store in the place of a box that was: what that one had booked and not uploaded is known to nobody.
  if (epoch > 1 && generation === undefined) requireRegistration(store);
  keepRegistered(store);
  const waiting = listFacts(store, findPosition(store).ackedSeq, Number.MAX_SAFE_INTEGER);
  clearFacts(store);
  let prevHash = chainStart;
  for (const [index, { kind, ...old }] of waiting.entries()) {
    const fact = { ...old, seq: index + 1, prevHash };
    const hash = sha256(chainText(fact));
    insertFact(store, { ...fact, hash }, kind);
    prevHash = hash;
  }
  renumberSpent(store, findPosition(store).ackedSeq);
  keepMeta(store, 'acked_seq', '0');
  keepMeta(store, 'cursor', '0');
  keepMeta(store, 'incarnation', incarnation);
}
