import { randomUUID } from 'node:crypto';
import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import { dropMeta, findMeta, keepMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';

/** Where this box stands between cloud and site. `generation` is absent until a first snapshot was applied. */
export type Position = {
  readonly incarnation: string;
  readonly generation: string | undefined;
  readonly cursor: number;
  readonly horizonAt: EpochMs;
  readonly ackedSeq: number;
  /** A restored or foreign store writes no calendar until it has spoken to the cloud. */
  readonly needsRegistration: boolean;
  /** It has: it was enrolled since, and waits for the snapshot it goes on from. */
  readonly awaitsSnapshot: boolean;
  /** After that, not before the `B` it may have reached in the history it lost. */
  readonly quarantineUntil: EpochMs;
};

export function findPosition(store: Store): Position {
  const incarnation = findMeta(store, 'incarnation');
  if (!incarnation) throw new Error('the store has no incarnation: it was not opened by the box');
  return {
    incarnation,
    generation: findMeta(store, 'generation'),
    cursor: Number(findMeta(store, 'cursor') ?? 0),
    horizonAt: epochMs(Number(findMeta(store, 'horizon_at') ?? 0)),
    ackedSeq: Number(findMeta(store, 'acked_seq') ?? 0),
    needsRegistration: findMeta(store, 'needs_online_registration') !== undefined,
    awaitsSnapshot: findMeta(store, 'needs_online_registration') === registered,
    quarantineUntil: epochMs(Number(findMeta(store, 'quarantine_until') ?? 0)),
  };
}

/** Gives a fresh store its incarnation: a random id of this installation, which the cloud ties to the epoch. */
export function ensureIncarnation(store: Store): void {
  if (!findMeta(store, 'incarnation')) keepMeta(store, 'incarnation', randomUUID());
}

/** `B` as the feed brought it. It only moves forward; an older one changes nothing. */
export function keepHorizon(store: Store, horizonAt: EpochMs, proof: string): void {
  if (horizonAt <= findPosition(store).horizonAt) return;
  keepMeta(store, 'horizon_at', String(horizonAt));
  keepMeta(store, 'horizon_proof', proof);
}

export function keepCursor(store: Store, cursor: number): void {
  keepMeta(store, 'cursor', String(cursor));
}

/** The cloud has turned this store away for good: its calendar may be another's by now. It writes none until it is enrolled again and has taken a snapshot. */
export function requireRegistration(store: Store): void {
  keepMeta(store, 'needs_online_registration', '1');
}

const registered = 'registered';

/** It was enrolled: the first snapshot under its new identity ends what began with `requireRegistration`. A store that never had to register goes on as it is. */
export function keepRegistered(store: Store): void {
  if (findMeta(store, 'needs_online_registration') !== undefined)
    keepMeta(store, 'needs_online_registration', registered);
}

/** The store has spoken to the cloud. What it may have confirmed in the history it lost ends by `horizonAt`. */
export function endRegistration(store: Store, horizonAt: EpochMs): void {
  dropMeta(store, 'needs_online_registration');
  keepMeta(store, 'quarantine_until', String(horizonAt));
}

/** A director has ended the quarantine of the store with this incarnation; any other stays as it is. */
export function endQuarantine(store: Store, incarnation: string): void {
  if (findPosition(store).incarnation === incarnation) dropMeta(store, 'quarantine_until');
}
