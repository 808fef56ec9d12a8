import type { ResourceId } from '../ids.ts';
import type { SiteDay } from '../sites/opening.ts';
import { isOpen } from '../sites/opening.ts';
import type { EpochMs, Span } from '../time.ts';
import { addMs, ceilTo, latest, overlaps } from '../time.ts';
import type { Booking, Resource } from './booking.ts';
import { heldSpan, holdsSlot } from './booking.ts';
import { heldOf } from './judge.ts';

export type Alternative = Span & { readonly resourceId: ResourceId; readonly resourceName: string };

/** What a search looks through: all resources of the site, what is booked, and when it is open. */
export type SiteCalendar = {
  readonly resources: readonly Resource[];
  readonly bookings: readonly Booking[];
  readonly days: readonly SiteDay[];
};

/**
 * What is free instead: the same span in other resources of the kind, the closest in capacity first, then the next free span of the same length in the wanted one. All within opening hours, with room for
 * the preparation. At most `most`, and nothing that starts after `until`.
 */
export function alternatives(
  wanted: { readonly span: Span; readonly resource: Resource },
  site: SiteCalendar,
  limits: { readonly most: number; readonly until: EpochMs },
): readonly Alternative[] {
  const { span, resource } = wanted;
  const sameKind = isOpen(site.days, span)
    ? site.resources
        .filter((other) => other.id !== resource.id && other.kind === resource.kind)
        .filter((other) => fits(other, span) && blocking(other, span, site.bookings).length === 0)
        .sort((a, b) => Math.abs(a.capacity - resource.capacity) - Math.abs(b.capacity - resource.capacity))
        .slice(0, Math.max(1, limits.most - 1))
        .map((other) => offer(other, span))
    : [];

  const later = nextFree(resource, span, site, limits.until);
  return (later ? [...sameKind, offer(resource, later)] : sameKind).slice(0, limits.most);
}

/** The first span as long as `span`, not before it, in which nothing holds the resource and the site is open; absent when none starts by `until`. */
export function nextFree(
  resource: Resource,
  span: Span,
  { bookings, days }: Pick<SiteCalendar, 'bookings' | 'days'>,
  until: EpochMs,
): Span | undefined {
  const lengthMs = span.endsAt - span.startsAt;
  let startsAt = span.startsAt;
  while (startsAt <= until) {
    const candidate = { startsAt, endsAt: addMs(startsAt, lengthMs) };
    const inTheWay = blocking(resource, candidate, bookings);
    if (inTheWay.length === 0 && isOpen(days, candidate)) return candidate;
    const free = latest(startsAt, ...inTheWay.map(({ holdsUntil }) => addMs(holdsUntil, resource.beforeMs)));
    startsAt = free > startsAt ? ceilTo(free, resource.stepMs) : addMs(startsAt, resource.stepMs);
  }
  return undefined;
}

function blocking(resource: Resource, span: Span, bookings: readonly Booking[]): readonly Booking[] {
  const wanted = heldOf(resource, span);
  return bookings.filter(
    (other) => other.resourceId === resource.id && holdsSlot(other) && overlaps(heldSpan(other), wanted),
  );
}

function fits(resource: Resource, span: Span): boolean {
  const lengthMs = span.endsAt - span.startsAt;
  return (
    lengthMs >= resource.lengthMinMs &&
    lengthMs <= resource.lengthMaxMs &&
    span.startsAt % resource.stepMs === 0 &&
    span.endsAt % resource.stepMs === 0
  );
}

function offer(resource: Resource, { startsAt, endsAt }: Span): Alternative {
  return { resourceId: resource.id, resourceName: resource.name, startsAt, endsAt };
}
