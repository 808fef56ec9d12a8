import { randomUUID } from 'node:crypto';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { SearchQuery } from '@lintel/core/demand/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { loadBooker } from '../bookings/booker-store.ts';
import { findPlace } from '../bookings/place-store.ts';
import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import { insertWish } from './demand-store.ts';
import type { RecentWishes } from './recent.ts';
import type { Searched } from './search.ts';

/** Mistakes and matters of the person's own: no room more would have helped. */
const notDemand: readonly BookingRefusal['kind'][] = [
  'ends_before_start',
  'in_the_past',
  'too_far_away',
  'off_step',
  'too_short',
  'no_membership',
  'suspended',
];

/** Keeps a search for the reports, once however often it is repeated. Answers the id it is kept under. */
export async function keepSearch(
  tx: Tx,
  viewer: Viewer,
  query: SearchQuery,
  searched: Searched,
  recent: RecentWishes,
  at: EpochMs,
): Promise<string> {
  const searchId = randomUUID();
  const site = searched.sites[0];
  if (!site || recent.isRepeat(viewer.holderId, [query], at)) return searchId;
  const span = { startsAt: query.from, endsAt: query.to };
  const booker = searched.bookers.get(site.id) ?? (await loadBooker(tx, viewer.holderId, site.id, span, at));
  await insertWish(tx, {
    id: searchId,
    at,
    source: 'search',
    siteId: query.siteId,
    kind: query.kind,
    planId: booker?.kind === 'member' ? booker.plan?.id : undefined,
    span,
    timeZone: site.timeZone,
    people: query.people,
    equipment: query.equipment ?? [],
    floor: query.floor ?? '',
    found: searched.free.length,
    reasons: searched.reasons.map(({ kind }) => kind),
  });
  return searchId;
}

/** What somebody tried to book. `reasons`: the kinds of every refusal they were told. */
export type Attempt = Span & {
  readonly resourceId: ResourceId;
  readonly people?: number | undefined;
  readonly reasons: readonly string[];
};

/** Keeps a refused attempt for the reports, once however often it is repeated; not one that was a mistake, and none of staff. */
export async function keepAttempt(
  tx: Tx,
  viewer: Viewer,
  attempt: Attempt,
  recent: RecentWishes,
  at: EpochMs,
): Promise<void> {
  const reasons = attempt.reasons.filter((kind) => !(notDemand as readonly string[]).includes(kind));
  if (viewer.staff || reasons.length === 0) return;
  const { resourceId, startsAt, endsAt } = attempt;
  if (recent.isRepeat(viewer.holderId, [resourceId, startsAt, endsAt], at)) return;
  const place = await findPlace(tx, resourceId);
  if (!place) return;
  const booker = await loadBooker(tx, viewer.holderId, place.siteId, attempt, at);
  await insertWish(tx, {
    id: randomUUID(),
    at,
    source: 'attempt',
    siteId: place.siteId,
    kind: place.resource.kind,
    planId: booker.kind === 'member' ? booker.plan?.id : undefined,
    span: { startsAt, endsAt },
    timeZone: place.timeZone,
    people: attempt.people ?? 0,
    equipment: [],
    floor: place.resource.floor,
    found: 0,
    reasons,
  });
}
