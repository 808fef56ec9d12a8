import { randomUUID } from 'node:crypto';
import type { OperatorId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import { afterAll, beforeAll } from 'vitest';
import { seed, startTestCloud, type TestCloud } from '../../../test/support/test-cloud.ts';
import { operatorScope } from '../database/operator.ts';
import { createSite } from '../sites/create-site.ts';
import { operator } from '../sites/tables.ts';
import { pgLine } from '../sync/pg-line.ts';
import { calendarContract } from './calendar.contract.ts';
import { pgCalendar } from './pg-calendar.ts';

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startTestCloud();
  await seed(cloud);
});
afterAll(async () => await cloud.stop());

const help = { name: 'Desk', email: 'desk@lintel.example', phone: '1' };

/** An operator of its own for each test, with two sites of one room each. */
calendarContract('PostgreSQL', async () => {
  const operatorId = randomUUID() as OperatorId;
  const withOperator = operatorScope(cloud.cloud.pool);
  const found = await withOperator(operatorId, async (tx) => {
    await tx.db.insert(operator).values({ operator_id: operatorId, name: 'Contract' });
    const sites: { siteId: SiteId; roomId: ResourceId }[] = [];
    for (const name of ['One', 'Other']) {
      const [siteId, roomId] = [randomUUID() as SiteId, randomUUID() as ResourceId];
      const wanted = { id: siteId, name, timeZone: 'Europe/London', currency: 'GBP', help };
      await createSite(tx, wanted, cloud.keys);
      await tx.query(
        `INSERT INTO resource (operator_id, id, site_id, name, kind, capacity, door_ids, step_ms, length_min_ms, length_max_ms)
         VALUES ($1, $2, $3, 'Room', 'room', 4, '{}', 300000, 300000, 36000000)`,
        [operatorId, roomId, siteId],
      );
      sites.push({ siteId, roomId });
    }
    return sites;
  });
  const [one, other] = found;
  if (!one || !other) throw new Error('two sites');
  return {
    siteId: one.siteId,
    roomId: one.roomId,
    otherSiteId: other.siteId,
    otherRoomId: other.roomId,
    inCalendar: (work) => withOperator(operatorId, (tx) => work(pgCalendar(tx))),
    inLine: (work) => withOperator(operatorId, (tx) => work(pgLine(tx))),
  };
});
