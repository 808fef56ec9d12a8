import type { SiteId } from '@lintel/core/ids.ts';
import type { ChainHead } from '@lintel/core/sync/chain.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { hourMs } from '@lintel/core/time.ts';
import type { DeadFact } from '../../../../cloud/src/sync/line.ts';
import type { ReadFact } from '../../../../cloud/src/sync/read-fact.ts';
import type { Store } from '../../../../edge/src/database/store.ts';

export function insertFacts(store: Store, siteId: SiteId, epoch: number, facts: readonly ReadFact[]): void {
  for (const { seq, id, at, kind, text, hash } of facts)
    store.run(
      'INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      siteId,
      epoch,
      seq,
      id,
      at,
      kind,
      text,
      hash,
    );
}

export function insertDead(
  store: Store,
  siteId: SiteId,
  epoch: number,
  at: EpochMs,
  dead: readonly DeadFact[],
): void {
  for (const { seq, why } of dead)
    store.run('INSERT INTO dead_letter VALUES (?, ?, ?, ?, ?)', siteId, epoch, seq, at, why);
}

export function moveHead(store: Store, siteId: SiteId, head: ChainHead, factAt: EpochMs): void {
  const sql = 'UPDATE site_feed SET outbox_seq = ?, outbox_hash = ?, fact_at = ? WHERE site_id = ?';
  store.run(sql, head.seq, head.hash, factAt, siteId);
}

export function raiseAlarm(store: Store, siteId: SiteId, at: EpochMs, what: string, detail: string): boolean {
  const said = store.get(
    'SELECT 1 FROM site_alarm WHERE site_id = ? AND what = ? AND detail = ? AND at > ?',
    ...[siteId, what, detail, at - hourMs],
  );
  if (said) return false;
  store.run(
    'INSERT INTO site_alarm (site_id, at, what, detail) VALUES (?, ?, ?, ?)',
    siteId,
    at,
    what,
    detail,
  );
  return true;
}
