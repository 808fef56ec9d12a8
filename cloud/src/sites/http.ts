import { createRoute, z } from '@hono/zod-openapi';
import { localDate, localDay } from '@lintel/core/sites/local-time.ts';
import { dayView, siteView } from '@lintel/core/sites/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { siteId } from '@lintel/core/wire.ts';
import { resourcesOf } from '../bookings/place-store.ts';
import { dayBookings } from '../bookings/view-store.ts';
import type { Tx } from '../database/operator.ts';
import { may, type Viewer } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { linkOf } from '../sync/link-store.ts';
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

/** A local day that lies whole within the instants there are. */
const date = z.iso
  .date()
  .refine((day) => day > '1970-01-01' && day < '9999-12-31', { error: 'must lie between 1970 and 9999' });

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

export function sitesHttp(parts: SignedInParts) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/sites', signedIn(parts));
  router.use('/api/sites/*', signedIn(parts));
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
      const { date } = c.req.valid('query');
      return await parts.withOperator(viewer.operatorId, async (tx) => {
        const row = await findSite(tx, id);
        if (!row) return c.json({ kind: 'unknown_site', sentence: 'There is no such site.' }, 404);
        const at = parts.now();
        const wanted = date ?? localDate(row.site.time_zone, at);
        const day = localDay(row.site.time_zone, wanted);
        return c.json(
          { ...(await dayOf(tx, viewer, row, day)), date: wanted, at, link: linkOf(row.feed, at) },
          200,
        );
      });
    });
}

async function dayOf(tx: Tx, viewer: Viewer, row: SiteRow, day: Span) {
  const [resources, bookings] = [
    await resourcesOf(tx, row.site.id),
    await dayBookings(tx, viewer, row.site.id, day),
  ];
  return {
    site: toSiteView(row),
    ...day,
    horizonAt: row.feed.horizon_at,
    help: { name: row.site.help_name, email: row.site.help_email, phone: row.site.help_phone },
    resources: resources.map(({ id, name, kind, capacity, stepMs, lengthMinMs, lengthMaxMs }) => ({
      id,
      name,
      kind,
      capacity,
      stepMin: stepMs / minuteMs,
      lengthMinMin: lengthMinMs / minuteMs,
      lengthMaxMin: lengthMaxMs / minuteMs,
    })),
    bookings: bookings.map(({ siteId: _, siteName: __, ...view }) => view),
  };
}
