import type { FactBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Store } from '../database/store.ts';
import { recordText } from '../sync/record.ts';
import { type Answer, decideTap, type TapAt } from './decide-tap.ts';
import { type PresentPorts, present } from './present.ts';

/** A tap as the writer is asked about it. */
export type TapAsked = TapAt & {
  /** What a card or PIN is kept under; absent for what needs none. The key it was made with stays where it is. */
  readonly credentialHash: string | undefined;
};

/** What is on disk once the transaction is. `provedAt`: a genuine pass has proved that it is at least this late. */
export type RecordedTap = Answer & { readonly provedAt: EpochMs | undefined };

export type RecordTapPorts = {
  /** What this store knows, read within the caller's transaction. */
  readonly presentPorts: (
    store: Store,
    hashOf: PresentPorts['hashOf'],
    proveTime: (at: EpochMs) => void,
  ) => PresentPorts;
  readonly monoMs: () => number;
};

/** The door has gone on without the writer: what it did then is what will be recorded, and this is undone. */
export class TapOvertaken extends Error {
  override readonly name = 'TapOvertaken';
}

/**
 * Decides on a tap and records it in the caller's one transaction: what is on disk is what was decided, on the rows as they stood at that record. The last look before the
 * commit is at the time: when the door has waited as long as it may, this throws and nothing was recorded.
 */
export function recordTap(store: Store, asked: TapAsked, ports: RecordTapPorts): RecordedTap {
  let provedAt: EpochMs | undefined;
  const hashOf = () => asked.credentialHash ?? '';
  const known = ports.presentPorts(store, hashOf, (at) => {
    provedAt = at;
  });
  const answer = decideTap(asked, present(known, asked.tap.presented, asked.now));

  const text = JSON.stringify({ kind: 'access_event', event: answer.event } satisfies FactBody);
  recordText(store, { kind: 'access_event', text, at: answer.event.at });

  const waitedMs = ports.monoMs() - asked.now.reading.monoMs;
  if (waitedMs >= asked.door.recordWaitMs) throw new TapOvertaken(`the tap waited ${waitedMs} ms`);
  return { ...answer, provedAt };
}
