import type { Booking } from '@lintel/core/bookings/booking.ts';
import { type BookingId, id } from '@lintel/core/ids.ts';
import { addMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import type { Booked, OwnWish } from '../../../edge/src/bookings/book.ts';
import { freeNow } from '../../../edge/src/bookings/free.ts';
import type { Asker } from '../../../edge/src/bookings/judge-here.ts';
import type { WantedChange } from '../../../edge/src/bookings/plan-change.ts';
import { listDays } from '../../../edge/src/bookings/rules-store.ts';
import { findBooking, listBookings, listResources } from '../../../edge/src/bookings/store.ts';
import { bookWalkIn } from '../../../edge/src/bookings/walk-in.ts';
import type { SimBox } from '../box/sim-box.ts';
import type { Chance } from '../machine/chance.ts';
import { holderId, membersCount } from './house.ts';
import { someBooking, someSite, someSpan, spanFrom } from './wishes.ts';
import type { SimSite, World } from './world.ts';

/** What people do at a site, through the operations of its box. Whoever stands before a screen that is dark goes away. */

type At = { readonly site: SimSite; readonly box: SimBox };

/** Where two machines are at a site, people stand before either. */
function somewhere(world: World, chance: Chance): At | undefined {
  const site = someSite(world, chance);
  const lit = [site.box, ...site.retired].filter(
    (box) => box.isServing && listResources(box.store).length > 0,
  );
  return lit.length > 0 ? { site, box: chance.oneOf(lit) } : undefined;
}

export async function walkIn(world: World, chance: Chance): Promise<void> {
  const at = somewhere(world, chance);
  if (!at) return;
  const { box } = at;
  const resource = chance.oneOf(listResources(box.store));
  const n = chance.between(1, membersCount);
  const { booked } = await bookWalkIn(
    {
      now: () => box.now(),
      freeNow: (one, now) => {
        const span = { startsAt: addMs(now, -24 * hourMs), endsAt: addMs(now, 24 * hourMs) };
        const { horizonAt } = box.position();
        return freeNow(one, now, {
          bookings: listBookings(box.store, span),
          days: listDays(box.store, span),
          horizonAt,
        });
      },
      book: (wish) => box.run('bookHere', wish),
    },
    {
      requestId: chance.id(),
      resource,
      length: chance.maybe(0.3) ? 'until_next' : { minutes: chance.oneOf([15, 30, 60]) },
      shown: chance.maybe(0.5) ? { id: holderId(n), name: `Member ${n}`, isStaff: false } : undefined,
      panelName: 'panel',
    },
  );
  heard(world, at, 'walk-in', booked);
}

export async function bookAtConsole(world: World, chance: Chance): Promise<void> {
  const at = somewhere(world, chance);
  if (!at) return;
  const { site, box } = at;
  const resources = listResources(box.store);
  const others = chance.maybe(0.15) ? [chance.oneOf(resources).id] : [];
  const first = chance.oneOf(resources).id;
  const wish: OwnWish = {
    requestId: chance.id(),
    resourceIds: [first, ...others.filter((one) => one !== first)],
    span: chance.maybe(0.7) ? someSpan(world, site, chance) : spanFrom(box.now(), chance),
    title: 'console',
    people: 0,
    ...forWhom(chance),
    source: 'console',
    override: chance.maybe(0.2) ? 'asked nicely' : undefined,
    by: 'Front desk',
    why: 'booked at the console',
    at: box.now(),
  };
  const booked = await box.run('bookHere', wish);
  heard(world, at, `console${wish.resourceIds.length > 1 ? ' group' : ''} ${wish.purpose}`, booked);
  // A tired hand presses twice.
  if (chance.maybe(0.05) && box.isUp) heard(world, at, 'console again', await box.run('bookHere', wish));
}

function forWhom(chance: Chance): Pick<OwnWish, 'purpose' | 'asker'> {
  const member: Asker = { kind: 'holder', holderId: holderId(chance.between(1, membersCount)) };
  switch (chance.weighted({ member: 6, guest: 1, staff: 1, block: 1, hold: 1 })) {
    case 'guest':
      return { purpose: 'use', asker: { kind: 'guest' } };
    case 'staff':
      return { purpose: 'use', asker: { kind: 'staff' } };
    case 'block':
      return { purpose: 'block', asker: { kind: 'staff' } };
    case 'hold':
      return { purpose: 'hold', asker: { ...member, kind: 'staff' } as Asker };
    default:
      return { purpose: 'use', asker: member };
  }
}

export async function holdDesksAtConsole(world: World, chance: Chance): Promise<void> {
  const at = somewhere(world, chance);
  if (!at) return;
  const { site, box } = at;
  const held = await box.run('holdDesks', {
    requestId: chance.id(),
    span: someSpan(world, site, chance),
    kinds: ['desk', 'booth'],
    holderId: holderId(chance.between(1, membersCount)),
    title: 'company day',
    override: undefined,
    by: 'Front desk',
    at: box.now(),
  });
  world.story.count(`console hold desks: ${held.kind}`);
  if (held.kind === 'held') promise(world, at, held.bookings);
}

export async function changeAtSite(world: World, chance: Chance): Promise<void> {
  const at = somewhere(world, chance);
  const some = at && someBooking(world, at.site, chance);
  if (!at || !some) return;
  const { site, box } = at;
  const known = findBooking(box.store, some.id);
  if (!known) return;
  const wanted = someChange(world, site, box, known, chance);
  const version = chance.maybe(0.06) ? Math.max(1, known.version - 1) : known.version;
  const changed = await box.run('changeHere', {
    id: id<BookingId>(known.id),
    wanted,
    version: chance.maybe(0.8) ? version : undefined,
    requestId: chance.id(),
    override: chance.maybe(0.15) ? 'so be it' : undefined,
    by: 'Front desk',
    why: wanted.kind,
    at: box.now(),
  });
  world.story.count(`site ${wanted.kind}: ${changed.kind}`);
  if (changed.kind === 'changed') promise(world, at, [changed.booking]);
}

function someChange(
  world: World,
  site: SimSite,
  box: SimBox,
  booking: Booking,
  chance: Chance,
): WantedChange {
  const { resourceId, startsAt, endsAt } = booking;
  const kinds = { move: 4, extend: 3, check_in: 4, end: 3, cancel: 3, transfer: 1, describe: 1 };
  const kind = booking.purpose === 'hold' ? 'accept' : chance.weighted(kinds);
  switch (kind) {
    case 'move': {
      const to = chance.maybe(0.5) ? resourceId : chance.oneOf(listResources(box.store)).id;
      return { kind, resourceId: to, span: someSpan(world, site, chance) };
    }
    case 'extend': {
      const longer = addMs(endsAt, chance.between(-1, 3) * quarterMs);
      return { kind: 'move', resourceId, span: { startsAt, endsAt: longer } };
    }
    case 'cancel':
      return { kind, refundAll: chance.maybe(0.3) };
    case 'transfer':
      return { kind, toHolderId: holderId(chance.between(1, membersCount)) };
    case 'describe':
      return { kind, title: `described ${chance.below(100)}` };
    default:
      return { kind };
  }
}

function heard(world: World, { site, box }: At, path: string, booked: Booked): void {
  world.story.count(`${path}: ${booked.kind}`);
  if (booked.kind === 'kept') promise(world, { site, box }, booked.bookings);
}

/** What a box that was given up tells people is theirs to stand on, and nobody else's. */
function promise(world: World, { site, box }: At, bookings: readonly Booking[]): void {
  if (world.observer.isGivenUp(box)) return world.story.count('told by a box that was given up');
  for (const { id: bookingId, version } of bookings)
    world.observer.promises.told(bookingId, site.siteId, version);
}
