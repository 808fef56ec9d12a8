import type { Store } from '../../../edge/src/database/store.ts';
import { type FollowFeed, productFeed } from './feed.ts';
import { setGeneration } from './store/feed.ts';
import type { Within } from './store/ports.ts';
import { type CloudTx, productPorts } from './transactions.ts';

/** The parts of the cloud that a mutation may take another build of. */
export type CloudBuild = {
  readonly ports: (within: Within) => Omit<CloudTx, 'store'>;
  readonly followFeed: FollowFeed;
  /** What a server does that finds itself on another's data. Answers whether a new history has begun, which has to be settled before anybody is served. */
  readonly beginGeneration: (store: Store, generation: string) => boolean;
  /** Whether the store that speaks is the one that was enrolled. */
  readonly isAccepted: (incarnation: string, enrolled: string) => boolean;
};

export const productCloud: CloudBuild = {
  ports: productPorts,
  followFeed: productFeed,
  beginGeneration: (store, generation) => {
    setGeneration(store, generation);
    return true;
  },
  isAccepted: (incarnation, enrolled) => incarnation === enrolled,
};
