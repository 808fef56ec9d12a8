import { alternatives } from '@lintel/core/bookings/alternatives.ts';
import { type Booking, holdsSlot, type Resource } from '@lintel/core/bookings/booking.ts';
import { checkInFromMs } from '@lintel/core/bookings/change.ts';
import type { ChangeKind } from '@lintel/core/bookings/history.ts';
import { heldOf, judge, upgradeFor } from '@lintel/core/bookings/judge.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import { refusalSentence } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { BookingId, PlanId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { SiteDay } from '@lintel/core/sites/opening.ts';
import type { DayView, SiteView } from '@lintel/core/sites/wire.ts';
import {
  addMs,
  type EpochMs,
  epochMs,
  floorTo,
  hourMs,
  latest,
  minuteMs,
  type Span,
} from '@lintel/core/time.ts';
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
  /** Opening hours of a day; round the clock without. */
  open?: (day: Span) => readonly Span[];
};

const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

type Extras = Partial<Pick<Resource, 'floor' | 'equipment' | 'pricePerHour' | 'graceMs' | 'checkInDoorIds'>>;

function resource(
  n: number,
  name: string,
  kind: Resource['kind'],
  capacity: number,
  extras: Extras = {},
): Resource {
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
    ...extras,
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
        resource(11, 'Thames', 'room', 8, { equipment: ['screen', 'whiteboard'], pricePerHour: 1200 }),
        resource(12, 'Severn', 'room', 6, { floor: '2', pricePerHour: 1000, graceMs: 10 * minuteMs }),
        resource(13, 'Booth 1', 'booth', 1, { floor: '2' }),
        resource(14, 'Window desk 1', 'desk', 1),
        resource(15, 'Window desk 2', 'desk', 1),
      ],
    },
    { view: melbourne, link: { state: 'live' }, resources: [resource(21, 'Yarra', 'room', 10)] },
  ];
}

/** A site so large that its day could not be drawn whole. */
export function largeSite(count: number): FakeSite {
  const view = { id: uuid(3) as SiteId, name: 'Great Hall', timeZone: 'Europe/London', currency: 'GBP' };
  const resources = Array.from({ length: count }, (_, n) =>
    resource(1_000 + n, `Desk ${n + 1}`, 'desk', 1, { floor: String(1 + Math.floor(n / 50)) }),
  );
  return { view, link: { state: 'live' }, resources };
}

export type Asker = 'member' | 'staff' | 'walk_in';

export type FakeBooking = Booking & { readonly by: string };
type Wish = Span & { id: string; resourceId: string; title: string; people?: number };

/** One thing that happened to a booking. */
export type Happened = {
  readonly at: EpochMs;
  readonly kind: ChangeKind;
  readonly by: string;
  readonly why: string;
};

export class FakeCalendar {
  readonly bookings: FakeBooking[] = [];
  readonly history = new Map<string, Happened[]>();
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

  /** Every reason against a wish, its price and the plan that would allow it; `moves` does not stand in its own way. */
  judge(wish: Omit<Wish, 'id' | 'title'>, asker: Asker, by: string, moves?: string) {
    const { wanted, site } = this.#placeOf(wish.resourceId);
    const self = this.bookings.find(({ id }) => id === moves);
    const booker =
      asker === 'member'
        ? { kind: asker, plan: flex, suspended: false, balance: this.#balance(by, self), own: [] }
        : { kind: asker };
    const asked = {
      span: { startsAt: wish.startsAt, endsAt: wish.endsAt },
      resource: wanted,
      purpose: 'use',
      people: wish.people ?? 0,
      booker,
      at: this.#now(),
      others: this.bookings,
      days: alwaysOpen(wish),
      ...(self ? { self: self.id } : {}),
    } as const;
    const { refusals, charge } = judge(asked);
    const upgrade = upgradeFor(asked, [flex, unlimited]);
    const said = upgrade && {
      ...upgrade,
      sentence: `The plan ${upgrade.planName} books up to 90 days ahead.`,
    };
    return {
      ...this.#refused(refusals, wish, wanted, site),
      upgrade: said,
      charge,
      currency: site.view.currency,
    };
  }

  /** Books as the real owners do: judged, then kept; the same id once. A cut-off site's booking is only requested. */
  book(wish: Wish, asker: Asker, by: string): FakeBooking | BookingRefused {
    const known = this.bookings.find((booking) => booking.id === wish.id);
    if (known) return known;
    const { wanted, site } = this.#placeOf(wish.resourceId);
    const { charge, currency: _, ...refused } = this.judge(wish, asker, by);
    if (refused.reasons.length > 0) return refused;
    const held = heldOf(wanted, wish);
    const isAsked = asker === 'member' && site.link.state === 'cut_off';
    const booking: FakeBooking = {
      id: wish.id as BookingId,
      resourceId: wanted.id,
      startsAt: wish.startsAt,
      endsAt: wish.endsAt,
      title: wish.title,
      purpose: 'use',
      people: wish.people ?? 0,
      holdsFrom: held.startsAt,
      holdsUntil: held.endsAt,
      charge,
      state: isAsked ? 'requested' : 'confirmed',
      version: 1,
      source: asker === 'member' ? 'portal' : asker === 'staff' ? 'console' : 'panel',
      bookedAt: this.#now(),
      by,
    };
    this.bookings.push(booking);
    this.note(booking.id, isAsked ? 'requested' : 'booked', by, '');
    return booking;
  }

  put(id: string, state: Booking['state']): FakeBooking | undefined {
    return this.patch(id, { state });
  }

  /** Writes a booking anew, one version on. */
  patch(id: string, changed: Partial<FakeBooking>): FakeBooking | undefined {
    const index = this.bookings.findIndex((booking) => booking.id === id);
    const known = this.bookings[index];
    if (!known) return undefined;
    const next = { ...known, version: known.version + 1, ...changed };
    this.bookings[index] = next;
    return next;
  }

  note(id: string, kind: ChangeKind, by: string, why: string): void {
    this.history.set(id, [...(this.history.get(id) ?? []), { at: this.#now(), kind, by, why }]);
  }

  /** As one person sees it: another's booking has no title and no holder, unless staff look. */
  view(booking: Booking & { by?: string }, reader: string, isStaff = false): BookingView {
    const mine = booking.by === reader;
    const shown = mine || isStaff;
    const graceMs = this.resource(booking.resourceId)?.graceMs;
    const checkIn =
      shown && graceMs !== undefined && booking.state === 'confirmed' && booking.purpose === 'use'
        ? {
            checkInFrom: addMs(booking.startsAt, -checkInFromMs),
            releasesAt: addMs(latest(booking.startsAt, booking.bookedAt), graceMs),
          }
        : {};
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
      people: shown ? booking.people : 0,
      version: booking.version,
      mine,
      ...(shown ? { charge: booking.charge } : {}),
      ...(booking.seriesId ? { seriesId: booking.seriesId } : {}),
      ...checkIn,
    };
  }

  #placeOf(resourceId: string) {
    const wanted = this.resource(resourceId);
    const site = this.siteOf(resourceId);
    if (!wanted || !site) throw new Error(`no such resource: ${resourceId}`);
    return { wanted, site };
  }

  #balance(by: string, self: Booking | undefined) {
    const used = this.bookings
      .filter((one) => one.by === by && one.id !== self?.id)
      .reduce((sum, { charge }) => sum + charge.includedMs, 0);
    return { includedMs: flex.includedMs - used, creditCents: 0 };
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
      alternatives:
        reasons.length === 0 ? [] : [...alternatives({ span, resource: wanted }, site_, { most: 3, until })],
      help,
    };
  }
}

const flex = {
  id: uuid(31) as PlanId,
  name: 'Flex',
  rank: 1,
  advanceMs: 14 * 24 * hourMs,
  excludedKinds: [],
  anyHour: false,
  openMost: 100,
  includedKinds: ['room' as const],
  includedMs: 4 * hourMs,
  creditCents: 0,
  overage: 'charge' as const,
  cancelFreeMs: 6 * hourMs,
  lateRefundPercent: 50,
  noShowRefundPercent: 0,
};
export const plan = flex;
const unlimited = {
  ...flex,
  id: uuid(32) as PlanId,
  name: 'Unlimited',
  rank: 2,
  advanceMs: 90 * 24 * hourMs,
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
    ...(site.open ? { open: [...site.open(day)] } : {}),
    resources: site.resources.map(resourceViewOf),
    bookings: calendar.bookings
      .filter((booking) => calendar.siteOf(booking.resourceId) === site)
      .filter((booking) => booking.endsAt > day.startsAt && booking.startsAt < day.endsAt)
      .filter((booking) => holdsSlot(booking) || (booking.state === 'requested' && booking.by === reader))
      .map((booking) => calendar.view(booking, reader, isStaff)),
  };
}
