import type { Booking, Resource } from '../bookings/booking.ts';
import { type Booker, heldOf, judge } from '../bookings/judge.ts';
import type { Charge } from '../bookings/price.ts';
import type { SiteDay } from '../sites/opening.ts';
import type { EpochMs, Span } from '../time.ts';
import { addMs, ceilTo, epochMs, floorTo, hourMs, minuteMs } from '../time.ts';

/** How far from the wanted place a resource is. Another floor is worth a quarter of an hour's wait, another site an hour's. */
export type Away = 'here' | 'other_floor' | 'other_site';
const awayMin: Readonly<Record<Away, number>> = { here: 0, other_floor: 15, other_site: 60 };

/** One resource that might do, with what judging it needs. `others` are its bookings and `days` its site's days, both from `nearbyMs` before the wanted span to as long after it. */
export type Place = {
  readonly resource: Resource;
  readonly away: Away;
  readonly booker: Booker;
  readonly others: readonly Booking[];
  readonly days: readonly SiteDay[];
};

export type Wanted = { readonly span: Span; readonly people: number; readonly at: EpochMs };

export type Nearby<Some extends Place> = {
  readonly place: Some;
  readonly span: Span;
  readonly charge: Charge;
};

/** Nothing further off in time than this is an alternative. */
export const nearbyMs = 12 * hourMs;

/** What may be booked in this place as wanted; absent when anything is against it. */
export function freeAt<Some extends Place>(
  place: Some,
  { span, people, at }: Wanted,
): Nearby<Some> | undefined {
  const { resource, booker, others, days } = place;
  const wish = { span, resource, purpose: 'use', people, booker, at, others, days } as const;
  const { refusals, charge } = judge(wish);
  return refusals.length === 0 ? { place, span, charge } : undefined;
}

/**
 * What may be booked instead, the nearest in time and place first, at most one span a resource: as long as wanted, in the same calendar month, and allowed by every rule. Equally near ones come
 * the smallest that is large enough first.
 */
export function nearest<Some extends Place>(
  wanted: Wanted,
  places: readonly Some[],
  most: number,
): readonly Nearby<Some>[] {
  const candidates = places
    .filter(({ resource }) => fits(resource, wanted))
    .flatMap((place) => startsNear(place, wanted).map((startsAt) => candidateOf(place, wanted, startsAt)))
    .sort(byDistance);
  const found = new Map<Some, Nearby<Some>>();
  for (const { place, span } of candidates) {
    if (found.size === most) break;
    if (found.has(place) || !isFree(place, span)) continue;
    const free = freeAt(place, { ...wanted, span });
    if (free) found.set(place, free);
  }
  return [...found.values()];
}

function candidateOf<Some extends Place>(place: Some, { span, people }: Wanted, startsAt: EpochMs) {
  const apartMin = Math.abs(startsAt - span.startsAt) / minuteMs;
  return {
    place,
    span: { startsAt, endsAt: addMs(startsAt, span.endsAt - span.startsAt) },
    distance: apartMin + awayMin[place.away],
    slack: place.resource.capacity - people,
  };
}

type Candidate = {
  readonly place: Place;
  readonly span: Span;
  readonly distance: number;
  readonly slack: number;
};

/** Later before earlier, where both are as far: who comes early finds it waiting. */
function byDistance(a: Candidate, b: Candidate): number {
  return (
    a.distance - b.distance ||
    a.slack - b.slack ||
    b.span.startsAt - a.span.startsAt ||
    (a.place.resource.name < b.place.resource.name ? -1 : 1)
  );
}

function fits({ capacity, lengthMinMs, lengthMaxMs, stepMs }: Resource, { span, people }: Wanted): boolean {
  const lengthMs = span.endsAt - span.startsAt;
  return capacity >= people && lengthMs >= lengthMinMs && lengthMs <= lengthMaxMs && lengthMs % stepMs === 0;
}

/** The starts worth judging: as wanted, beside each booking, and at the edges of opening and of now. Between two of them nothing changes. */
function startsNear({ resource, others, days }: Place, { span, at }: Wanted): readonly EpochMs[] {
  const lengthMs = span.endsAt - span.startsAt;
  const { stepMs, beforeMs, afterMs } = resource;
  const month = monthOf(days, span.startsAt);
  const starts = [
    ...others.flatMap((other) => [
      up(other.holdsUntil + beforeMs, stepMs),
      down(other.holdsFrom - afterMs - lengthMs, stepMs),
    ]),
    ...days
      .flatMap(({ open }) => open)
      .flatMap((open) => [up(open.startsAt, stepMs), down(open.endsAt - lengthMs, stepMs)]),
    up(span.startsAt, stepMs),
    down(span.startsAt, stepMs),
    up(at, stepMs),
  ];
  return [...new Set(starts)].filter(
    (startsAt) =>
      Math.abs(startsAt - span.startsAt) <= nearbyMs &&
      startsAt + stepMs > at &&
      monthOf(days, startsAt) === month,
  );
}

/** The cheap half of judging, which turns most candidates down. */
function isFree({ resource, others }: Place, span: Span): boolean {
  const held = heldOf(resource, span);
  return !others.some((other) => other.holdsFrom < held.endsAt && held.startsAt < other.holdsUntil);
}

/** The balance a booker has is of one month: an alternative in the next would be priced by the wrong one. */
function monthOf(days: readonly SiteDay[], at: EpochMs): string | undefined {
  return days.find((day) => day.startsAt <= at && at < day.endsAt)?.date.slice(0, 7);
}

function up(instant: number, stepMs: number): EpochMs {
  return ceilTo(epochMs(Math.max(0, instant)), stepMs);
}

function down(instant: number, stepMs: number): EpochMs {
  return floorTo(epochMs(Math.max(0, instant)), stepMs);
}
