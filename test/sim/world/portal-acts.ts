import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldOf } from '@lintel/core/bookings/judge.ts';
import { type BookingId, id } from '@lintel/core/ids.ts';
import { ownerOf } from '@lintel/core/sync/horizon.ts';
import { addMs, epochMs, quarterMs } from '@lintel/core/time.ts';
import type { Actor } from '../../../cloud/src/bookings/actor.ts';
import { type Booked, book } from '../../../cloud/src/bookings/book.ts';
import { cancel } from '../../../cloud/src/bookings/cancel.ts';
import { type ChangeWish, change } from '../../../cloud/src/bookings/change.ts';
import { releaseNoShows } from '../../../cloud/src/bookings/release.ts';
import type { Wanted } from '../../../cloud/src/bookings/wanted.ts';
import { findBooking } from '../cloud/store/bookings.ts';
import { readSite } from '../cloud/store/feed.ts';
import { findPlace } from '../cloud/store/places.ts';
import type { Chance } from '../machine/chance.ts';
import { askCloud, director, insist, memberViewer } from './callers.ts';
import { emailOf, holderId, membersCount, operatorId } from './house.ts';
import { someBooking, someResource, someSite, someSpan, spanFrom } from './wishes.ts';
import type { SimSite, World } from './world.ts';

/** What people do with the cloud, through the product's own verbs. */

export async function bookInPortal(world: World, chance: Chance): Promise<void> {
  const site = someSite(world, chance);
  const resource = someResource(world, site, chance);
  const span = someSpan(world, site, chance);
  const { horizonAt } = readSite(world.cloud.store, site.siteId);
  const owner = ownerOf(heldOf(resource, span), horizonAt);
  const isStaff = chance.maybe(0.25);
  const actor: Actor = isStaff ? director : memberViewer(chance.between(1, membersCount));
  const wanted: Wanted = {
    requestId: id<BookingId>(chance.id()),
    resourceId: resource.id,
    ...span,
    title: 'meeting',
    people: chance.below(5),
    ...(chance.maybe(0.12) ? { alsoResourceIds: [someResource(world, site, chance).id] } : {}),
    ...(isStaff ? asStaff(chance) : {}),
  };
  const booked = await insist(world, 'book', () => book(world.cloud.portsFor('person'), actor, wanted));
  if (booked) heard(world, site, `portal ${owner}${wanted.alsoResourceIds ? ' group' : ''}`, booked);
}

function asStaff(chance: Chance): Partial<Wanted> {
  const kind = chance.weighted({ self: 2, block: 1, hold: 2, member: 3, guest: 1, override: 1 });
  const forHolderId = holderId(chance.between(1, membersCount));
  switch (kind) {
    case 'block':
      return { purpose: 'block' };
    case 'hold':
      return { purpose: 'hold', forHolderId };
    case 'member':
      return { forHolderId };
    case 'guest':
      return { guest: { name: 'Guest', email: `guest-${chance.below(5)}@example.org` } };
    case 'override':
      return { forHolderId, override: { reason: 'asked nicely' } };
    default:
      return {};
  }
}

function heard(world: World, site: SimSite, path: string, booked: Booked): void {
  const { story, observer } = world;
  story.count(`${path}: ${booked.kind}`);
  if (booked.kind !== 'confirmed') return;
  for (const { id: bookingId, version } of booked.bookings)
    observer.promises.told(bookingId, site.siteId, version);
}

/** Sends a change of something that stands, as the portal shows it; now and then as it showed it before. */
export async function changeInPortal(world: World, chance: Chance): Promise<void> {
  const site = someSite(world, chance);
  const some = someBooking(world, site, chance);
  const kept = some && findBooking(world.cloud.store, some.id);
  if (!kept) return;
  const wish = someChange(world, site, kept, chance);
  const version = chance.maybe(0.06) ? Math.max(1, kept.version - 1) : kept.version;
  const request = { version, requestId: id<BookingId>(chance.id()), change: wish };
  const actor = chance.maybe(0.3) ? director : whoseOf(kept, chance);
  const asked = {
    ...request,
    ...(actor === director && chance.maybe(0.2) ? { override: { reason: 'so be it' } } : {}),
  };
  const owners =
    wish.kind === 'move' ? `${ownerNow(world, kept)} to ${ownerThen(world, wish)}` : ownerNow(world, kept);
  const answer = await insist(world, `change ${wish.kind}`, () =>
    change(world.cloud.portsFor('person'), actor, kept.id, asked),
  );
  if (!answer) return;
  world.story.count(`portal ${wish.kind} ${owners}: ${answer.kind}`);
  if (answer.kind !== 'changed') return;
  const at = findPlace(world.cloud.store, answer.booking.resourceId)?.siteId ?? site.siteId;
  world.observer.promises.told(answer.booking.id, at, answer.booking.version);
}

function whoseOf(booking: Booking, chance: Chance): Actor {
  const owner = [1, 2, 3, 4, 5, 6].find((n) => holderId(n) === booking.holderId);
  return memberViewer(owner ?? chance.between(1, membersCount));
}

function someChange(world: World, site: SimSite, booking: Booking, chance: Chance): ChangeWish {
  const { resourceId, startsAt, endsAt } = booking;
  const kinds = {
    move: 5,
    extend: 3,
    shift: 2,
    site: 1,
    check_in: 3,
    end: 2,
    transfer: 1,
    describe: 1,
    withdraw: 1,
  };
  const kind = booking.purpose === 'hold' ? 'accept' : chance.weighted(kinds);
  switch (kind) {
    case 'move':
      return { kind, resourceId: someResource(world, site, chance).id, ...someSpan(world, site, chance) };
    case 'site': {
      const there = someSite(world, chance);
      return {
        kind: 'move',
        resourceId: someResource(world, there, chance).id,
        ...someSpan(world, there, chance),
      };
    }
    case 'extend':
      return { kind: 'move', resourceId, startsAt, endsAt: addMs(endsAt, chance.between(-2, 4) * quarterMs) };
    case 'shift':
      return {
        kind: 'move',
        resourceId,
        ...spanFrom(epochMs(startsAt + chance.between(-4, 4) * quarterMs), chance),
      };
    case 'transfer':
      return { kind, toEmail: emailOf(chance.between(1, membersCount)) };
    case 'describe':
      return { kind, title: `described ${chance.below(100)}` };
    default:
      return { kind };
  }
}

function ownerNow(world: World, booking: Booking): string {
  const place = findPlace(world.cloud.store, booking.resourceId);
  return place
    ? ownerOf({ startsAt: booking.holdsFrom, endsAt: booking.holdsUntil }, place.ownFrom)
    : 'nobody';
}

function ownerThen(
  world: World,
  { resourceId, startsAt, endsAt }: Extract<ChangeWish, { kind: 'move' }>,
): string {
  const place = findPlace(world.cloud.store, resourceId);
  return place && startsAt < endsAt
    ? ownerOf(heldOf(place.resource, { startsAt, endsAt }), place.ownFrom)
    : 'nobody';
}

export async function cancelInPortal(world: World, chance: Chance): Promise<void> {
  const site = someSite(world, chance);
  const some = someBooking(world, site, chance);
  const kept = some && findBooking(world.cloud.store, some.id);
  if (!kept) return;
  const actor = chance.maybe(0.4) ? director : whoseOf(kept, chance);
  const terms = {
    ...(chance.maybe(0.5) ? { version: kept.version } : {}),
    ...(actor === director && chance.maybe(0.3) ? { refundAll: true } : {}),
  };
  const before = `${kept.state === 'requested' ? 'requested' : ownerNow(world, kept)}`;
  const answer = await insist(world, 'cancel', () =>
    cancel(world.cloud.portsFor('person'), actor, kept.id, terms),
  );
  if (!answer) return;
  world.story.count(`portal cancel ${before}: ${answer.kind}`);
  if (answer.kind === 'cancelled') world.observer.promises.told(kept.id, site.siteId, answer.booking.version);
}

/** The cloud gives away what is its own and nobody came to. */
export async function releaseInCloud(world: World, chance: Chance): Promise<void> {
  const site = someSite(world, chance);
  const some = someBooking(world, site, chance);
  const kept = some && findBooking(world.cloud.store, some.id);
  if (!kept || ownerNow(world, kept) !== 'cloud') return;
  const due = [{ id: kept.id, version: kept.version }];
  await askCloud(world, 'release', () => releaseNoShows(world.cloud.portsFor('house'), operatorId, due));
  world.story.count(`house release: ${findBooking(world.cloud.store, kept.id)?.state}`);
}
