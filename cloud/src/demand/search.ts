import { type Booker, judge, type Verdict } from '@lintel/core/bookings/judge.ts';
import { type BookingRefusal, refusalSentence } from '@lintel/core/bookings/refusal.ts';
import {
  type Away,
  type Nearby,
  nearbyMs,
  nearest,
  type Place,
  type Wanted,
} from '@lintel/core/demand/nearest.ts';
import type { FoundView, SearchAnswer, SearchQuery } from '@lintel/core/demand/wire.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import { siteDays } from '@lintel/core/sites/opening.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs, epochMs } from '@lintel/core/time.ts';
import { loadBooker } from '../bookings/booker-store.ts';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import { loadOpening } from '../sites/hours-store.ts';
import { allSites, heldNear, type PlacedResource, resourcesLike, type SearchedSite } from './search-store.ts';

/** One resource that was looked at, with its site and why it is not free; free when nothing is against it. */
type Looked = Place & Verdict & { readonly site: SearchedSite };

export type Searched = Omit<SearchAnswer, 'searchId'> & {
  readonly refusals: readonly BookingRefusal[];
  /** Those looked at, the first being where the viewer is at home in. */
  readonly sites: readonly SearchedSite[];
  readonly bookers: ReadonlyMap<SiteId, Booker>;
};

const alternativesMost = 6;
const freeMost = 500;

/**
 * What this viewer may book as wanted, judged by every rule, with its price; and when there is nothing, what is nearest in time and place. Looks only where they may book, and reserves nothing: booking
 * judges again.
 */
export async function search(tx: Tx, viewer: Viewer, query: SearchQuery, at: EpochMs): Promise<Searched> {
  const open = (await allSites(tx)).filter((site) => may(viewer, 'book', site.id));
  const sites = query.siteId ? open.filter(({ id }) => id === query.siteId) : open;
  const span = { startsAt: query.from, endsAt: query.to };
  const wanted = { span, people: query.people, at };
  const asked = await resourcesLike(tx, idsOf(sites), query);
  const here = asked.filter(({ resource }) => !query.floor || resource.floor === query.floor);
  const context = { viewer, wanted, bookers: new Map<SiteId, Booker>() };
  const looked = await lookAt(tx, context, sites, here, 0, () => 'here');
  const free = looked.filter(({ refusals }) => refusals.length === 0);
  const found = { sites: sites.length > 0 ? sites : open, bookers: context.bookers };
  if (free.length > 0)
    return {
      ...found,
      free: free.slice(0, freeMost).map((place) => viewOf({ place, span, charge: place.charge })),
      alternatives: [],
      reasons: [],
      refusals: [],
    };

  const refusals = looked.flatMap((place) => place.refusals);
  const near = await nearby(tx, context, query, open);
  return {
    ...found,
    free: [],
    alternatives: near.map(viewOf),
    reasons: looked.length === 0 ? [noneSuch] : reasonsOf(looked, at),
    refusals,
  };
}

type Context = {
  readonly viewer: Viewer;
  readonly wanted: Wanted;
  readonly bookers: Map<SiteId, Booker>;
};

/** On other floors and at other sites too, and at other times. */
async function nearby(tx: Tx, context: Context, query: SearchQuery, open: readonly SearchedSite[]) {
  const all = await resourcesLike(tx, idsOf(open), query);
  const awayOf = ({ siteId, resource }: PlacedResource): Away => {
    if (query.siteId && siteId !== query.siteId) return 'other_site';
    return query.floor && resource.floor !== query.floor ? 'other_floor' : 'here';
  };
  const places = await lookAt(tx, context, open, all, nearbyMs, awayOf);
  return nearest(context.wanted, places, alternativesMost);
}

/** Judges each as wanted, with its bookings and days for as long before and after. */
async function lookAt(
  tx: Tx,
  { viewer, wanted, bookers }: Context,
  sites: readonly SearchedSite[],
  resources: readonly PlacedResource[],
  aroundMs: number,
  awayOf: (one: PlacedResource) => Away,
): Promise<readonly Looked[]> {
  const { span, people, at } = wanted;
  const window = around(span, aroundMs);
  const prepared = resources.flatMap(({ resource }) => [resource.beforeMs, resource.afterMs]);
  const held = await heldNear(tx, resources, around(window, Math.max(0, ...prepared)));
  const looked: Looked[] = [];
  for (const site of sites) {
    const mine = resources.filter(({ siteId }) => siteId === site.id);
    if (mine.length === 0) continue;
    const { timeZone, opening } = await loadOpening(tx, site.id);
    const days = siteDays(timeZone, opening, window);
    const booker = bookers.get(site.id) ?? (await loadBooker(tx, viewer.holderId, site.id, span, at));
    bookers.set(site.id, booker);
    for (const one of mine) {
      const { resource } = one;
      const place = { resource, away: awayOf(one), booker, others: held.get(resource.id) ?? [], days };
      const verdict = judge({ ...place, span, people, at, purpose: 'use' });
      looked.push({ ...place, ...verdict, site });
    }
  }
  return looked;
}

function around({ startsAt, endsAt }: Span, byMs: number): Span {
  return { startsAt: epochMs(Math.max(0, startsAt - byMs)), endsAt: addMs(endsAt, byMs) };
}

function viewOf({ place: { site, resource }, span, charge }: Nearby<Looked>): FoundView {
  return {
    siteId: site.id,
    siteName: site.name,
    timeZone: site.timeZone,
    currency: site.currency,
    resourceId: resource.id,
    resourceName: resource.name,
    kind: resource.kind,
    capacity: resource.capacity,
    floor: resource.floor,
    equipment: [...resource.equipment],
    ...span,
    charge,
  };
}

const noneSuch = {
  kind: 'none_such',
  sentence: 'Nothing here is of that kind, size and equipment. Ask for less, or look at another site.',
};

/** Each kind of reason once, the commonest first, in the words of the first it was told of. */
function reasonsOf(looked: readonly Looked[], at: EpochMs): SearchAnswer['reasons'] {
  const told = new Map<string, { count: number; sentence: string }>();
  for (const { refusals, site } of looked)
    for (const refusal of refusals) {
      const known = told.get(refusal.kind);
      if (known) known.count++;
      else
        told.set(refusal.kind, {
          count: 1,
          sentence: refusalSentence(refusal, localClock(site.timeZone, at)),
        });
    }
  return [...told]
    .sort(([, a], [, b]) => b.count - a.count)
    .map(([kind, { sentence }]) => ({ kind, sentence }));
}

function idsOf(sites: readonly SearchedSite[]): readonly SiteId[] {
  return sites.map(({ id }) => id);
}
