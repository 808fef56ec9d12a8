import type { BookingId, ResourceId } from '../ids.ts';
import { localDate } from '../sites/local-time.ts';
import type { OpeningHours } from '../sites/opening.ts';
import { siteDays } from '../sites/opening.ts';
import type { EpochMs } from '../time.ts';
import type { Booking, BookingPurpose, Resource } from './booking.ts';
import type { Booker } from './judge.ts';
import { heldOf, judge } from './judge.ts';
import type { Balance, Charge } from './price.ts';
import { noCharge, plus } from './price.ts';
import type { BookingRefusal } from './refusal.ts';
import type { Occurrence } from './series.ts';
import { occurrenceOn } from './series.ts';
import type { SeriesPlace } from './series-parts.ts';
import { stateOfRefusals } from './series-state.ts';

/** One date to be judged. `was`: the booking that would move there; it does not stand in its own way, and what it takes is given back first. */
export type WantedDate = {
  readonly date: string;
  readonly place: SeriesPlace;
  readonly was?: Booking | undefined;
};

/** What the dates are judged by. `balances` are of each calendar month of the site (`2027-03`) that a date lies in; `others` what holds any of the resources. */
export type SeriesContext = {
  readonly timeZone: string;
  readonly opening: OpeningHours;
  readonly resources: ReadonlyMap<ResourceId, Resource>;
  readonly others: readonly Booking[];
  readonly booker: Booker;
  readonly balances: ReadonlyMap<string, Balance>;
  readonly purpose: BookingPurpose;
  readonly at: EpochMs;
};

export type JudgedDate = WantedDate & {
  readonly occurrence: Occurrence;
  /** *booked* is what would be. */
  readonly state: 'booked' | 'clash' | 'skipped' | 'waiting_for_window';
  readonly refusals: readonly BookingRefusal[];
  readonly charge: Charge;
};

/** Every date as it would be booked after those before it: what they hold, take of the month, and count against the plan's limits is taken into account. Throws on a resource it was not given. */
export function judgeDates(
  wanted: readonly WantedDate[],
  context: SeriesContext,
): { readonly dates: readonly JudgedDate[]; readonly total: Charge } {
  let now = context;
  let total = noCharge;
  const dates: JudgedDate[] = [];
  for (const one of wanted) {
    const judged = judgeDate(one, now);
    dates.push(judged);
    if (judged.state !== 'booked') continue;
    total = plus(total, judged.charge);
    now = afterBooking(now, judged);
  }
  return { dates, total };
}

function judgeDate(wanted: WantedDate, context: SeriesContext): JudgedDate {
  const { timeZone, opening, others, purpose, at } = context;
  const { date, place, was } = wanted;
  const occurrence = occurrenceOn(timeZone, date, place);
  if (occurrence.kind === 'vanishes')
    return { ...wanted, occurrence, state: 'skipped', refusals: [], charge: noCharge };
  const { span } = occurrence;
  const { refusals, charge } = judge({
    span,
    resource: resourceOf(context, place.resourceId),
    purpose,
    people: place.people,
    booker: bookerOn(context, periodOf(timeZone, span.startsAt), was),
    at,
    others,
    days: siteDays(timeZone, opening, span),
    self: was?.id,
  });
  const state = refusals.length === 0 ? 'booked' : stateOfRefusals(refusals.map(({ kind }) => kind));
  return { ...wanted, occurrence, state, refusals, charge };
}

function bookerOn({ booker, balances }: SeriesContext, period: string, was: Booking | undefined): Booker {
  if (booker.kind !== 'member') return booker;
  const left = balances.get(period) ?? { includedMs: 0, creditCents: 0 };
  const given = was?.charge ?? noCharge;
  const balance = {
    includedMs: left.includedMs + given.includedMs,
    creditCents: left.creditCents + given.creditCents,
  };
  return { ...booker, balance };
}

function afterBooking(
  context: SeriesContext,
  { date, place, occurrence, charge, was }: JudgedDate,
): SeriesContext {
  if (occurrence.kind !== 'at') return context;
  const { span } = occurrence;
  const resource = resourceOf(context, place.resourceId);
  const held = heldOf(resource, span);
  const made: Booking = {
    ...(was ?? { id: `of ${date}` as BookingId, version: 1, source: 'series', bookedAt: context.at }),
    ...span,
    resourceId: place.resourceId,
    title: place.title,
    purpose: context.purpose,
    people: place.people,
    holdsFrom: held.startsAt,
    holdsUntil: held.endsAt,
    state: 'confirmed',
    charge,
  };
  const { booker, balances } = context;
  const period = periodOf(context.timeZone, span.startsAt);
  const left = balances.get(period);
  const given = was?.charge ?? noCharge;
  const without = <One extends { readonly id: BookingId }>(all: readonly One[]) =>
    all.filter(({ id }) => id !== made.id);
  return {
    ...context,
    others: [...without(context.others), made],
    booker:
      booker.kind === 'member'
        ? {
            ...booker,
            own: [...without(booker.own), { ...span, id: made.id, kind: resource.kind, state: 'confirmed' }],
          }
        : booker,
    balances: left
      ? new Map(balances).set(period, {
          includedMs: left.includedMs + given.includedMs - charge.includedMs,
          creditCents: left.creditCents + given.creditCents - charge.creditCents,
        })
      : balances,
  };
}

function resourceOf({ resources }: SeriesContext, id: ResourceId): Resource {
  const resource = resources.get(id);
  if (!resource) throw new RangeError(`the resource ${id} was not given`);
  return resource;
}

/** The calendar month of the site that an instant lies in: `2027-03`. */
export function periodOf(timeZone: string, at: EpochMs): string {
  return localDate(timeZone, at).slice(0, 7);
}
