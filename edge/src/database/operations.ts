import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { FactBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { answerBooking } from '../bookings/answer-ask.ts';
import { bookHere } from '../bookings/book.ts';
import { changeHere } from '../bookings/change.ts';
import { checkInByTap } from '../bookings/check-in-by-tap.ts';
import { holdDesks } from '../bookings/hold-desks.ts';
import { pruneCalendar } from '../bookings/prune.ts';
import { releaseNoShow } from '../bookings/release.ts';
import type { Topic } from '../changes.ts';
import { keepSession, removeSession } from '../console/store.ts';
import { recordTap, type TapAsked } from '../doors/record-tap.ts';
import { addPanelCode, pairPanel, removePanel } from '../panels/store.ts';
import { bindMachine } from '../setup/machine.ts';
import { rechain } from '../setup/rechain.ts';
import { answerAsk, type Question } from '../sync/answer.ts';
import { applyChanges, applySnapshot, type FeedChange, type Snapshot } from '../sync/apply.ts';
import { keepAcknowledged, sendAgainFrom } from '../sync/outbox.ts';
import { requireRegistration } from '../sync/position.ts';
import { pruneFacts } from '../sync/prune-store.ts';
import { recordFact } from '../sync/record.ts';
import { knownHere } from './known-here.ts';
import { keepMeta } from './meta.ts';
import { rows } from './rows.ts';
import type { Store } from './store.ts';

/** The monotonic clock is the machine's, so both threads read the same. */
const tapPorts = { presentPorts: knownHere, monoMs: () => Number(process.hrtime.bigint() / 1_000_000n) };

/**
 * Everything the box ever writes to `site.db`. Each runs in the writer thread as one immediate transaction, in the order asked for: it is on disk when its answer comes, or
 * it never happened.
 */
export const operations = {
  applyChanges: (store: Store, input: { changes: readonly FeedChange[]; at: EpochMs }) =>
    applyChanges(store, input.changes, input.at, rows),
  applySnapshot: (store: Store, input: { snapshot: Snapshot; at: EpochMs }) =>
    applySnapshot(store, input.snapshot, input.at, rows),
  answerAsk: (store: Store, input: Question) => answerAsk(store, input, answerBooking),
  acknowledge: (store: Store, input: { seq: number }) => keepAcknowledged(store, input.seq),
  sendAgainFrom,
  recordTap: (store: Store, input: TapAsked) => recordTap(store, input, tapPorts),
  /** An event whose door has moved or not: what a refused write left behind, and openings by hand. */
  recordAccess: (store: Store, input: { event: AccessEvent }) =>
    recordFact(store, { kind: 'access_event', event: input.event }, input.event.at).seq,
  recordFact: (store: Store, input: { body: FactBody; at: EpochMs }) =>
    recordFact(store, input.body, input.at).id,
  pruneFacts,
  bookHere,
  changeHere,
  holdDesks,
  releaseNoShow,
  checkInByTap,
  pruneCalendar,
  keepClock: (store: Store, input: { text: string }) => keepMeta(store, 'clock', input.text),
  keepSession,
  removeSession,
  addPanelCode,
  pairPanel,
  removePanel,
  rechain,
  bindMachine,
  requireRegistration,
} as const;

export type Operations = typeof operations;
export type OperationName = keyof Operations;
export type InputOf<Name extends OperationName> = Parameters<Operations[Name]>[1];
export type ResultOf<Name extends OperationName> = ReturnType<Operations[Name]>;

/** What each operation may have moved, told to screens and services once it is on disk. */
export const touches: Readonly<Record<OperationName, readonly Topic[]>> = {
  applyChanges: ['bookings', 'doors', 'settings', 'facts'],
  applySnapshot: ['bookings', 'doors', 'settings', 'facts'],
  answerAsk: ['bookings', 'facts'],
  acknowledge: ['link'],
  sendAgainFrom: ['link'],
  recordTap: ['access', 'facts'],
  recordAccess: ['access', 'facts'],
  recordFact: ['facts'],
  pruneFacts: [],
  bookHere: ['bookings', 'facts'],
  changeHere: ['bookings', 'facts'],
  holdDesks: ['bookings', 'facts'],
  releaseNoShow: ['bookings', 'facts'],
  checkInByTap: ['bookings', 'facts'],
  pruneCalendar: [],
  keepClock: [],
  keepSession: [],
  removeSession: ['settings'],
  addPanelCode: [],
  pairPanel: ['settings'],
  removePanel: ['settings'],
  rechain: ['facts', 'link'],
  bindMachine: ['bookings', 'link'],
  requireRegistration: ['bookings', 'link'],
};
