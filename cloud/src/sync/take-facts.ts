import type { SiteId } from '@lintel/core/ids.ts';
import { type ChainVerdict, follow } from '@lintel/core/sync/chain.ts';
import type { Fact } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { announce, type Tx, type What } from '../database/operator.ts';
import { isPassing } from '../database/pool.ts';
import { sha256 } from '../keys.ts';
import {
  type DeadFact,
  insertDead,
  insertFacts,
  lockOutbox,
  moveHead,
  type OutboxHead,
  raiseAlarm,
} from './facts-store.ts';
import { type KnownFact, known, type ReadFact, readFact } from './read-fact.ts';

/** What facts do beyond being kept. Answers which screens should look again. Throws when they cannot be applied. */
export type ApplyFacts = (
  tx: Tx,
  siteId: SiteId,
  facts: readonly KnownFact[],
  at: EpochMs,
) => Promise<ReadonlySet<What>>;

export type Posted = {
  readonly epoch: number;
  readonly incarnation: string;
  readonly facts: readonly Fact[];
};

export type Taken =
  | {
      readonly kind: 'acknowledged';
      readonly seq: number;
      readonly hash: string;
      readonly dead: readonly number[];
    }
  | Extract<ChainVerdict, { kind: 'gap' | 'forked' }>
  | { readonly kind: 'epoch_over' }
  | { readonly kind: 'quarantined' };

/**
 * Takes a batch of a site's outbox: facts, their effects, the head and so the acknowledgement commit together or not at all. Repeats are passed
 * over. A fact that cannot be applied is kept, listed as dead, and stops nothing. A forked history is refused and leaves an alarm.
 */
export async function takeFacts(
  tx: Tx,
  siteId: SiteId,
  posted: Posted,
  at: EpochMs,
  apply: ApplyFacts,
): Promise<Taken> {
  const head = await lockOutbox(tx, siteId);
  if (head.epoch !== posted.epoch) return { kind: 'epoch_over' };
  if (head.incarnation !== posted.incarnation) return { kind: 'quarantined' };

  const verdict = follow(head, posted.facts, sha256);
  if (verdict.kind === 'forked') {
    const detail = `The box's fact ${verdict.seq} does not continue the history that ends in ${head.seq}.`;
    if (await raiseAlarm(tx, siteId, at, 'outbox_forked', detail)) await announce(tx, siteId, 'link');
  }
  if (verdict.kind !== 'follows') return verdict;
  const last = verdict.fresh.at(-1);
  if (!last) return { kind: 'acknowledged', seq: head.seq, hash: head.hash, dead: [] };

  const dead = await keepAndApply(tx, siteId, head, verdict.fresh.map(readFact), at, apply);
  await moveHead(tx, siteId, last, last.at, at);
  return { kind: 'acknowledged', seq: last.seq, hash: last.hash, dead };
}

async function keepAndApply(
  tx: Tx,
  siteId: SiteId,
  head: OutboxHead,
  facts: readonly ReadFact[],
  at: EpochMs,
  apply: ApplyFacts,
): Promise<readonly number[]> {
  await insertFacts(tx, siteId, head.epoch, facts);
  const unread = facts.filter((fact) => !fact.body).map(({ seq, why }) => ({ seq, why }));
  const { looks, failed } = await applyAll(tx, siteId, known(facts), at, apply);
  const dead = [...unread, ...failed].sort((a, b) => a.seq - b.seq);
  await insertDead(tx, siteId, head.epoch, at, dead);
  if (dead.length > 0) looks.add('link');
  for (const what of looks) await announce(tx, siteId, what);
  return dead.map((one) => one.seq);
}

/**
 * All at once; when that fails, one by one, so that the one that cannot be applied stands alone. A fault that will pass (a deadlock, no room) is no fault of the fact: it is
 * thrown, nothing is kept, and the box posts the batch again.
 */
async function applyAll(tx: Tx, siteId: SiteId, facts: readonly KnownFact[], at: EpochMs, apply: ApplyFacts) {
  const looks = new Set<What>();
  const failed: DeadFact[] = [];
  const isApplied = await attempt(tx, looks, () => apply(tx, siteId, facts, at)).then(
    () => true,
    (error: unknown) => {
      if (isPassing(error)) throw error;
      return false;
    },
  );
  if (isApplied) return { looks, failed };
  for (const fact of facts) {
    await attempt(tx, looks, () => apply(tx, siteId, [fact], at)).catch((error: unknown) => {
      if (isPassing(error)) throw error;
      failed.push({ seq: fact.seq, why: reasonOf(error) });
    });
  }
  return { looks, failed };
}

async function attempt(tx: Tx, looks: Set<What>, work: () => Promise<ReadonlySet<What>>): Promise<void> {
  await tx.query('SAVEPOINT facts');
  try {
    for (const what of await work()) looks.add(what);
    await tx.query('RELEASE SAVEPOINT facts');
  } catch (error) {
    // When the connection is gone this throws as well, and the batch is rolled back and posted again.
    await tx.query('ROLLBACK TO SAVEPOINT facts');
    throw error;
  }
}

function reasonOf(error: unknown): string {
  const deepest = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (deepest instanceof Error ? deepest.message : String(deepest)).slice(0, 1000);
}
