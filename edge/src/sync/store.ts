import type { AskAnswer, Fact } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';

const factColumns = 'seq, id, at, text, prev_hash AS "prevHash", hash';

export type FactHead = { readonly seq: number; readonly hash: string };

/** The last fact of the chain; absent before the first. */
export function findHead(store: Store): FactHead | undefined {
  return store.get<FactHead>('SELECT seq, hash FROM fact ORDER BY seq DESC LIMIT 1');
}

export function insertFact(store: Store, fact: Fact, kind: string): void {
  store.run(
    'INSERT INTO fact (seq, id, at, kind, text, prev_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    fact.seq,
    fact.id,
    fact.at,
    kind,
    fact.text,
    fact.prevHash,
    fact.hash,
  );
}

/** The facts after a sequence, in order. */
export function listFacts(
  store: Store,
  after: number,
  most: number,
): readonly (Fact & { readonly kind: string })[] {
  return store.all(`SELECT ${factColumns}, kind FROM fact WHERE seq > ? ORDER BY seq LIMIT ?`, after, most);
}

/** How many facts come after a sequence, and when the first of them was made. Read off the two ends, for the chain has no gaps and may be a month long. */
export function countFacts(
  store: Store,
  after: number,
): { readonly waiting: number; readonly oldestAt: EpochMs | null } {
  const first = store.get<{ at: EpochMs }>('SELECT at FROM fact WHERE seq > ? ORDER BY seq LIMIT 1', after);
  if (!first) return { waiting: 0, oldestAt: null };
  return { waiting: (findHead(store)?.seq ?? after) - after, oldestAt: first.at };
}

export function clearFacts(store: Store): void {
  store.run('DELETE FROM fact');
}

const latest = Number.MAX_SAFE_INTEGER;

/** Access events as kept, newest first; those before a sequence when paging. Most facts are, so the record is read backwards and has no index to keep at every tap. */
export function listAccessFacts(
  store: Store,
  page: { readonly before: number | undefined; readonly limit: number },
): readonly { readonly seq: number; readonly text: string }[] {
  const sql = `SELECT seq, text FROM fact WHERE kind = 'access_event' AND seq < ? ORDER BY seq DESC LIMIT ?`;
  return store.all(sql, page.before ?? latest, page.limit);
}

export function hasAnswered(store: Store, requestId: string): boolean {
  return store.get('SELECT 1 FROM ask_answer WHERE request_id = ?', requestId) !== undefined;
}

export function keepAnswer(store: Store, requestId: string, answer: AskAnswer, at: EpochMs): void {
  const sql = 'INSERT INTO ask_answer (request_id, answer, answered_at) VALUES (?, ?, ?)';
  store.run(sql, requestId, JSON.stringify(answer), at);
}

export function keepUnknownChange(store: Store, seq: number, text: string, at: EpochMs): void {
  const sql = 'INSERT INTO change_unknown (seq, text, kept_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
  store.run(sql, seq, text, at);
}

/** How many changes are kept that this version could not apply. */
export function countUnknownChanges(store: Store): number {
  return store.get<{ count: number }>('SELECT count(*) AS count FROM change_unknown')?.count ?? 0;
}
