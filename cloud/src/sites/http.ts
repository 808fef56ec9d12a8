import { createRoute, z } from '@hono/zod-openapi';
import { localDate } from '@lintel/core/sites/local-time.ts';
import { siteDay } from '@lintel/core/sites/opening.ts';
import { weekView } from '@lintel/core/sites/week-wire.ts';
import { dayView, siteView } from '@lintel/core/sites/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { siteId } from '@lintel/core/wire.ts';
import { compress } from 'hono/compress';
import { resourcesOf } from '../bookings/place-store.ts';
import { dayBookings, mineWithin, unplaced } from '../bookings/view-store.ts';
import { resourceViewOf } from '../bookings/views.ts';
import { type BusyCache, busyMinutes, newBusyCache } from '../bookings/week-store.ts';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { linkOf } from '../sync/link-store.ts';
import { loadOpening } from './hours-store.ts';
import { allSites, findSite, type SiteRow, toSiteView } from './store.ts';

const sitesRoute = createRoute({
  method: 'get',
  path: '/api/sites',
  responses: {
    200: {
      description: 'Where the viewer may book, or has a role.',
      content: json(z.object({ sites: z.array(siteView) })),
    },
    401: problems[401],
  },
});

/** A local day that lies whole within the instants there are, with the week that follows it. */
const date = z.iso
  .date()
  .refine((day) => day > '1970-01-01' && day < '9999-12-01', { error: 'must lie between 1970 and 9999' });

const dayRoute = createRoute({
  method: 'get',
  path: '/api/sites/{siteId}/day',
  request: {
    params: z.object({ siteId }),
    query: z.object({ date: date.optional() }),
  },
  responses: {
    200: { description: 'One local day; the site’s today without a date.', content: json(dayView) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const weekRoute = createRoute({
  method: 'get',
  path: '/api/sites/{siteId}/week',
  request: {
    params: z.object({ siteId }),
    query: z.object({ from: date.optional() }),
  },
  responses: {
    200: { description: 'Seven local days from this one on; from today without.', content: json(weekView) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const unknownSite = { kind: 'unknown_site', sentence: 'There is no such site.' };

export function sitesHttp(parts: SignedInParts) {
  const router = newRouter<SignedInEnv>();
  const weeks = newBusyCache();
  // The pattern takes in `/api/sites` itself.
  router.use('/api/sites/*', signedIn(parts));
  router.use('/api/sites/:siteId/day', compress());
  router.use('/api/sites/:siteId/week', compress());
  return router
    .openapi(sitesRoute, async (c) => {
      const viewer = c.get('viewer');
      const rows = await parts.withOperator(viewer.operatorId, allSites);
      return c.json(
        { sites: rows.filter((row) => may(viewer, 'see_site', row.site.id)).map(toSiteView) },
        200,
      );
    })
    .openapi(dayRoute, async (c) => {
      const viewer = c.get('viewer');
      const { siteId: id } = c.req.valid('param');
      if (!may(viewer, 'see_site', id)) return c.json(notYours, 403);
      const day = await parts.withOperator(viewer.operatorId, async (tx) => {
        const row = await findSite(tx, id);
        return row && (await dayOf(tx, viewer, row, c.req.valid('query').date, parts.now()));
      });
      return day ? c.json(day, 200) : c.json(unknownSite, 404);
    })
    .openapi(weekRoute, async (c) => {
      const viewer = c.get('viewer');
      const { siteId: id } = c.req.valid('param');
      if (!may(viewer, 'see_site', id)) return c.json(notYours, 403);
      const week = await parts.withOperator(viewer.operatorId, async (tx) => {
        const row = await findSite(tx, id);
        return (
          row &&
          (await weekOf(tx, viewer, row, { wanted: c.req.valid('query').from, at: parts.now(), weeks }))
        );
      });
      return week ? c.json(week, 200) : c.json(unknownSite, 404);
    });
}

function siteNow({ site, feed }: SiteRow, at: EpochMs) {
  return {
    at,
    horizonAt: feed.horizon_at,
    link: linkOf(feed, at),
    help: { name: site.help_name, email: site.help_email, phone: site.help_phone },
  };
}

async function dayOf(tx: Tx, viewer: Viewer, row: SiteRow, wanted: string | undefined, at: EpochMs) {
  const { timeZone, opening } = await loadOpening(tx, row.site.id);
  const { date, startsAt, endsAt, open } = siteDay(timeZone, opening, wanted ?? localDate(timeZone, at));
  const resources = await resourcesOf(tx, row.site.id);
  const bookings = await dayBookings(tx, viewer, row.site.id, { startsAt, endsAt });
  return {
    site: toSiteView(row),
    date,
    startsAt,
    endsAt,
    ...siteNow(row, at),
    open: [...open],
    resources: resources.map(resourceViewOf),
    bookings: bookings.map(unplaced),
  };
}

async function weekOf(
  tx: Tx,
  viewer: Viewer,
  row: SiteRow,
  {
    wanted,
    at,
    weeks,
  }: { readonly wanted: string | undefined; readonly at: EpochMs; readonly weeks: BusyCache },
) {
  const { timeZone, opening } = await loadOpening(tx, row.site.id);
  const from = Temporal.PlainDate.from(wanted ?? localDate(timeZone, at));
  const first = siteDay(timeZone, opening, from.toString());
  const others = [1, 2, 3, 4, 5, 6].map((days) => siteDay(timeZone, opening, from.add({ days }).toString()));
  const span = { startsAt: first.startsAt, endsAt: others.at(-1)?.endsAt ?? first.endsAt };
  const resources = await resourcesOf(tx, row.site.id);
  const { epoch, seq, outbox_seq } = row.feed;
  const key = `${tx.operatorId} ${row.site.id} ${span.startsAt}`;
  const busy = await weeks.load(key, `${row.generation} ${epoch} ${seq} ${outbox_seq}`, () =>
    busyMinutes(tx, row.site.id, span),
  );
  const mine = await mineWithin(tx, viewer, row.site.id, span);
  return {
    site: toSiteView(row),
    ...span,
    ...siteNow(row, at),
    days: [first, ...others].map(({ open, ...day }) => ({ ...day, open: [...open] })),
    resources: resources.map((one) => ({ ...resourceViewOf(one), busy: [...(busy.get(one.id) ?? [])] })),
    mine: mine.map(unplaced),
  };
}
