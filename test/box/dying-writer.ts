import { existsSync } from 'node:fs';
import { isMainThread, workerData } from 'node:worker_threads';

/** Loaded before a box's program (`--import`): the thread that writes `site.db` dies of a fault of its own once the file named by `DIE_WHEN_THERE` is there. */

const path: unknown = isMainThread ? undefined : workerData?.path;
if (typeof path === 'string' && path.endsWith('site.db')) {
  setInterval(() => {
    if (existsSync(process.env.DIE_WHEN_THERE ?? '')) throw new Error('the card went away');
  }, 20);
}
