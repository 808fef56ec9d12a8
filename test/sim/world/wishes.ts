import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import { type EpochMs, epochMs, floorTo, hourMs, minuteMs, quarterMs, type Span } from '@lintel/core/time.ts';
import { readSite } from '../cloud/store/feed.ts';
import { findPlace, resourcesOf } from '../cloud/store/places.ts';
import type { Chance } from '../machine/chance.ts';
import type { SimSite, World } from './world.ts';

/** What people want: mostly the same few hours, and often those around the horizon. */

export function someSite(world: World, chance: Chance): SimSite {
  return chance.oneOf(world.sites);
}

export function someResource(world: World, site: SimSite, chance: Chance): Resource {
  return chance.oneOf(resourcesOf(world.cloud.store, site.siteId));
}

export function someSpan(world: World, site: SimSite, chance: Chance): Span {
  const { horizonAt } = readSite(world.cloud.store, site.siteId);
  const now = world.now();
  const from = {
    now: () => now,
    soon: () => now + chance.below(3 * hourMs),
    atHorizon: () => horizonAt + chance.between(-2 * hourMs, hourMs),
    later: () => Math.max(now, horizonAt) + chance.below(5 * hourMs),
  }[chance.weighted({ now: 1, soon: 4, atHorizon: 5, later: 4 })]();
  return spanFrom(epochMs(Math.max(now, from)), chance);
}

export function spanFrom(at: EpochMs, chance: Chance): Span {
  const startsAt = floorTo(at, quarterMs);
  const lengthMs = chance.between(1, 10) * quarterMs;
  // Now and then one that makes no sense.
  const isOdd = chance.maybe(0.01);
  return { startsAt, endsAt: epochMs(startsAt + (isOdd ? 7 * minuteMs : lengthMs)) };
}

/** A booking of this site that somebody may still want to change, the sooner the likelier. */
export function someBooking(world: World, site: SimSite, chance: Chance): Booking | undefined {
  const now = world.now();
  const here = world.observer.truth
    .all()
    .filter(({ booking, lost }) => !lost && booking.endsAt > now)
    .map(({ booking }) => booking)
    .filter((booking) => holdsSlot(booking) || booking.state === 'requested')
    .filter(({ resourceId }) => findPlace(world.cloud.store, resourceId)?.siteId === site.siteId)
    .sort((a, b) => a.startsAt - b.startsAt);
  return here[Math.min(chance.below(here.length + 1), chance.below(here.length + 1))];
}
