import { createRoute, z } from '@hono/zod-openapi';
import { bookingView } from '@lintel/core/bookings/wire.ts';
import { accessEventView } from '@lintel/core/doors/wire.ts';
import { linkView, siteView } from '@lintel/core/sites/wire.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { instant, siteId } from '@lintel/core/wire.ts';
import { officeBookings } from './bookings/view-store.ts';
import { listAccessEvents } from './doors/event-store.ts';
import { may } from './members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from './members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from './router.ts';
import { allSites, findSite, toSiteView } from './sites/store.ts';
import { issueCode } from './sync/enrol.ts';
import { linkOf } from './sync/link-store.ts';

const officeSite = siteView.extend({ link: linkView, horizonAt: instant, waiting: z.int(), epoch: z.int() });
const placed = { siteId, siteName: z.string() };
const staffOnly = { 400: problems[400], 401: problems[401], 403: problems[403] } as const;
/** So early that a week later is an instant too. */
const at = z.coerce
  .number()
  .max(253_370_764_800_000, { error: 'must lie before the year 9999' })
  .pipe(instant);

const sitesRoute = createRoute({
  method: 'get',
  path: '/api/office/sites',
  responses: {
    200: {
      description: 'The sites the role covers.',
      content: json(z.object({ sites: z.array(officeSite) })),
    },
    ...staffOnly,
  },
});

const bookingsRoute = createRoute({
  method: 'get',
  path: '/api/office/bookings',
  request: { query: z.object({ from: at.optional(), to: at.optional(), siteId: siteId.optional() }) },
  responses: {
    200: {
      description: 'In order of their start; a week from now without `from` and `to`.',
      content: json(z.object({ bookings: z.array(bookingView.extend(placed)) })),
    },
    ...staffOnly,
  },
});

const eventsRoute = createRoute({
  method: 'get',
  path: '/api/office/access-events',
  request: {
    query: z.object({
      siteId: siteId.optional(),
      before: at.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: {
      description: 'The newest first.',
      content: json(z.object({ events: z.array(accessEventView.extend(placed)) })),
    },
    ...staffOnly,
  },
});

const codesRoute = createRoute({
  method: 'post',
  path: '/api/office/sites/{siteId}/enrolment-codes',
  request: { params: z.object({ siteId }) },
  responses: {
    201: {
      description: 'A one-time code for a box, shown once.',
      content: json(z.object({ code: z.string(), expiresAt: instant })),
    },
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

/** The central office: what staff see across the sites their role covers. */
export function officeHttp(parts: SignedInParts) {
  const { now, withOperator } = parts;
  const router = newRouter<SignedInEnv>();
  router.use('/api/office/*', signedIn(parts));
  router.use('/api/office/*', async (c, next) =>
    c.get('viewer').staff ? await next() : c.json(notYours, 403),
  );
  return router
    .openapi(sitesRoute, async (c) => {
      const viewer = c.get('viewer');
      const rows = await withOperator(viewer.operatorId, allSites);
      const sites = rows
        .filter((row) => may(viewer, 'see_office', row.site.id))
        .map((row) => ({
          ...toSiteView(row),
          link: linkOf(row.feed, now()),
          horizonAt: row.feed.horizon_at,
          waiting: row.waiting,
          epoch: row.feed.epoch,
        }));
      return c.json({ sites }, 200);
    })
    .openapi(bookingsRoute, async (c) => {
      const viewer = c.get('viewer');
      const { from = epochMs(now() - 24 * hourMs), to, siteId: only } = c.req.valid('query');
      const span = { startsAt: from, endsAt: to ?? addMs(from, 8 * 24 * hourMs) };
      const bookings = await withOperator(viewer.operatorId, (tx) => officeBookings(tx, viewer, span, only));
      return c.json({ bookings: [...bookings] }, 200);
    })
    .openapi(eventsRoute, async (c) => {
      const viewer = c.get('viewer');
      const events = await withOperator(viewer.operatorId, (tx) =>
        listAccessEvents(tx, viewer, c.req.valid('query'), now()),
      );
      return c.json({ events: [...events] }, 200);
    })
    .openapi(codesRoute, async (c) => {
      const viewer = c.get('viewer');
      const { siteId: id } = c.req.valid('param');
      if (!may(viewer, 'make_enrolment_code', id)) return c.json(notYours, 403);
      const issued = await withOperator(viewer.operatorId, async (tx) =>
        (await findSite(tx, id)) ? await issueCode(tx, id, viewer.holderId, now()) : undefined,
      );
      if (!issued) return c.json({ kind: 'unknown_site', sentence: 'There is no such site.' }, 404);
      return c.json({ code: issued.code, expiresAt: issued.expiresAt }, 201);
    });
}
