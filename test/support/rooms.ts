import { operatorScope } from '@lintel/cloud/database/operator.ts';
import { demoOperatorId } from '@lintel/cloud/seed.ts';
import { publish } from '@lintel/cloud/sync/publish.ts';
import { resourceBodies } from '@lintel/cloud/sync/rows.ts';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import { epochMs } from '@lintel/core/time.ts';

type Cloud = { readonly pool: Parameters<typeof operatorScope>[0]; readonly siteId: SiteId };

/** Adds rooms that hold exactly what is booked, in steps of a quarter-hour, and tells the site's box. */
export async function addRooms({ pool, siteId }: Cloud, count: number): Promise<readonly ResourceId[]> {
  const ids = Array.from({ length: count }, (_, n) => roomId(n));
  await operatorScope(pool)(demoOperatorId, async (tx) => {
    for (const [n, id] of ids.entries()) {
      const changed = {
        id,
        name: `Bench room ${n + 1}`,
        step_ms: 900_000,
        length_min_ms: 900_000,
        before_ms: 0,
        after_ms: 0,
        grace_ms: null,
      };
      await tx.query(
        `INSERT INTO resource SELECT (jsonb_populate_record(r, $3::jsonb)).* FROM resource r
         WHERE r.operator_id = $1 AND r.site_id = $2 AND r.kind = 'room' ORDER BY r.name LIMIT 1`,
        [tx.operatorId, siteId, JSON.stringify(changed)],
      );
    }
    await publish(tx, siteId, epochMs(Date.now()), await resourceBodies(tx, siteId));
  });
  return ids;
}

function roomId(n: number): ResourceId {
  return `00000000-0000-7000-8bbb-${String(n + 1).padStart(12, '0')}` as ResourceId;
}
