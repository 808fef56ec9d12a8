import type { FeedLine } from '@lintel/core/sync/wire.ts';
import { type FeedPorts, type FeedPosition, needsSnapshot } from '../../../cloud/src/sync/follow-feed.ts';
import type { InputOf, OperationName } from '../../../edge/src/database/operations.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import type { FeedChange } from '../../../edge/src/sync/apply.ts';
import { findPosition, keepCursor } from '../../../edge/src/sync/position.ts';
import { runOperation } from '../box/sim-box.ts';
import { productCloud } from '../cloud/build.ts';
import type { Within } from '../cloud/store/ports.ts';
import { productPorts } from '../cloud/transactions.ts';
import { type Build, product } from '../world/world.ts';

/**
 * The feed is numbered by a bare sequence: a number is drawn early and its entry is seen when its transaction commits, which may be after a higher number was read. Readers go on from the highest they saw.
 */
export const bareSequence: Build = {
  ...product,
  cloud: { ...productCloud, ports: barePorts, followFeed: followBare },
  runOperation: applyBare,
  waived: ['the box never ahead of the cloud', 'no fault of the program', 'the last guard never fires'],
};

let drawn = 0;

/** Every fifth entry commits only after the next one was read. */
function barePorts(within: Within) {
  const { calendar, line } = productPorts(within);
  const publish: typeof calendar.publish = async (siteId, at, bodies) => {
    const published = await calendar.publish(siteId, at, bodies);
    within.store.run(
      'UPDATE feed_change SET at = at + ? WHERE site_id = ? AND seq = ?',
      ++drawn % 5 === 0 ? lateMs : 0,
      siteId,
      published.seq,
    );
    return published;
  };
  const changesAfter: typeof line.changesAfter = async (siteId, cursor, most) => {
    const all = await line.changesAfter(siteId, cursor, most);
    return all.filter(({ at }) => at <= within.now());
  };
  return { calendar: { ...calendar, publish }, line: { ...line, publish, changesAfter } };
}

/** How long such a transaction is still under way after its number was drawn. */
const lateMs = 90_000;

async function* followBare(ports: FeedPorts, from: FeedPosition): AsyncGenerator<FeedLine, void, undefined> {
  const head = await ports.head();
  yield { type: 'hello', generation: head.generation, epoch: head.epoch, seq: head.seq, at: ports.now() };
  let cursor = from.cursor;
  if (needsSnapshot(from, head))
    for (const row of await ports.snapshot()) {
      yield row;
      if (row.type === 'snapshot_end') cursor = row.seq;
    }
  const asked = new Set<string>();
  while (!ports.signal.aborted) {
    ports.wake.rest();
    const page = await ports.page(cursor);
    if (page.head.epoch !== head.epoch || page.head.generation !== head.generation) return;
    for (const change of page.changes) {
      yield change;
      cursor = change.seq;
    }
    for (const { requestId, ask } of page.asks)
      if (!asked.has(requestId)) yield { type: 'ask', requestId, epoch: head.epoch, ask };
    yield { type: 'heartbeat', seq: cursor, at: ports.now() };
    await ports.wake.next(2_000, ports.signal);
  }
}

function applyBare(store: Store, name: OperationName, input: unknown): unknown {
  if (name !== 'applyChanges' || !isBatch(input)) return runOperation(store, name, input);
  for (const change of input.changes) {
    if (change.seq <= findPosition(store).cursor) continue;
    store.client.transaction(() => keepCursor(store, change.seq - 1))();
    runOperation(store, 'applyChanges', { ...input, changes: [change] });
  }
  return findPosition(store).cursor;
}

function isBatch(
  input: unknown,
): input is { changes: readonly FeedChange[]; at: InputOf<'applyChanges'>['at'] } {
  return typeof input === 'object' && input !== null && 'changes' in input;
}
