import { randomUUID } from 'node:crypto';
import type { SiteId } from '@lintel/core/ids.ts';
import type { FeedLine } from '@lintel/core/sync/wire.ts';
import { type FeedPorts, type FeedPosition, followFeed } from '../../../cloud/src/sync/follow-feed.ts';
import { advanceHorizon } from '../../../cloud/src/sync/horizon.ts';
import { loadHead, loadPage, loadSnapshot } from '../../../cloud/src/sync/read-feed.ts';
import { newWake } from '../../../cloud/src/sync/wake.ts';
import type { SimCloud } from './sim-cloud.ts';
import { snapshotBodies } from './store/snapshot.ts';

export type FollowFeed = (ports: FeedPorts, from: FeedPosition) => AsyncGenerator<FeedLine, void, undefined>;

/** Opens a stream as the product's `openFeed` does, with the product's `followFeed`: opening another for the same site ends the one before. */
export async function openStream(
  cloud: SimCloud,
  siteId: SiteId,
  from: FeedPosition,
  gone: AbortSignal,
): Promise<AsyncGenerator<FeedLine, void, undefined>> {
  const { life, hearing, parts } = cloud;
  const { horizonHours, prove, operatorId, story } = parts;
  const streamId = randomUUID();
  const end = new AbortController();
  const signal = AbortSignal.any([end.signal, gone]);
  const wake = newWake(life.pace);
  let isOpened = false;
  const stopListening = hearing.onSite(operatorId, siteId, (heard) => {
    if (heard === 'missed' || heard.what === 'feed' || heard.what === 'ask' || heard.what === 'link')
      wake.fire();
    else if (heard.what === 'stream' && heard.ref === streamId) isOpened = true;
    else if (heard.what === 'stream' && isOpened) end.abort();
  });
  cloud.streams.set(streamId, siteId);
  const close = () => {
    stopListening();
    cloud.streams.delete(streamId);
  };
  signal.addEventListener('abort', close, { once: true });
  await cloud.inTx('house', async ({ line }) => {
    await advanceHorizon(line, siteId, cloud.now(), horizonHours, prove);
    await line.announce(siteId, 'stream', streamId);
  });
  const ports: FeedPorts = {
    now: () => cloud.now(),
    head: () => cloud.inTx('reader', ({ line }) => loadHead(line, siteId)),
    page: (cursor) => cloud.inTx('reader', ({ line }) => loadPage(line, siteId, cursor)),
    snapshot: () =>
      cloud.inTx('reader', ({ line, store }) => {
        story.count('snapshot');
        return loadSnapshot(line, siteId, async () => snapshotBodies(store, siteId, cloud.now()));
      }),
    wake,
    signal,
    pace: life.pace,
  };
  return parts.build.followFeed(ports, from);
}

export const productFeed: FollowFeed = followFeed;
