import type { Fact } from '@lintel/core/sync/wire.ts';
import { factsMost } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { and, asc, count, desc, eq, gt, lt, min, sql } from 'drizzle-orm';
import { keepMeta } from '../database/meta.ts';
import type { Store } from '../database/open.ts';
import { findPosition } from './position.ts';
import { facts } from './tables.ts';

/** The oldest facts the cloud has not acknowledged, in order, at most one post's worth. */
export function nextFacts(store: Store): readonly Fact[] {
  const { ackedSeq } = findPosition(store);
  return store
    .select({
      seq: facts.seq,
      id: facts.id,
      at: facts.at,
      text: facts.text,
      prevHash: facts.prevHash,
      hash: facts.hash,
    })
    .from(facts)
    .where(gt(facts.seq, ackedSeq))
    .orderBy(asc(facts.seq))
    .limit(factsMost)
    .all();
}

/** How many facts wait, and since when the oldest does. */
export function outboxDepth(store: Store): {
  readonly waiting: number;
  readonly oldestAt: EpochMs | undefined;
} {
  const { ackedSeq } = findPosition(store);
  const row = store
    .select({ waiting: count(), oldestAt: min(facts.at) })
    .from(facts)
    .where(gt(facts.seq, ackedSeq))
    .get();
  return { waiting: row?.waiting ?? 0, oldestAt: row?.oldestAt ?? undefined };
}

/** The cloud holds everything up to `seq`. An older acknowledgement that comes late changes nothing. */
export function keepAcknowledged(store: Store, seq: number): void {
  if (seq > findPosition(store).ackedSeq) keepMeta(store, 'acked_seq', String(seq));
}

/** Access events as kept, newest first: of one door when named, those before a sequence when paging. */
export function listAccessFacts(
  store: Store,
  page: { readonly before: number | undefined; readonly limit: number; readonly doorId?: string },
): readonly { readonly seq: number; readonly text: string }[] {
  return store
    .select({ seq: facts.seq, text: facts.text })
    .from(facts)
    .where(
      and(
        eq(facts.kind, 'access_event'),
        page.before === undefined ? undefined : lt(facts.seq, page.before),
        page.doorId === undefined
          ? undefined
          : sql`json_extract(${facts.text}, '$.event.doorId') = ${page.doorId}`,
      ),
    )
    .orderBy(desc(facts.seq))
    .limit(page.limit)
    .all();
}
