import { createRoute, z } from '@hono/zod-openapi';
import { resourceKinds } from '@lintel/core/bookings/booking.ts';
import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import { demandView, searchAnswer, searchQuery } from '@lintel/core/demand/wire.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { instant, resourceId, siteId } from '@lintel/core/wire.ts';
import { createMiddleware } from 'hono/factory';
import { may, type Viewer } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { countDemand } from './demand-store.ts';
import { keepAttempt, keepSearch } from './keep-wish.ts';
import { RecentWishes } from './recent.ts';
import { search } from './search.ts';

const searchRoute = createRoute({
  method: 'get',
  path: '/api/search',
  request: { query: searchQuery },
  responses: {
    200: {
      description: 'What is free as wanted, or else the nearest in time and place.',
      content: json(searchAnswer),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
});

const at = z.coerce
  .number()
  .max(253_370_764_800_000, { error: 'must lie before the year 9999' })
  .pipe(instant);

const demandRoute = createRoute({
  method: 'get',
  path: '/api/office/demand',
  request: {
    query: z.object({
      from: at.optional(),
      to: at.optional(),
      siteId: siteId.optional(),
      kind: z.enum(resourceKinds).optional(),
    }),
  },
  responses: {
    200: {
      description: 'What was looked for and refused; the last 28 days without `from` and `to`.',
      content: json(demandView),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
});

const attempt = z.object({
  resourceId,
  startsAt: instant,
  endsAt: instant,
  people: z.number().optional(),
});

/** Keeps every refused attempt to book for the reports, once the person has their answer. */
function refusedAttempts({ withOperator, now }: SignedInParts, recent: RecentWishes) {
  return createMiddleware<SignedInEnv>(async (c, next) => {
    await next();
    const viewer: Viewer | undefined = c.get('viewer');
    if (c.req.method !== 'POST' || c.res.status !== 409 || !viewer) return;
    const refused = bookingRefused.safeParse(await c.res.clone().json());
    const wanted = attempt.safeParse(await c.req.json());
    if (!refused.success || !wanted.success) return;
    const reasons = refused.data.reasons.map(({ kind }) => kind);
    await withOperator(viewer.operatorId, (tx) =>
      keepAttempt(tx, viewer, { ...wanted.data, reasons }, recent, now()),
    );
  });
}

export function demandHttp(parts: SignedInParts) {
  const { now, withOperator } = parts;
  const recent = new RecentWishes();
  const router = newRouter<SignedInEnv>();
  router.use('/api/search', signedIn(parts));
  router.use('/api/office/demand', signedIn(parts));
  router.use('/api/bookings', refusedAttempts(parts, recent));
  return router
    .openapi(searchRoute, async (c) => {
      const viewer = c.get('viewer');
      const query = c.req.valid('query');
      if (query.siteId && !may(viewer, 'book', query.siteId)) return c.json(notYours, 403);
      const moment = now();
      return await withOperator(viewer.operatorId, async (tx) => {
        const searched = await search(tx, viewer, query, moment);
        const searchId = await keepSearch(tx, viewer, query, searched, recent, moment);
        const { free, alternatives, reasons } = searched;
        return c.json({ searchId, free, alternatives, reasons }, 200);
      });
    })
    .openapi(demandRoute, async (c) => {
      const viewer = c.get('viewer');
      const { from, to, siteId: only, kind } = c.req.valid('query');
      if (!viewer.staff || (only && !may(viewer, 'see_office', only))) return c.json(notYours, 403);
      const span = {
        startsAt: from ?? epochMs(now() - 28 * 24 * hourMs),
        endsAt: to ?? addMs(now(), 1),
      };
      const siteIds = only ? [only] : viewer.staff.siteIds;
      const counted = await withOperator(viewer.operatorId, (tx) =>
        countDemand(tx, { ...span, siteIds, kind }),
      );
      return c.json({ from: span.startsAt, to: span.endsAt, ...counted }, 200);
    });
}
