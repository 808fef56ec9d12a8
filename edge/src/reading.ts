import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { AccessEvent, AccessEventView, DoorView } from '@lintel/core/doors/wire.ts';
import { accessEvent } from '@lintel/core/doors/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { localClock, localDate, localDay } from '@lintel/core/sites/local-time.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import { addMs, hourMs, type Span } from '@lintel/core/time.ts';
import { listDays } from './bookings/rules-store.ts';
import { findResource, listBookings, listResources } from './bookings/store.ts';
import { agendaOf, bookingViewOf, hiddenViewOf, refusedView, resourceViewOf } from './bookings/views.ts';
import type { Box } from './box.ts';
import { listDoors } from './doors/store.ts';
import { accessEventViewOf, type EventNames } from './doors/views.ts';
import { ProblemAnswer } from './http/problem.ts';
import { namesOfHolders } from './members/store.ts';
import { findSite } from './sites/store.ts';
import { findPosition } from './sync/position.ts';
import { listAccessFacts } from './sync/store.ts';

const aheadMs = 24 * hourMs;

export type Reading = ReturnType<typeof createReading>;

/** Everything the console and the panels look at, read from the store at the moment of asking. */
export function createReading(box: Box, occupiedOf: (id: ResourceId) => boolean | undefined) {
  const { store } = box;
  const now = () => box.clock.now().at;
  const site = () => siteOrNot(findSite(store));
  const names = (): EventNames => ({
    timeZone: findSite(store)?.timeZone ?? 'UTC',
    doors: new Map(listDoors(store).map((door) => [door.id, door.name])),
    holders: namesOfHolders(store),
  });
  const resourceName = (id: ResourceId) => findResource(store, id)?.name ?? 'a resource that was removed';

  return {
    day: (): DayView => dayOf(box, site()),
    agenda: (resource: Resource): AgendaView => {
      const at = now();
      return agendaOf({
        at,
        info: site(),
        resource,
        bookings: listBookings(store, { startsAt: at, endsAt: addMs(at, aheadMs) }),
        horizonAt: findPosition(store).horizonAt,
        link: box.link.state().state,
        occupied: occupiedOf(resource.id),
      });
    },
    listDoors: (): readonly DoorView[] => doorsOf(box, names()),
    listEvents: (page: {
      readonly before: number | undefined;
      readonly limit: number;
    }): readonly AccessEventView[] => eventsOf(box, names(), page),
    eventView: (id: string, event: AccessEvent): AccessEventView => accessEventViewOf(id, event, names()),
    bookingView: (booking: Booking): BookingView =>
      bookingViewOf(booking, resourceName(booking.resourceId), namesOfHolders(store)),
    hiddenView: (booking: Booking): BookingView => hiddenViewOf(booking, resourceName(booking.resourceId)),
    refused: (
      reasons: readonly BookingRefusal[],
      wanted: { span: Span; resource: Resource },
    ): BookingRefused => {
      const around = { startsAt: wanted.span.startsAt, endsAt: addMs(wanted.span.startsAt, 2 * aheadMs) };
      const bookings = listBookings(store, around);
      return refusedView(reasons, wanted, now(), {
        info: site(),
        resources: listResources(store),
        bookings,
        days: listDays(store, around),
      });
    },
    sentences: (reasons: readonly BookingRefusal[]): string => {
      const clock = localClock(site().timeZone, now());
      return reasons.map((reason) => refusalSentence(reason, clock)).join(' ');
    },
  };
}

function siteOrNot(info: SiteInfo | undefined): SiteInfo {
  if (info) return info;
  const sentence =
    'This box does not know its site yet. Enrol it, and wait until it has spoken to the cloud once.';
  throw new ProblemAnswer(503, { kind: 'no_site', sentence });
}

function dayOf(box: Box, info: SiteInfo): DayView {
  const at = box.clock.now().at;
  const date = localDate(info.timeZone, at);
  const day = localDay(info.timeZone, date);
  const resources = listResources(box.store);
  const nameOf = new Map(resources.map((resource) => [resource.id, resource.name]));
  const holders = namesOfHolders(box.store);
  const link = box.link.state();
  return {
    site: { id: info.id, name: info.name, timeZone: info.timeZone, currency: info.currency },
    date,
    ...day,
    at,
    horizonAt: findPosition(box.store).horizonAt,
    link: { state: link.state, ...(link.heardAt === undefined ? {} : { heardAt: link.heardAt }) },
    help: info.help,
    resources: resources.map(resourceViewOf),
    bookings: listBookings(box.store, day)
      .filter(holdsSlot)
      .map((booking) => bookingViewOf(booking, nameOf.get(booking.resourceId) ?? '', holders)),
  };
}

/** How far back a door's last event is looked for; one that is older is found in the list of events. */
const recentMost = 300;

function doorsOf(box: Box, names: EventNames): readonly DoorView[] {
  const recent = eventsOf(box, names, { before: undefined, limit: recentMost });
  return listDoors(box.store).map((door) => {
    const relay = box.strikes.relayOf(door.id);
    const last = recent.find((event) => event.doorId === door.id);
    return {
      id: door.id,
      name: door.name,
      state: box.strikes.isUnlocked(door.id) ? 'unlocked' : 'locked',
      readers: [...box.entrances.readersOf(door.id)],
      ...(relay ? { relay } : {}),
      ...(last ? { last } : {}),
    };
  });
}

function eventsOf(
  box: Box,
  names: EventNames,
  page: { readonly before: number | undefined; readonly limit: number },
): readonly AccessEventView[] {
  return listAccessFacts(box.store, page).map((fact) =>
    accessEventViewOf(String(fact.seq), accessEvent.parse(JSON.parse(fact.text).event), names),
  );
}
