import type { SiteId } from '@lintel/core/ids.ts';
import { type ChainVerdict, follow } from '@lintel/core/sync/chain.ts';
import type { Fact } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { Collided, SlotTaken } from '../bookings/calendar.ts';
import type { What } from '../database/operator.ts';
import { sha256 } from '../keys.ts';
import type { DeadFact, LineTx } from './line.ts';
import { type KnownFact, known, type ReadFact, readFact } from './read-fact.ts';

/** What facts do beyond being kept. Answers which screens should look again. Throws when they cannot be applied. */
export type ApplyFacts = (facts: readonly KnownFact[]) => Promise<ReadonlySet<What>>;

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
  line: LineTx,
  siteId: SiteId,
  posted: Posted,
  at: EpochMs,
  apply: ApplyFacts,
): Promise<Taken> {
  const { epoch, box, outbox: head } = await line.lockSite(siteId);
  if (epoch !== posted.epoch) return { kind: 'epoch_over' };
  if (box?.incarnation !== posted.incarnation) return { kind: 'quarantined' };

  const verdict = follow(head, posted.facts, sha256);
  if (verdict.kind === 'forked') {
    const detail = `The box's fact ${verdict.seq} does not continue the history that ends in ${head.seq}.`;
    if (await line.raiseAlarm(siteId, at, 'outbox_forked', detail)) await line.announce(siteId, 'link');
  }
  if (verdict.kind !== 'follows') return verdict;
  const last = verdict.fresh.at(-1);
  if (!last) return { kind: 'acknowledged', seq: head.seq, hash: head.hash, dead: [] };

  const dead = await keepAndApply(line, { siteId, epoch }, verdict.fresh.map(readFact), at, apply);
  await line.moveHead(siteId, last, last.at, at);
  return { kind: 'acknowledged', seq: last.seq, hash: last.hash, dead };
}

async function keepAndApply(
  line: LineTx,
  { siteId, epoch }: { readonly siteId: SiteId; readonly epoch: number },
  facts: readonly ReadFact[],
  at: EpochMs,
  apply: ApplyFacts,
): Promise<readonly number[]> {
  await line.insertFacts(siteId, epoch, facts);
  const unread = facts.filter((fact) => !fact.body).map(({ seq, why }) => ({ seq, why }));
  const { looks, failed } = await applyAll(line, siteId, known(facts), at, apply);
  const dead = [...unread, ...failed].sort((a, b) => a.seq - b.seq);
  if (dead.length > 0) await line.insertDead(siteId, epoch, at, dead);
  if (dead.length > 0) looks.add('link');
  for (const what of looks) await line.announce(siteId, what);
  return dead.map((one) => one.seq);
}

/**
 * All at once; when that fails, one by one, so that the one that cannot be applied stands alone. A fault that will pass (a deadlock, no room) is no fault of the fact: it is
 * thrown, nothing is kept, and the box posts the batch again.
 */
async function applyAll(
  line: LineTx,
  siteId: SiteId,
  facts: readonly KnownFact[],
  at: EpochMs,
  apply: ApplyFacts,
) {
  const looks = new Set<What>();
  const failed: DeadFact[] = [];
  const tryOn = async (some: readonly KnownFact[]): Promise<unknown> => {
    try {
      for (const what of await line.attempt(() => apply(some))) looks.add(what);
      return undefined;
    } catch (error) {
      if (line.isPassing(error) || error instanceof Collided) throw error;
      return error;
    }
  };
  if ((await tryOn(facts)) === undefined) return { looks, failed };
  for (const fact of facts) {
    const error = await tryOn([fact]);
    if (error === undefined) continue;
    failed.push({ seq: fact.seq, why: reasonOf(error) });
    // A site that speaks of its own part of the calendar alone never does this: the last guard has stopped something that nobody judged right.
    if (error instanceof SlotTaken)
      await line.raiseAlarm(siteId, at, 'booking_overlap', `Fact ${fact.seq}: ${reasonOf(error)}`);
  }
  return { looks, failed };
}

function reasonOf(error: unknown): string {
  const deepest = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (deepest instanceof Error ? deepest.message : String(deepest)).slice(0, 1000);
}
