import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { advanceHorizon } from './horizon.ts';
import type { Box, LineTx, ProveHorizon } from './line.ts';

/**
 * Makes this box the one accepted box of the site, and answers the epoch that begins with it: its outbox begins anew, the box before it is refused for good, what is still asked is asked of it, and
 * from here on the cloud writes nothing before the horizon any more.
 */
export async function beginEpoch(
  line: LineTx,
  siteId: SiteId,
  box: Box,
  at: EpochMs,
  { horizonHours, prove }: { readonly horizonHours: number; readonly prove: ProveHorizon },
): Promise<number> {
  const before = await line.lockSite(siteId);
  const epoch = before.epoch + 1;
  await line.setEpoch(siteId, { epoch, box }, at);
  await line.announce(siteId, 'link');
  await advanceHorizon(line, siteId, at, horizonHours, prove);
  return epoch;
}
