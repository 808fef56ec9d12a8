import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import { siteDays } from '@lintel/core/sites/opening.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import type { Store } from '../../../../edge/src/database/store.ts';
import { listForBox } from './bookings.ts';
import { horizonBody } from './feed.ts';
import { holderBody, listHolders, plans } from './people.ts';
import { findSite, resourcesOf } from './places.ts';

const dayMs = 24 * hourMs;

/** Everything a box at this site needs, in the order in which the cloud's own snapshot has it: what gave its slot back first, the horizon last. */
export function snapshotBodies(store: Store, siteId: SiteId, at: EpochMs): readonly ChangeBody[] {
  const { opening, ...site } = findSite(store, siteId);
  const known = listForBox(store, siteId, at - dayMs);
  const span = { startsAt: addMs(at, -dayMs), endsAt: addMs(at, 6 * dayMs) };
  return [
    { kind: 'site', site },
    ...resourcesOf(store, siteId).map((resource) => body({ kind: 'resource', resource })),
    ...plans(store).map((plan) => body({ kind: 'plan', plan })),
    ...siteDays(site.timeZone, opening, span).map((day) => body({ kind: 'day', day })),
    ...listHolders(store).map(holderBody),
    ...[...known.filter((one) => !holdsSlot(one)), ...known.filter(holdsSlot)].map((booking) =>
      body({ kind: 'booking', booking }),
    ),
    horizonBody(store, siteId),
  ];
}

/** As it crosses the wire: JSON has no `readonly`. */
function body(value: unknown): ChangeBody {
  return value as ChangeBody;
}
