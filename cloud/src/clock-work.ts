import type { HolderId, SiteId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import type { Directory, SiteKey } from './database/directory.ts';
import type { Tx, WithOperator } from './database/operator.ts';
import type { Keys } from './keys.ts';
import type { Log } from './log.ts';
import { publishHolder } from './members/publish-holder.ts';
import { every, type Service } from './service.ts';
import { publishNewDays } from './sites/days.ts';
import { advanceHorizon } from './sync/horizon.ts';
import type { ProveHorizon } from './sync/line.ts';
import { pgLine } from './sync/pg-line.ts';
import type { Streams } from './sync/streams.ts';
import { trimFeed } from './sync/trim.ts';

type ClockParts = {
  readonly now: () => EpochMs;
  readonly horizonHours: number;
  readonly keys: Keys;
  readonly prove: ProveHorizon;
  readonly directory: Directory;
  readonly withOperator: WithOperator;
  readonly streams: Streams;
  readonly log: Log;
};

/** What the clock, and nobody's request, sets going. Each piece of work can be done again without harm. */
export function clockWork(parts: ClockParts): readonly Service[] {
  const { directory, now, streams, withOperator } = parts;
  return [
    every('stream marks', 5000, () => directory.beat(streams.sites(), now())),
    every('horizons', 30_000, () =>
      atEach(streams.sites(), async ({ operatorId, siteId }) => {
        await withOperator(operatorId, (tx) =>
          advanceHorizon(pgLine(tx), siteId, now(), parts.horizonHours, parts.prove),
        );
      }),
    ),
    every('grants', hourMs, async () => atEach(await directory.sites(), (key) => settleSite(parts, key))),
  ];
}

/** Does the work at every site, one after the other; a site where it fails keeps it from no other, and what failed is thrown at the end. */
export async function atEach(
  sites: readonly SiteKey[],
  work: (site: SiteKey) => Promise<void>,
): Promise<void> {
  const faults: unknown[] = [];
  for (const site of sites) await work(site).catch((fault: unknown) => faults.push(fault));
  if (faults.length > 0)
    throw new AggregateError(faults, `failed at ${faults.length} of ${sites.length} sites`);
}

/** Extends the grants that follow opening hours, lets memberships begin and end, and forgets the old end of the feed. */
async function settleSite(
  { withOperator, now, keys }: ClockParts,
  { operatorId, siteId }: SiteKey,
): Promise<void> {
  const holders = await withOperator(operatorId, (tx) => holdersToSettle(tx, siteId, now()));
  for (const holderId of holders)
    await withOperator(operatorId, (tx) => publishHolder(tx, holderId, now(), keys));
  await withOperator(operatorId, (tx) => publishNewDays(tx, siteId, now()));
  await withOperator(operatorId, (tx) => trimFeed(tx, siteId, addMs(now(), -30 * 24 * hourMs)));
}

/** Members whose membership follows the hours and was not looked at today, or began or ended since the last look. */
async function holdersToSettle(tx: Tx, siteId: SiteId, at: EpochMs): Promise<readonly HolderId[]> {
  const rows = await tx.query<{ holder_id: HolderId }>(
    `SELECT DISTINCT m.holder_id FROM membership m JOIN plan p ON p.operator_id = m.operator_id AND p.id = m.plan_id
     WHERE m.operator_id = $1 AND (m.site_ids IS NULL OR $2 = ANY (m.site_ids)) AND (
       m.starts_at BETWEEN $3::timestamptz - interval '2 hours' AND $3 OR m.ends_at BETWEEN $3::timestamptz - interval '2 hours' AND $3
       OR (p.access = 'hours' AND NOT EXISTS (
         SELECT 1 FROM access_grant g WHERE g.operator_id = m.operator_id AND g.holder_id = m.holder_id AND g.site_id = $2
         AND g.ends_at > $3::timestamptz + interval '11 days') AND (m.ends_at IS NULL OR m.ends_at > $3)))
     ORDER BY m.holder_id`,
    [tx.operatorId, siteId, new Date(at)],
  );
  return rows.map((row) => row.holder_id);
}
