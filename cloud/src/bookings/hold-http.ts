import { createRoute, z } from '@hono/zod-openapi';
import { holdMade, holdWish } from '@lintel/core/bookings/calls-wire.ts';
import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import type { SiteId } from '@lintel/core/ids.ts';
import { siteDay } from '@lintel/core/sites/opening.ts';
import { problem } from '@lintel/core/sync/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { siteId } from '@lintel/core/wire.ts';
import type { Tx } from '../database/operator.ts';
import { may } from '../members/may.ts';
import { type SignedInEnv, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { loadOpening } from '../sites/hours-store.ts';
import { findSite } from '../sites/store.ts';
import { holdDesks } from './hold-desks.ts';
import { type BookingsHttpParts, bookProblems, shown } from './http.ts';
import { notYet } from './sentences.ts';

const holdRoute = createRoute({
  method: 'post',
  path: '/api/sites/{siteId}/hold-desks',
  request: { params: z.object({ siteId }), body: { required: true, content: json(holdWish) } },
  responses: {
    201: { description: 'All that were free.', content: json(holdMade) },
    202: { description: 'Asked of the site, which has not answered.', content: json(holdMade) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: { description: 'Not so.', content: json(z.union([bookingRefused, problem])) },
  },
});

/** Every free desk for somebody's day. */
export function holdHttp(parts: BookingsHttpParts) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/sites/:siteId/hold-desks', signedIn(parts));
  return router.openapi(holdRoute, async (c) => {
    const viewer = c.get('viewer');
    const { siteId: id } = c.req.valid('param');
    if (!viewer.staff || !may(viewer, 'book', id)) return c.json(notYours, 403);
    const wish = c.req.valid('json');
    const span = await parts.withOperator(viewer.operatorId, (tx) => spanOf(tx, id, wish));
    if (span === 'unknown_site') return c.json({ kind: span, sentence: 'There is no such site.' }, 404);
    if (span === 'closed') return c.json(closed, 409);
    const { held, skipped } = await holdDesks(parts, viewer, { ...wish, ...span, siteId: id });
    switch (held.kind) {
      case 'confirmed': {
        const { booking, bookings = [booking] } = await shown(parts, viewer, held);
        return c.json({ bookings, skipped: [...skipped] }, 201);
      }
      case 'requested': {
        const { booking, bookings = [booking] } = await shown(parts, viewer, held);
        return c.json({ bookings, skipped: [...skipped], sentence: notYet(held.siteName) }, 202);
      }
      case 'none':
        return c.json({ bookings: [], skipped: [...held.skipped] }, 201);
      case 'unfit':
        return c.json(held.problem, 409);
      case 'cancelled_since':
      case 'request_id_used':
        return c.json(bookProblems[held.kind], 409);
      case 'unknown_resource':
        return c.json(bookProblems[held.kind], 404);
      case 'not_yours':
        return c.json(notYours, 403);
      default:
        return held satisfies never;
    }
  });
}

const closed = {
  kind: 'closed',
  sentence: 'The site is closed on that day. Choose another day, or give the times to hold.',
};

/** From the first opening of the day to its last closing, or the span that was given. */
async function spanOf(
  tx: Tx,
  id: SiteId,
  { date, startsAt, endsAt }: z.infer<typeof holdWish>,
): Promise<Span | 'unknown_site' | 'closed'> {
  if (!(await findSite(tx, id))) return 'unknown_site';
  if (startsAt !== undefined && endsAt !== undefined) return { startsAt, endsAt };
  const { timeZone, opening } = await loadOpening(tx, id);
  const { open } = siteDay(timeZone, opening, date ?? '');
  const [first, last] = [open.at(0), open.at(-1)];
  return first && last ? { startsAt: first.startsAt, endsAt: last.endsAt } : 'closed';
}
