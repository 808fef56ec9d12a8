import type { SiteId } from '@lintel/core/ids.ts';
import { type ChangeBody, type FeedLine, unknownBody } from '@lintel/core/sync/wire.ts';
import type { LineTx, PendingAsk, SiteState } from './line.ts';

export type FeedHead = Pick<SiteState, 'generation' | 'epoch' | 'seq' | 'keptFrom'>;

/** What a stream looks at each time it is woken: one page of changes, and the questions that are open. */
export type FeedPage = {
  readonly head: FeedHead;
  readonly changes: readonly Extract<FeedLine, { type: 'change' }>[];
  readonly asks: readonly PendingAsk[];
};

export const pageMost = 200;

export async function loadHead(line: LineTx, siteId: SiteId): Promise<FeedHead> {
  const { generation, epoch, seq, keptFrom } = await line.readSite(siteId);
  return { generation, epoch, seq, keptFrom };
}

/** Give it a transaction that sees one moment: head, changes and questions then belong together. */
export async function loadPage(line: LineTx, siteId: SiteId, cursor: number): Promise<FeedPage> {
  const head = await loadHead(line, siteId);
  const changes = await line.changesAfter(siteId, cursor, pageMost);
  const asks = await line.pendingAsks(siteId, head.epoch, pageMost);
  return { head, changes: changes.map((change) => ({ type: 'change', ...change })), asks };
}

/** The lines of a snapshot of these rows. Give it a transaction that sees one moment: rows and number then belong together. */
export async function loadSnapshot(
  line: LineTx,
  siteId: SiteId,
  rows: () => Promise<readonly ChangeBody[]>,
): Promise<readonly FeedLine[]> {
  const { generation, seq } = await loadHead(line, siteId);
  const bodies = await rows();
  return [
    { type: 'snapshot', generation, seq, rows: bodies.length },
    ...bodies.map((body): FeedLine => ({ type: 'row', body: unknownBody.parse(body) })),
    { type: 'snapshot_end', seq },
  ];
}
