import type { ResourceId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { epochMs } from '@lintel/core/time.ts';
import { calendarContract } from '../../cloud/src/bookings/calendar.contract.ts';
import { resourcesOf } from './cloud/store/places.ts';
import { newCloudStore } from './cloud/store/schema.ts';
import { productPorts, transactionsOf } from './cloud/transactions.ts';
import { Agenda } from './machine/agenda.ts';
import { Chance } from './machine/chance.ts';
import { Life } from './machine/life.ts';
import { furnish, operatorId, siteIds } from './world/house.ts';

calendarContract('SQLite, as the simulation has it', async () => {
  const store = newCloudStore();
  furnish(store);
  const life = new Life('the cloud', new Agenda(), new Chance('contract'), 0);
  const { inTx } = transactionsOf({
    operatorId,
    store,
    life,
    now: () => epochMs(0),
    ports: productPorts,
    committed: () => {},
  });
  const [siteId, otherSiteId] = siteIds;
  const roomOf = (site: typeof siteId) => resourcesOf(store, site)[0]?.id ?? id<ResourceId>('');
  return {
    siteId,
    otherSiteId,
    roomId: roomOf(siteId),
    otherRoomId: resourcesOf(store, siteId)[1]?.id ?? roomOf(otherSiteId),
    inCalendar: (work) => inTx('person', ({ calendar }) => work(calendar)),
    inLine: (work) => inTx('house', ({ line }) => work(line)),
  };
});
