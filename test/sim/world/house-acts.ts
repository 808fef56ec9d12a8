import { heldOf } from '@lintel/core/bookings/judge.ts';
import { type BookingId, id, type SeriesId } from '@lintel/core/ids.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import { addMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { house } from '../../../cloud/src/bookings/actor.ts';
import { book } from '../../../cloud/src/bookings/book.ts';
import { cancel } from '../../../cloud/src/bookings/cancel.ts';
import { change } from '../../../cloud/src/bookings/change.ts';
import { findBooking } from '../cloud/store/bookings.ts';
import { readSite } from '../cloud/store/feed.ts';
import type { Chance } from '../machine/chance.ts';
import { insist, memberViewer } from './callers.ts';
import { holderId, membersCount, operatorId } from './house.ts';
import { someResource, someSite, someSpan } from './wishes.ts';
import type { SimSite, World } from './world.ts';

/** What the cloud books by itself, as its wait-list and its series do: by the ordinary verbs, under ids that a crash does not change. */

/** An offer to somebody who waits: held for a quarter-hour, taken or given back. */
export async function offer(world: World, chance: Chance): Promise<void> {
  const { cloud, story, agenda } = world;
  const site = someSite(world, chance);
  const span = someSpan(world, site, chance);
  const n = chance.between(1, membersCount);
  const requestId = id<BookingId>(chance.id());
  const wanted = { requestId, resourceId: someResource(world, site, chance).id, ...span, title: '' };
  const terms = { purpose: 'hold', forHolderId: holderId(n), source: 'wait_list' } as const;
  const held = await insist(world, 'offer', () =>
    book(cloud.portsFor('person'), house(operatorId, 'Wait-list'), { ...wanted, ...terms }),
  );
  if (!held) return;
  story.count(`wait-list offer: ${held.kind}`);
  if (held.kind !== 'confirmed') return;
  await new Promise<void>((resolve) => agenda.after(chance.below(20) * minuteMs, resolve));
  await answerOffer(world, site, requestId, { n, isTaken: chance.maybe(0.5) }, chance);
}

async function answerOffer(
  world: World,
  site: SimSite,
  bookingId: BookingId,
  { n, isTaken }: { readonly n: number; readonly isTaken: boolean },
  chance: Chance,
): Promise<void> {
  const { cloud, story, observer } = world;
  const version = findBooking(cloud.store, bookingId)?.version;
  if (version === undefined) return;
  if (!isTaken) {
    const given = await insist(world, 'offer over', () =>
      cancel(cloud.portsFor('person'), house(operatorId, 'Wait-list'), bookingId, { version }),
    );
    return story.count(`wait-list offer over: ${given?.kind}`);
  }
  const request = { version, requestId: id<BookingId>(chance.id()), change: { kind: 'accept' as const } };
  const taken = await insist(world, 'accept', () =>
    change(cloud.portsFor('person'), memberViewer(n), bookingId, request),
  );
  story.count(`wait-list accept: ${taken?.kind}`);
  if (taken?.kind === 'changed') observer.promises.told(bookingId, site.siteId, taken.booking.version);
}

/** A series whose dates lie on both sides of the horizon, some of them told, and later given up from one date on. */
export async function series(world: World, chance: Chance): Promise<void> {
  const { cloud, story, observer } = world;
  const site = someSite(world, chance);
  const resource = someResource(world, site, chance);
  const first = someSpan(world, site, chance);
  const n = chance.between(1, membersCount);
  const seriesId = id<SeriesId>(chance.id());
  const made: BookingId[] = [];
  for (let nth = 0; nth < 5; nth++) {
    const [startsAt, endsAt] = [
      addMs(first.startsAt, nth * 2 * hourMs),
      addMs(first.endsAt, nth * 2 * hourMs),
    ];
    const requestId = id<BookingId>(chance.id());
    const held = heldOf(resource, { startsAt, endsAt });
    const owner = startsAt < endsAt ? ownerOf(held, readSite(cloud.store, site.siteId).horizonAt) : 'nobody';
    const wanted = { requestId, resourceId: resource.id, startsAt, endsAt, title: 'series' };
    const booked = await insist(world, 'series', () =>
      book(cloud.portsFor('person'), memberViewer(n), { ...wanted, source: 'series', seriesId }),
    );
    story.count(`series ${owner}: ${booked?.kind}`);
    if (booked?.kind !== 'confirmed') continue;
    made.push(requestId);
    observer.promises.told(requestId, site.siteId, booked.booking.version);
  }
  if (!chance.maybe(0.4)) return;
  for (const bookingId of made.slice(chance.below(made.length + 1))) {
    const given = await insist(world, 'series cancel', () =>
      cancel(cloud.portsFor('person'), memberViewer(n), bookingId),
    );
    story.count(`series cancel: ${given?.kind}`);
  }
}
