import type { SiteId } from '@lintel/core/ids.ts';
import { nextHorizon } from '@lintel/core/sync/horizon.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { LineTx, ProveHorizon } from './line.ts';

/**
 * Moves a site's horizon as far as it may go at this instant, and never back. Once this transaction commits the cloud writes nothing before
 * the new one; the box owns the stretch when it has applied the change. Answers whether it moved.
 */
export async function advanceHorizon(
  line: LineTx,
  siteId: SiteId,
  at: EpochMs,
  hours: number,
  prove: ProveHorizon,
): Promise<boolean> {
  const { horizonAt: current, generation } = await line.lockSite(siteId);
  const horizonAt = nextHorizon(current, at, hours);
  if (horizonAt === undefined) return false;

  const proof = await prove({ operatorId: line.operatorId, siteId, generation, horizonAt });
  await line.setHorizon(siteId, horizonAt, proof);
  await line.publish(siteId, at, [{ kind: 'horizon', horizonAt, proof }]);
  return true;
}
