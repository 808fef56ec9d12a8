import { openForWriting } from '../../../edge/src/database/open.ts';
import { type Build, product } from '../world/world.ts';

/** What better-sqlite3 does by itself after `journal_mode = WAL`: commits that reach the disk at the next checkpoint. */
export const normalSync: Build = {
  ...product,
  openStore: (path) => {
    const store = openForWriting(path);
    store.client.pragma('synchronous = NORMAL');
    return store;
  },
};
