import type { FeedLine } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { machinePace, type Pace } from '../pace.ts';
import type { FeedHead, FeedPage } from './read-feed.ts';
import type { Wake } from './wake.ts';

/** What following a site's feed needs from the cloud. */
export type FeedPorts = {
  readonly now: () => EpochMs;
  readonly head: () => Promise<FeedHead>;
  readonly page: (cursor: number) => Promise<FeedPage>;
  readonly snapshot: () => Promise<readonly FeedLine[]>;
  /** Fires when the feed or its questions may have moved. */
  readonly wake: Wake;
  readonly signal: AbortSignal;
  /** This machine's when absent. */
  readonly pace?: Pace | undefined;
};

/** Where a box says it stands. */
export type FeedPosition = { readonly generation: string; readonly cursor: number };

const heartbeatMs = 5000;
/** How often the tables are looked at when nothing woke the stream: a lost notice costs this much and never an entry. */
const lookAgainMs = 2000;
/** A box that could not decide is asked again after this long. */
const askAgainMs = 5000;

/**
 * The lines of one stream, until it is told to end or the site's epoch or the cloud's generation is over. Every change after the cursor comes once,
 * in order and without gaps; the cursor alone decides what comes next. Open questions come after the changes they were asked upon.
 */
export async function* followFeed(
  ports: FeedPorts,
  from: FeedPosition,
): AsyncGenerator<FeedLine, void, undefined> {
  const { monoMs } = ports.pace ?? machinePace;
  const head = await ports.head();
  yield { type: 'hello', generation: head.generation, epoch: head.epoch, seq: head.seq, at: ports.now() };

  let cursor = from.cursor;
  if (needsSnapshot(from, head)) {
    for (const line of await ports.snapshot()) {
      yield line;
      if (line.type === 'snapshot_end') cursor = line.seq;
    }
  }

  const askedAt = new Map<string, number>();
  let saidAt = monoMs();
  while (!ports.signal.aborted) {
    ports.wake.rest();
    const page = await ports.page(cursor);
    if (page.head.epoch !== head.epoch || page.head.generation !== head.generation) return;
    for (const change of page.changes) {
      if (change.seq !== cursor + 1)
        throw new Error(`The feed has a hole: ${change.seq} came after ${cursor}.`);
      yield change;
      cursor = change.seq;
    }
    const behind = cursor < page.head.seq;
    const asks = behind ? [] : dueAsks(page, askedAt, monoMs());
    for (const { requestId, ask } of asks) yield { type: 'ask', requestId, epoch: head.epoch, ask };

    if (page.changes.length + asks.length > 0) saidAt = monoMs();
    if (behind) continue;
    if (monoMs() - saidAt >= heartbeatMs) {
      yield { type: 'heartbeat', seq: cursor, at: ports.now() };
      saidAt = monoMs();
    }
    await ports.wake.next(Math.min(lookAgainMs, saidAt + heartbeatMs - monoMs()), ports.signal);
  }
}

/** No tail is served to a box of another history, or one whose next change is no longer, or not yet, there. */
export function needsSnapshot(from: FeedPosition, head: FeedHead): boolean {
  return (
    from.cursor === 0 ||
    from.generation !== head.generation ||
    from.cursor > head.seq ||
    from.cursor + 1 < head.keptFrom
  );
}

/** The open questions that were not put on this stream of late. Those that were answered or withdrawn are forgotten. */
function dueAsks(page: FeedPage, askedAt: Map<string, number>, atMs: number): FeedPage['asks'] {
  const open = new Set(page.asks.map((ask) => ask.requestId));
  for (const requestId of askedAt.keys()) if (!open.has(requestId)) askedAt.delete(requestId);
  const due = page.asks.filter(
    ({ requestId }) => atMs - (askedAt.get(requestId) ?? Number.NEGATIVE_INFINITY) >= askAgainMs,
  );
  for (const { requestId } of due) askedAt.set(requestId, atMs);
  return due;
}
