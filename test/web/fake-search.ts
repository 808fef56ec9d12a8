import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import { type FoundView, searchAnswer, searchQuery } from '@lintel/core/demand/wire.ts';
import { weekView } from '@lintel/core/sites/week-wire.ts';
import { addMs, type EpochMs, epochMs, floorTo, hourMs, minuteMs, overlaps } from '@lintel/core/time.ts';
import type { Context, Hono } from 'hono';
import { dayOf, type FakeSite, help } from './fake-calendar.ts';
import { nameOf } from './fake-people.ts';
import type { World } from './fake-world.ts';
import { resourceViewOf } from './views.ts';

/** A week of a site, and what is free anywhere, as the cloud answers them. */
export function addSearch(app: Hono, world: World): void {
  app.get('/api/sites/:id/week', (c) => {
    const site = world.sites.find(({ view }) => view.id === c.req.param('id'));
    if (!site) return c.json({ kind: 'unknown_site', sentence: 'There is no such site.' }, 404);
    return c.json(weekView.parse(weekOf(c, world, site, c.req.query('from') ?? '')));
  });
  app.get('/api/search', (c) => {
    const query = searchQuery.parse(c.req.query());
    const free: FoundView[] = [];
    const nearest: FoundView[] = [];
    const reasons = new Map<string, string>();
    for (const site of world.sites) {
      if (query.siteId && query.siteId !== site.view.id) continue;
      for (const resource of site.resources) {
        if (query.kind && query.kind !== resource.kind) continue;
        if (resource.capacity < query.people || (query.floor && query.floor !== resource.floor)) continue;
        if (!(query.equipment ?? []).every((thing) => resource.equipment.includes(thing))) continue;
        const span = { startsAt: query.from, endsAt: query.to };
        const verdict = world.calendar.judge({ ...span, resourceId: resource.id }, 'member', nameOf(c));
        if (verdict.reasons.length === 0) free.push(foundOf(site, resource, span, verdict.charge));
        for (const { kind, sentence } of verdict.reasons) reasons.set(kind, sentence);
        const [next] = verdict.alternatives.filter(({ resourceId }) => resourceId === resource.id);
        if (next) nearest.push(foundOf(site, resource, next, verdict.charge));
      }
    }
    const said = free.length > 0 ? [] : [...reasons].map(([kind, sentence]) => ({ kind, sentence }));
    const alternatives = free.length > 0 ? [] : nearest.slice(0, 3);
    return c.json(searchAnswer.parse({ searchId: crypto.randomUUID(), free, alternatives, reasons: said }));
  });
}

function foundOf(
  { view }: FakeSite,
  resource: FakeSite['resources'][number],
  span: { startsAt: EpochMs; endsAt: EpochMs },
  charge: FoundView['charge'],
): FoundView {
  return {
    siteId: view.id,
    siteName: view.name,
    timeZone: view.timeZone,
    currency: view.currency,
    resourceId: resource.id,
    resourceName: resource.name,
    kind: resource.kind,
    capacity: resource.capacity,
    floor: resource.floor,
    equipment: [...resource.equipment],
    startsAt: span.startsAt,
    endsAt: span.endsAt,
    charge,
  };
}

function weekOf(c: Context, { calendar, now }: World, site: FakeSite, from: string) {
  const dates = Array.from({ length: 7 }, (_, n) =>
    new Date(Date.parse(`${from}T12:00:00Z`) + n * 24 * hourMs).toISOString().slice(0, 10),
  );
  const days = dates.map((date) => {
    const day = dayOf(site.view.timeZone, date);
    return { date, ...day, open: [...(site.open?.(day) ?? [day])], note: '' };
  });
  const startsAt = days[0]?.startsAt ?? epochMs(0);
  const endsAt = days.at(-1)?.endsAt ?? epochMs(0);
  const inWeek = calendar.bookings.filter((one) => overlaps(one, { startsAt, endsAt }));
  const mine = inWeek.filter(
    ({ by, resourceId }) => by === nameOf(c) && calendar.siteOf(resourceId) === site,
  );
  return {
    site: site.view,
    startsAt,
    endsAt,
    at: now(),
    horizonAt: floorTo(addMs(now(), 36 * hourMs), 15 * minuteMs),
    link: site.link,
    help,
    days,
    resources: site.resources.map((resource) => {
      let free = 0;
      const busy = inWeek
        .filter((one) => one.resourceId === resource.id && holdsSlot(one))
        .sort((a, b) => a.startsAt - b.startsAt)
        .flatMap((one) => {
          const begins = Math.max(free, Math.floor((one.holdsFrom - startsAt) / minuteMs));
          const ends = Math.ceil((one.holdsUntil - startsAt) / minuteMs);
          const pair = [begins - free, ends - begins];
          free = ends;
          return pair;
        });
      return { ...resourceViewOf(resource), busy };
    }),
    mine: mine.map((booking) => calendar.view(booking, nameOf(c))),
  };
}
