import { alternatives } from '@lintel/core/bookings/alternatives.ts';
import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import { heldOf, judge } from '@lintel/core/bookings/judge.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { BookingId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { SiteDay } from '@lintel/core/sites/opening.ts';
import type { DayView, SiteView } from '@lintel/core/sites/wire.ts';
import { addMs, type EpochMs, epochMs, floorTo, hourMs, minuteMs, type Span } from '@lintel/core/time.ts';
import { resourceViewOf } from './views.ts';

/** The calendar behind the fake API: the real rules of core over an array. */

export const help = {
  name: 'Hanna at the front desk',
  email: 'help@harbour.example',
  phone: '+44 20 7946 0018',
};
export const member = '00000000-0000-4000-8000-0000000000a1';

export type FakeSite = {
  readonly view: SiteView;
  readonly resources: readonly Resource[];
  link: DayView['link'];
};

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

function resource(n: number, name: string, kind: Resource['kind'], capacity: number): Resource {
  const room = kind === 'room';
  return {
    id: uuid(n) as ResourceId,
    name,
    kind,
    capacity,
    floor: '1',
    equipment: room ? ['screen'] : [],
    doorIds: [],
    checkInDoorIds: [],
    beforeMs: 0,
    afterMs: 0,
    creditCentsPerHour: 0,
    pricePerHour: 0,
    stepMs: 15 * minuteMs,
    lengthMinMs: 15 * minuteMs,
    lengthMaxMs: (room ? 8 : 12) * hourMs,
  };
}

export function demoSites(): FakeSite[] {
  const london = {
    id: uuid(1) as SiteId,
    name: 'London Bridge',
    timeZone: 'Europe/London',
    currency: 'GBP',
  };
  const melbourne = {
    id: uuid(2) as SiteId,
    name: 'Melbourne Docklands',
    timeZone: 'Australia/Melbourne',
    currency: 'AUD',
  };
  return [
    {
      view: london,
      link: { state: 'live' },
      resources: [
        resource(11, 'Thames', 'room', 8),
        resource(12, 'Severn', 'room', 6),
        resource(13, 'Booth 1', 'booth', 1),
        resource(14, 'Window desk 1', 'desk', 1),
        resource(15, 'Window desk 2', 'desk', 1),
      ],
    },
    { view: melbourne, link: { state: 'live' }, resources: [resource(21, 'Yarra', 'room', 10)] },
  ];
}

export type Asker = 'member' | 'staff' | 'walk_in';

export class FakeCalendar {
  readonly bookings: (Booking & { readonly by: string })[] = [];
  readonly #sites: readonly FakeSite[];
  readonly #now: () => EpochMs;

  constructor(sites: readonly FakeSite[], now: () => EpochMs) {
    this.#sites = sites;
    this.#now = now;
  }

  siteOf(resourceId: string): FakeSite | undefined {
    return this.#sites.find((site) => site.resources.some((known) => known.id === resourceId));
  }

  resource(resourceId: string): Resource | undefined {
    return this.#sites.flatMap((site) => site.resources).find((known) => known.id === resourceId);
  }

  /** Books as the real owners do: judged, then kept; the same id once. A cut-off site's booking is only requested. */
  book(
    wish: Span & { id: string; resourceId: string; title: string },
    asker: Asker,
    by: string,
  ): Booking | BookingRefused {
    const known = this.bookings.find((booking) => booking.id === wish.id);
    if (known) return known;
    const wanted = this.resource(wish.resourceId);
    const site = this.siteOf(wish.resourceId);
    if (!wanted || !site) throw new Error(`no such resource: ${wish.resourceId}`);
    const at = this.#now();
    const booker =
      asker === 'member'
        ? { kind: asker, plan: flex, suspended: false, balance: noCharge, own: [] }
        : { kind: asker };
    const asked = { span: wish, resource: wanted, purpose: 'use', people: 0, booker, at } as const;
    const { refusals } = judge({ ...asked, others: this.bookings, days: alwaysOpen(wish) });
    if (refusals.length > 0) return this.#refused(refusals, wish, wanted, site);
    const held = heldOf(wanted, wish);
    const booking = {
      ...wish,
      purpose: 'use' as const,
      people: 0,
      holdsFrom: held.startsAt,
      holdsUntil: held.endsAt,
      charge: noCharge,
      id: wish.id as BookingId,
      resourceId: wanted.id,
      state:
        asker === 'member' && site.link.state === 'cut_off' ? ('requested' as const) : ('confirmed' as const),
      version: 1,
      source:
        asker === 'member'
          ? ('portal' as const)
          : asker === 'staff'
            ? ('console' as const)
            : ('panel' as const),
      bookedAt: at,
      by,
    };
    this.bookings.push(booking);
    return booking;
  }

  put(id: string, state: Booking['state']): Booking | undefined {
    const index = this.bookings.findIndex((booking) => booking.id === id);
    const known = this.bookings[index];
    if (!known) return undefined;
    const next = { ...known, state };
    this.bookings[index] = next;
    return next;
  }

  /** As one person sees it: another's booking has no title and no holder, unless staff look. */
  view(booking: Booking & { by?: string }, reader: string, isStaff = false): BookingView {
    const mine = booking.by === reader;
    const shown = mine || isStaff;
    return {
      id: booking.id,
      resourceId: booking.resourceId,
      resourceName: this.resource(booking.resourceId)?.name ?? '',
      title: shown ? booking.title : '',
      ...(shown && booking.by ? { holderName: booking.by } : {}),
      startsAt: booking.startsAt,
      endsAt: booking.endsAt,
      state: booking.state,
      source: booking.source,
      purpose: booking.purpose,
      people: booking.people,
      version: booking.version,
      mine,
    };
  }

  #refused(reasons: readonly BookingRefusal[], span: Span, wanted: Resource, site: FakeSite): BookingRefused {
    const clock = (at: EpochMs) =>
      new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: site.view.timeZone }).format(at);
    const until = addMs(span.startsAt, 12 * hourMs);
    const days = alwaysOpen({ ...span, endsAt: addMs(until, 12 * hourMs) });
    const site_ = { resources: site.resources, bookings: this.bookings, days };
    return {
      kind: 'refused',
      reasons: reasons.map((reason) => ({ kind: reason.kind, sentence: refusalSentence(reason, clock) })),
      alternatives: [...alternatives({ span, resource: wanted }, site_, { most: 3, until })],
      help,
    };
  }
}

const flex = {
  id: uuid(31) as never,
  name: 'Flex',
  rank: 1,
  advanceMs: 14 * 24 * hourMs,
  excludedKinds: [],
  anyHour: false,
  openMost: 100,
  includedKinds: [],
  includedMs: 0,
  creditCents: 0,
  overage: 'charge' as const,
  cancelFreeMs: 0,
  lateRefundPercent: 0,
  noShowRefundPercent: 0,
};

/** One day as long as the span, open throughout. */
function alwaysOpen(span: Span): readonly SiteDay[] {
  return [{ ...span, date: '2027-03-01', open: [span], note: '' }];
}

/** The local day, by asking the zone for its midnights hour by hour: slow, plain and independent of what is tested. */
export function dayOf(timeZone: string, date: string): Span {
  const local = (at: number) => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeZone }).format(at);
  const startsAt = firstQuarter(Date.parse(`${date}T00:00:00Z`) - 26 * hourMs, (at) => local(at) >= date);
  return { startsAt, endsAt: firstQuarter(startsAt, (at) => local(at) > date) };
}

function firstQuarter(from: number, holds: (at: number) => boolean): EpochMs {
  let at = floorTo(epochMs(from), 15 * minuteMs);
  while (!holds(at)) at = addMs(at, 15 * minuteMs);
  return at;
}

export function dayViewOf(
  calendar: FakeCalendar,
  site: FakeSite,
  date: string,
  reader: string,
  isStaff: boolean,
  at: EpochMs,
): DayView {
  const day = dayOf(site.view.timeZone, date);
  return {
    site: site.view,
    date,
    ...day,
    at,
    horizonAt: floorTo(addMs(at, 36 * hourMs), 15 * minuteMs),
    link: site.link,
    help,
    resources: site.resources.map(resourceViewOf),
    bookings: calendar.bookings
      .filter((booking) => calendar.siteOf(booking.resourceId) === site)
      .filter((booking) => booking.endsAt > day.startsAt && booking.startsAt < day.endsAt)
      .filter(
        (booking) =>
          booking.state === 'confirmed' || (booking.state === 'requested' && booking.by === reader),
      )
      .map((booking) => calendar.view(booking, reader, isStaff)),
  };
}
