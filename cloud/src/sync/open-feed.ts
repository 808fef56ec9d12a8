import { randomUUID } from 'node:crypto';
import type { SiteId } from '@lintel/core/ids.ts';
import type { FeedLine } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Directory, KnownBox } from '../database/directory.ts';
import type { Notices } from '../database/notices.ts';
import { announce, type Isolation, type Tx, type What, type WithOperator } from '../database/operator.ts';
import type { Keys } from '../keys.ts';
import type { Log } from '../log.ts';
import { tellQuarantineEnded } from './end-quarantine.ts';
import { type FeedPosition, followFeed } from './follow-feed.ts';
import { advanceHorizon } from './horizon.ts';
import type { ProveHorizon } from './line.ts';
import { markStream } from './link-store.ts';
import { pgLine } from './pg-line.ts';
import type { KnownFact } from './read-fact.ts';
import { loadHead, loadPage, loadSnapshot } from './read-feed.ts';
import { snapshotBodies } from './rows.ts';
import type { Streams } from './streams.ts';
import { newWake } from './wake.ts';

export type SyncParts = {
  readonly now: () => EpochMs;
  readonly horizonHours: number;
  readonly keys: Keys;
  readonly prove: ProveHorizon;
  readonly directory: Directory;
  readonly withOperator: WithOperator;
  readonly notices: Notices;
  readonly streams: Streams;
  readonly applyFacts: (
    tx: Tx,
    siteId: SiteId,
    facts: readonly KnownFact[],
    at: EpochMs,
  ) => Promise<ReadonlySet<What>>;
  readonly log: Log;
};

/** One stream a site: opening another, in any process, ends the one before. */
export async function openFeed(
  box: KnownBox,
  from: FeedPosition,
  gone: AbortSignal,
  parts: SyncParts,
): Promise<ReadableStream<Uint8Array>> {
  const { operatorId, siteId } = box;
  const inSite = <T>(work: (tx: Tx) => Promise<T>, isolation?: Isolation) =>
    parts.withOperator(operatorId, work, isolation);
  const streamId = randomUUID();
  const end = parts.streams.add(streamId, box);
  const signal = AbortSignal.any([end.signal, gone]);
  const wake = newWake();
  let opened = false;
  const stopListening = parts.notices.onSite(operatorId, siteId, (heard) => {
    if (heard !== 'missed' && heard.what === 'stream') {
      if (heard.ref === streamId) opened = true;
      else if (opened) end.abort();
      return;
    }
    if (heard === 'missed' || heard.what === 'feed' || heard.what === 'ask' || heard.what === 'link')
      wake.fire();
  });
  const close = async () => {
    // Also what still waits for the next line: nobody reads it any more.
    end.abort();
    stopListening();
    parts.streams.remove(streamId);
    await closeStream(parts, box, streamId);
  };
  try {
    await inSite(async (tx) => {
      await markStream(tx, siteId, parts.now());
      await advanceHorizon(pgLine(tx), siteId, parts.now(), parts.horizonHours, parts.prove);
      await announce(tx, siteId, 'stream', streamId);
      await announce(tx, siteId, 'link');
    });
  } catch (error) {
    await close();
    throw error;
  }
  const lines = followFeed(
    {
      now: parts.now,
      head: () => inSite((tx) => loadHead(pgLine(tx), siteId)),
      page: (cursor) => inSite((tx) => loadPage(pgLine(tx), siteId, cursor), 'REPEATABLE READ'),
      snapshot: async () => {
        const lines = await inSite(
          (tx) => loadSnapshot(pgLine(tx), siteId, () => snapshotBodies(tx, siteId, parts.keys, parts.now())),
          'REPEATABLE READ',
        );
        await inSite((tx) => tellQuarantineEnded(tx, siteId, parts.now()));
        return lines;
      },
      wake,
      signal,
    },
    from,
  );
  return ndjson(lines, signal, close, parts.log);
}

/** Bytes as the reader takes them: a box that reads slowly makes the cloud read its tables slowly, and holds no more than a page in memory. */
function ndjson(
  lines: AsyncGenerator<FeedLine>,
  signal: AbortSignal,
  close: () => Promise<void>,
  log: Log,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let closed = false;
  const closeOnce = async () => {
    if (closed) return;
    closed = true;
    await close();
  };
  signal.addEventListener('abort', () => void closeOnce(), { once: true });
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await lines.next();
        if (!done) return controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
        controller.close();
      } catch (error) {
        if (!signal.aborted)
          log.warn({ err: error }, 'a feed stream broke; its box begins again from its cursor');
        controller.error(error);
      }
      await closeOnce();
    },
    cancel: closeOnce,
  });
}

async function closeStream(parts: SyncParts, box: KnownBox, streamId: string): Promise<void> {
  if (parts.streams.sites().some((open) => open.siteId === box.siteId)) return;
  await parts
    .withOperator(box.operatorId, async (tx) => {
      await markStream(tx, box.siteId, undefined);
      await announce(tx, box.siteId, 'link');
    })
    // The mark is a hint with an age of its own; without it the screens show the stream as over a few seconds later.
    .catch((error: unknown) => parts.log.warn({ streamId, err: error }, 'a closed stream was not marked'));
}
