import type { SiteId } from '@lintel/core/ids.ts';
import { type EpochMs, epochMs, minuteMs } from '@lintel/core/time.ts';
import type { Published } from '../../../cloud/src/bookings/calendar.ts';
import type { OperationName } from '../../../edge/src/database/operations.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import { outboxDepth } from '../../../edge/src/sync/outbox.ts';
import { runOperation } from '../box/sim-box.ts';
import { productCloud } from '../cloud/build.ts';
import type { Within } from '../cloud/store/ports.ts';
import { productPorts } from '../cloud/transactions.ts';
import { type Build, product } from '../world/world.ts';

const termMs = 45 * minuteMs;

/** A lease in the place of the horizon's hold: a site that has not been heard for longer than its term has lost the near calendar to the cloud, and has it again once it is heard. */
export const lease: Build = {
  ...product,
  cloud: { ...productCloud, ports: leasedPorts },
  runOperation: whileLeased,
  waived: ['nobody writes outside their region', 'no fault of the program', 'the last guard never fires'],
};

function leasedPorts(within: Within) {
  const { calendar, line } = productPorts(within);
  const owned = <T extends { readonly ownFrom: EpochMs }>(siteId: SiteId, of: T): T =>
    isOver(within.store, siteId, within.now()) ? { ...of, ownFrom: epochMs(0) } : of;
  const publish = async (...[siteId, at, bodies]: Parameters<typeof calendar.publish>): Promise<Published> =>
    owned(siteId, await calendar.publish(siteId, at, bodies));
  return {
    calendar: {
      ...calendar,
      publish,
      findPlace: async (...of: Parameters<typeof calendar.findPlace>) => {
        const place = await calendar.findPlace(...of);
        return place && owned(place.siteId, place);
      },
    },
    line: { ...line, publish },
  };
}

function isOver(store: Store, siteId: SiteId, at: EpochMs): boolean {
  const sql = 'SELECT fact_at AS "factAt" FROM site_feed WHERE site_id = ?';
  const heardAt = store.get<{ factAt: EpochMs | null }>(sql, siteId)?.factAt;
  return heardAt !== undefined && heardAt !== null && at - heardAt > termMs;
}

/** The box keeps its side: it books nothing once its term is over. */
function whileLeased(store: Store, name: OperationName, input: unknown): unknown {
  const { oldestAt } = outboxDepth(store);
  const at = input && typeof input === 'object' && 'at' in input ? Number(input.at) : undefined;
  const isMine = at === undefined || oldestAt === undefined || at - oldestAt < termMs;
  if (name === 'bookHere' && !isMine) return { kind: 'unknown_resource' };
  return runOperation(store, name, input);
}
