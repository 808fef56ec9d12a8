import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import type { AccessEvent, AccessEventView, DoorView } from '@lintel/core/doors/wire.ts';
import { accessEvent } from '@lintel/core/doors/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { AgendaView, PanelFreeView } from '@lintel/core/panels/wire.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { SiteInfo } from '@lintel/core/sync/wire.ts';
import { addMs, type EpochMs, epochMs, hourMs, type Span } from '@lintel/core/time.ts';
import type { AnswerPorts } from './bookings/answers-http.ts';
import { type CalendarNow, extendableTo, freeNow } from './bookings/free.ts';
import { type Look, lookSince, namesIn, partsOfNo, sentenceOfCannot } from './bookings/look.ts';
import { refusedView, staffRefusedView } from './bookings/refused-view.ts';
import { listDays } from './bookings/rules-store.ts';
import { findBooking, listBookings, listBookingsAt, listResources } from './bookings/store.ts';
import { bookingViewOf } from './bookings/views.ts';
import type { Box } from './box.ts';
import type { Store } from './database/store.ts';
import { listDoors } from './doors/store.ts';
import { accessEventViewOf, type EventNames } from './doors/views.ts';
import { ProblemAnswer } from './http/problem.ts';
import { namesOfHolders } from './members/store.ts';
import { agendaOf, nearestFree, panelViewOf } from './panels/agenda.ts';
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
  const look: Look = { store, now, site, link: () => linkOf(box) };
  const calendarNow = (resource: Resource): CalendarNow => calendarOf(store, resource, now());

  return {
    calendar: look,
    agenda: (resource: Resource): AgendaView => {
      const link = box.link.state().state;
      const parts = {
        ...calendarNow(resource),
        names: namesIn(store),
        link,
        occupied: occupiedOf(resource.id),
      };
      return agendaOf({ ...parts, at: now(), info: site(), resource });
    },
    freeNow: (resource: Resource, at: EpochMs): Span | undefined =>
      freeNow(resource, at, calendarNow(resource)),
    extendableTo: (resource: Resource, booking: Booking): EpochMs =>
      extendableTo(resource, booking, calendarNow(resource)),
    nearestFree: (resource: Resource): PanelFreeView => {
      const others = listResources(store);
      const longest = others.reduce(
        (most, one) => (one.lengthMaxMs > most.lengthMaxMs ? one : most),
        resource,
      );
      const at = now();
      const around = aroundNow(longest, at);
      return nearestFree(resource, others, at, {
        ...calendarNow(resource),
        bookings: listBookings(store, around),
        days: listDays(store, around),
      });
    },
    listDoors: (): readonly DoorView[] => doorsOf(box, names()),
    listEvents: (page: {
      readonly before: number | undefined;
      readonly limit: number;
    }): readonly AccessEventView[] => eventsOf(box, names(), page),
    eventView: (id: string, event: AccessEvent): AccessEventView => accessEventViewOf(id, event, names()),
    /** How the console puts bookings and a no into words. */
    forStaff: {
      viewOf: (booking: Booking) => bookingViewOf(booking, namesIn(store)),
      refused: (reasons, wanted, upgrade) =>
        staffRefusedView(partsOfNo(look, reasons, wanted, upgrade), {
          find: (id) => findBooking(store, id),
          names: namesIn(store),
        }),
      cannot: (refusal) => sentenceOfCannot(look, refusal),
      since: (booking, version) => lookSince(look, booking, version),
    } satisfies AnswerPorts,
    /** The same for a panel: no more than the site lets strangers see, and never who did what. */
    forPanel: {
      viewOf: (booking: Booking) => panelViewOf(site(), booking, namesIn(store)),
      refused: (reasons, wanted) => refusedView(partsOfNo(look, reasons, wanted)),
      cannot: (refusal) => sentenceOfCannot(look, refusal),
      since: () => ({ sentence: 'It has changed since you looked. Look at it and try again.', history: [] }),
    } satisfies AnswerPorts,
  };
}

function aroundNow({ lengthMaxMs, beforeMs, afterMs }: Resource, at: EpochMs): Span {
  const lengthMs = Math.max(aheadMs, lengthMaxMs + beforeMs + afterMs);
  return { startsAt: epochMs(Math.max(0, at - aheadMs)), endsAt: addMs(at, lengthMs) };
}

/** What of the calendar decides whether the resource is free now, and how long. */
function calendarOf(store: Store, resource: Resource, at: EpochMs): CalendarNow {
  const around = aroundNow(resource, at);
  return {
    bookings: listBookingsAt(store, resource.id, around),
    days: listDays(store, around),
    horizonAt: findPosition(store).horizonAt,
  };
}

function linkOf(box: Box): DayView['link'] {
  const { state, heardAt } = box.link.state();
  return { state, ...(heardAt === undefined ? {} : { heardAt }) };
}

function siteOrNot(info: SiteInfo | undefined): SiteInfo {
  if (info) return info;
  const sentence =
    'This box does not know its site yet. Enrol it, and wait until it has spoken to the cloud once.';
  throw new ProblemAnswer(503, { kind: 'no_site', sentence });
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
