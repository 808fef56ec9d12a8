import { createRoute, z } from '@hono/zod-openapi';
import { openingHours } from '@lintel/core/sites/opening-wire.ts';
import { siteId } from '@lintel/core/wire.ts';
import { may } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { findOpening } from './hours-store.ts';
import { keepHours } from './keep-hours.ts';

const path = '/api/office/sites/{siteId}/hours';
const params = z.object({ siteId });
const kept = openingHours.and(z.object({ timeZone: z.string() }));

const readRoute = createRoute({
  method: 'get',
  path,
  request: { params },
  responses: {
    200: { description: 'The week and its exceptions.', content: json(kept) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const writeRoute = createRoute({
  method: 'put',
  path,
  request: { params, body: { required: true, content: json(openingHours) } },
  responses: {
    200: {
      description:
        'They hold from now on. `outside` counts the bookings to come that now lie where it is closed; they stand.',
      content: json(z.object({ outside: z.int() })),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const unknownSite = { kind: 'unknown_site', sentence: 'There is no such site.' };

/** Opening hours, for staff whose role covers the site; the front desk reads them. */
export function hoursHttp(parts: SignedInParts) {
  const { now, withOperator } = parts;
  const router = newRouter<SignedInEnv>();
  router.use('/api/office/sites/:siteId/hours', signedIn(parts));
  return router
    .openapi(readRoute, async (c) => {
      const viewer = c.get('viewer');
      const { siteId: id } = c.req.valid('param');
      if (!may(viewer, 'see_office', id)) return c.json(notYours, 403);
      const found = await withOperator(viewer.operatorId, (tx) => findOpening(tx, id));
      if (!found) return c.json(unknownSite, 404);
      const { weekly, exceptions } = found.opening;
      return c.json(
        {
          timeZone: found.timeZone,
          weekly: [...weekly],
          exceptions: exceptions.map((one) => ({ ...one, hours: [...one.hours] })),
        },
        200,
      );
    })
    .openapi(writeRoute, async (c) => {
      const viewer = c.get('viewer');
      const { siteId: id } = c.req.valid('param');
      if (!may(viewer, 'set_rules', id)) return c.json(notYours, 403);
      const answer = await withOperator(viewer.operatorId, async (tx) =>
        (await findOpening(tx, id)) ? await keepHours(tx, id, c.req.valid('json'), now()) : undefined,
      );
      return answer ? c.json(answer, 200) : c.json(unknownSite, 404);
    });
}
