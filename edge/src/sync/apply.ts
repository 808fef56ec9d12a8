import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { keepMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';
import { endQuarantine, endRegistration, findPosition, keepCursor, keepHorizon } from './position.ts';
import { recordFact } from './record.ts';
import { keepUnknownChange } from './store.ts';

/** A body as the feed brought it: read by its schema, or of a kind (or shape) this version does not know. */
export type FeedBody =
  | { readonly is: 'known'; readonly body: ChangeBody }
  | { readonly is: 'unknown'; readonly kind: string; readonly text: string };
export type FeedChange = FeedBody & { readonly seq: number };

/** How the rows of each domain are put and taken away; the composition gives every domain's own. */
export type RowKeepers = {
  put(
    store: Store,
    body: Exclude<ChangeBody, { kind: 'horizon' | 'quarantine_ended' | 'removed' }>,
  ): 'kept' | 'overlap';
  remove(store: Store, of: Extract<ChangeBody, { kind: 'removed' }>['of'], id: string): void;
  /** Takes away everything the feed brought, save bookings, which are settled by version. */
  clear(store: Store): void;
};

/** Thrown when a change does not follow the cursor: the stream is left and begun again from what is on disk. */
export class FeedGap extends Error {
  override readonly name = 'FeedGap';
}

/**
 * Applies changes that follow the cursor, and moves the cursor, in the caller's one transaction. Repeats are passed over, a hole throws `FeedGap`.
 * A body this version does not know is kept and reported; it stops nothing.
 */
export function applyChanges(
  store: Store,
  changes: readonly FeedChange[],
  at: EpochMs,
  rows: RowKeepers,
): number {
  let { cursor } = findPosition(store);
  for (const change of changes) {
    const { seq } = change;
    if (seq <= cursor) continue;
    if (seq !== cursor + 1) throw new FeedGap(`the feed went from ${cursor} to ${seq}`);
    applyBody(store, seq, change, at, rows);
    cursor = seq;
  }
  keepCursor(store, cursor);
  return cursor;
}

export type Snapshot = {
  readonly generation: string;
  readonly seq: number;
  readonly rows: readonly FeedBody[];
};

/**
 * Replaces what earlier feeds brought with the snapshot, and takes its place in the feed, in the caller's one transaction. Bookings the site has changed since stand: the higher version
 * is the owner's. A store that had to register, and has been enrolled since, is free again from here, and writes no calendar before this snapshot's horizon.
 */
export function applySnapshot(store: Store, snapshot: Snapshot, at: EpochMs, rows: RowKeepers): void {
  const before = findPosition(store);
  rows.clear(store);
  for (const body of snapshot.rows) applyBody(store, snapshot.seq, body, at, rows);
  keepMeta(store, 'generation', snapshot.generation);
  keepCursor(store, snapshot.seq);
  // A copy that only goes on under another's identity is sent snapshots too, and stays bound.
  if (before.awaitsSnapshot) endRegistration(store, findPosition(store).horizonAt);
}

function applyBody(store: Store, seq: number, fed: FeedBody, at: EpochMs, rows: RowKeepers): void {
  if (fed.is === 'unknown') return keepAside(store, { seq, kind: fed.kind, text: fed.text }, at);
  try {
    store.client.transaction(() => applyKnown(store, seq, fed.body, at, rows))();
  } catch (error) {
    if (isOfDisk(error)) throw error;
    keepAside(store, { seq, kind: fed.body.kind, text: JSON.stringify(fed.body) }, at);
  }
}

/** What cannot be applied is kept and told, and holds nothing up behind it. */
function keepAside(
  store: Store,
  { seq, kind, text }: { readonly seq: number; readonly kind: string; readonly text: string },
  at: EpochMs,
): void {
  keepUnknownChange(store, seq, text, at);
  recordFact(store, { kind: 'change_unknown', seq, changeKind: kind }, at);
}

/** A full or failing disk is no fault of the change: it is tried again. A row the store's own rules refuse will be refused for ever. */
function isOfDisk(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_') && !code.startsWith('SQLITE_CONSTRAINT');
}

function applyKnown(store: Store, seq: number, body: ChangeBody, at: EpochMs, rows: RowKeepers): void {
  switch (body.kind) {
    case 'horizon':
      return keepHorizon(store, body.horizonAt, body.proof);
    case 'quarantine_ended':
      return endQuarantine(store, body.incarnation);
    case 'removed':
      return rows.remove(store, body.of, body.id);
    default:
      if (rows.put(store, body) === 'overlap') {
        const detail = `feed ${seq}: ${JSON.stringify(body)}`;
        recordFact(store, { kind: 'alarm', what: 'booking_overlap', detail }, at);
      }
  }
}
