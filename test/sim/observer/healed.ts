import type { Booking } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import { epochMs } from '@lintel/core/time.ts';
import { listBookings } from '../../../edge/src/bookings/store.ts';
import type { Store } from '../../../edge/src/database/store.ts';
import { outboxDepth } from '../../../edge/src/sync/outbox.ts';
import { pendingAsks, readSite } from '../cloud/store/feed.ts';
import type { SimSite, World } from '../world/world.ts';
import type { Findings } from './findings.ts';
import { contentOf } from './truth.ts';
import { nameOf, tellBooking } from './words.ts';

/** Once the line has been back for long enough, both sides are equal and nothing waits. */
export function checkHealed(world: World): void {
  for (const site of world.sites) {
    world.observer.checkKept(world, site);
    checkQueues(world, site);
    checkEqual(world, site);
  }
}

function checkQueues({ cloud, observer: { findings } }: World, { siteId, box }: SimSite): void {
  const add = (detail: string) => findings.add('nothing is left waiting', `${nameOf(siteId)}: ${detail}`);
  if (!box.isUp || !box.identity) return add(`${box.name} is down or nobody`);
  const { cursor, generation, needsRegistration } = box.position();
  const state = readSite(cloud.store, siteId);
  const { waiting } = outboxDepth(box.store);
  if (needsRegistration) add(`${box.name} still has to register`);
  if (waiting > 0) add(`${waiting} facts wait in the outbox of ${box.name}`);
  if (generation !== state.generation) add(`${box.name} is of another generation`);
  if (cursor !== state.seq) add(`${box.name} is at ${cursor} of ${state.seq}`);
  const asks = pendingAsks(cloud.store, siteId, state.epoch, 100);
  if (asks.length > 0) add(`${asks.length} questions are open: ${JSON.stringify(asks[0])}`);
}

function checkEqual({ cloud, observer }: World, { siteId, box }: SimSite): void {
  if (!box.isUp) return;
  const { findings } = observer;
  const here = byId(listBookings(box.store, always));
  const there = byId(listOf(cloud.store, siteId));
  for (const booking of there.values()) {
    const same = here.get(booking.id);
    if (booking.state === 'requested') findings.add('nothing is left waiting', tellBooking(booking));
    else if (same && contentAt(same) === contentAt(booking)) continue;
    else if (same || holdsSlot(booking)) differ(findings, booking, same);
  }
  for (const booking of here.values()) if (!there.has(booking.id)) differ(findings, undefined, booking);
}

function differ(findings: Findings, cloud: Booking | undefined, box: Booking | undefined): void {
  const tell = (booking: Booking | undefined) => (booking ? tellBooking(booking) : 'nothing');
  findings.add('both sides end equal', `the cloud has ${tell(cloud)}, the box has ${tell(box)}`);
}

function contentAt(booking: Booking): string {
  return `${booking.version} ${contentOf(booking)}`;
}

const always = { startsAt: epochMs(0), endsAt: epochMs(253_402_300_799_999) };

function listOf(store: Store, siteId: SiteId): readonly Booking[] {
  return store
    .all<{ body: string }>('SELECT body FROM booking WHERE site_id = ?', siteId)
    .map(({ body }) => JSON.parse(body));
}

function byId(bookings: readonly Booking[]): ReadonlyMap<string, Booking> {
  return new Map(bookings.map((booking) => [booking.id, booking]));
}
