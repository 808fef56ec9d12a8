import type { ResourceId } from '../ids.ts';
import type { EpochMs, Span } from '../time.ts';
import { addMs, ceilTo, latest, overlaps } from '../time.ts';
import type { Booking, Resource } from './booking.ts';
import { holdsSlot } from './booking.ts';

export type Alternative = Span & { readonly resourceId: ResourceId; readonly resourceName: string };

/**
 * What is free instead: the same span in other resources of the kind, the closest in capacity first, then the next free span of the same length
 * in the wanted one. At most `most`, and nothing that starts after `until`.
 */
export function alternatives(
  wanted: { readonly span: Span; readonly resource: Resource },
  site: { readonly resources: readonly Resource[]; readonly bookings: readonly Booking[] },
  limits: { readonly most: number; readonly until: EpochMs },
): readonly Alternative[] {
  const { span, resource } = wanted;
  const sameKind = site.resources
    .filter((other) => other.id !== resource.id && other.kind === resource.kind)
    .filter((other) => fits(other, span) && isFree(other.id, span, site.bookings))
    .sort((a, b) => Math.abs(a.capacity - resource.capacity) - Math.abs(b.capacity - resource.capacity))
    .slice(0, Math.max(1, limits.most - 1))
    .map((other) => offer(other, span));

  const later = nextFree(resource, span, site.bookings, limits.until);
  return (later ? [...sameKind, offer(resource, later)] : sameKind).slice(0, limits.most);
}

/** The first span as long as `span`, not before it, in which nothing holds the resource; absent when none starts by `until`. */
export function nextFree(
  resource: Resource,
  span: Span,
  bookings: readonly Booking[],
  until: EpochMs,
): Span | undefined {
  const lengthMs = span.endsAt - span.startsAt;
  let startsAt = span.startsAt;
  while (startsAt <= until) {
    const candidate = { startsAt, endsAt: addMs(startsAt, lengthMs) };
    const blocking = bookings.filter((b) => blocks(b, resource.id, candidate));
    if (blocking.length === 0) return candidate;
    startsAt = ceilTo(latest(startsAt, ...blocking.map((b) => b.endsAt)), resource.stepMs);
  }
  return undefined;
}

function isFree(id: ResourceId, span: Span, bookings: readonly Booking[]): boolean {
  return !bookings.some((b) => blocks(b, id, span));
}

function blocks(booking: Booking, id: ResourceId, span: Span): boolean {
  return booking.resourceId === id && holdsSlot(booking) && overlaps(booking, span);
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

function offer(resource: Resource, span: Span): Alternative {
  return {
    resourceId: resource.id,
    resourceName: resource.name,
    startsAt: span.startsAt,
    endsAt: span.endsAt,
  };
}
