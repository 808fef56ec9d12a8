import type { SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { quarterMs } from '@lintel/core/time.ts';
import type { Directory } from '../database/directory.ts';
import type { WithOperator } from '../database/operator.ts';
import { advanceHorizon } from './horizon.ts';
import type { LineTx, ProveHorizon } from './line.ts';
import { pgLine } from './pg-line.ts';

export type RecoverParts = {
  readonly directory: Directory;
  readonly withOperator: WithOperator;
  readonly now: () => EpochMs;
  readonly prove: ProveHorizon;
  readonly horizonHours: number;
};

const marginHours = quarterMs / 3_600_000;

/** After a new generation began, for every site of every operator. */
export async function raiseHorizons(parts: RecoverParts): Promise<void> {
  const { directory, withOperator, now, prove, horizonHours } = parts;
  for (const { operatorId, siteId } of await directory.sites())
    await withOperator(operatorId, (tx) => raiseHorizon(pgLine(tx), siteId, now(), horizonHours, prove));
}

/**
 * What the lost end of the old history gave to the site is not known here, so everything up to the furthest it can have given, and a margin, counts as its. A site that never had a box owns
 * nothing; one whose box was lost may have been given another since, so the cloud no longer writes its whole calendar.
 */
export async function raiseHorizon(
  line: LineTx,
  siteId: SiteId,
  at: EpochMs,
  hours: number,
  prove: ProveHorizon,
): Promise<void> {
  const { epoch, lostAt } = await line.lockSite(siteId);
  if (epoch === 0) return;
  if (lostAt !== undefined) await line.setEpoch(siteId, { epoch, lostAt }, at);
  await advanceHorizon(line, siteId, at, hours + marginHours, prove);
}
