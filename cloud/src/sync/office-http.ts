import { createRoute, z } from '@hono/zod-openapi';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { instant, siteId } from '@lintel/core/wire.ts';
import { pgCalendar } from '../bookings/pg-calendar.ts';
import { may } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { findSite } from '../sites/store.ts';
import { declareLost } from './declare-lost.ts';
import { endQuarantine } from './end-quarantine.ts';
import { pgLine } from './pg-line.ts';

const params = z.object({ siteId });

const lostRoute = createRoute({
  method: 'post',
  path: '/api/office/sites/{siteId}/box-lost',
  request: {
    params,
    body: {
      required: true,
      content: json(
        z.object({
          /** Somebody has seen that it is switched off, and answers for it that it stays so. */
          switchedOff: z.boolean(),
        }),
      ),
    },
  },
  responses: {
    200: {
      description: 'Its identity is refused for good. `factAt`: the last it told of.',
      content: json(
        z.object({
          epoch: z.int(),
          horizonAt: instant,
          takenOver: z.boolean(),
          factAt: instant.optional(),
          sentence: z.string(),
        }),
      ),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

const quarantineRoute = createRoute({
  method: 'post',
  path: '/api/office/sites/{siteId}/quarantine/end',
  request: { params },
  responses: {
    200: {
      description: 'The box books at once. `factAt`: the last it, or the box before it, told of.',
      content: json(z.object({ horizonAt: instant, factAt: instant.optional(), sentence: z.string() })),
    },
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

/** What a director answers for about a site's box. */
export function boxOfficeHttp(parts: SignedInParts) {
  const { now, withOperator } = parts;
  const router = newRouter<SignedInEnv>();
  router.use('/api/office/sites/:siteId/box-lost', signedIn(parts));
  router.use('/api/office/sites/:siteId/quarantine/end', signedIn(parts));
  return router
    .openapi(lostRoute, async (c) => {
      const viewer = c.get('viewer');
      const { siteId: id } = c.req.valid('param');
      if (!may(viewer, 'answer_for_box', id)) return c.json(notYours, 403);
      const at = now();
      const said = { isSwitchedOff: c.req.valid('json').switchedOff, by: viewer.name };
      const done = await withOperator(viewer.operatorId, async (tx) => {
        const row = await findSite(tx, id);
        return row && { row, lost: await declareLost(pgLine(tx), pgCalendar(tx), id, said, at) };
      });
      if (!done) return c.json(unknownSite, 404);
      const { lost, row } = done;
      if (lost.kind === 'no_box') return c.json(noBox, 409);
      const clock = localClock(row.site.time_zone, at);
      const { epoch, horizonAt, isTakenOver, factAt } = lost;
      const from = isTakenOver ? 'at once' : `from ${clock(horizonAt)} on`;
      const sentence = `The cloud books here ${from}. ${unknownSince(factAt, clock)}`;
      const known = factAt === undefined ? {} : { factAt };
      return c.json({ epoch, horizonAt, takenOver: isTakenOver, ...known, sentence }, 200);
    })
    .openapi(quarantineRoute, async (c) => {
      const viewer = c.get('viewer');
      const { siteId: id } = c.req.valid('param');
      if (!may(viewer, 'answer_for_box', id)) return c.json(notYours, 403);
      const at = now();
      const done = await withOperator(viewer.operatorId, async (tx) => {
        const row = await findSite(tx, id);
        return row && { row, ended: await endQuarantine(tx, id, viewer.name, at) };
      });
      if (!done) return c.json(unknownSite, 404);
      const { ended, row } = done;
      if (ended.kind === 'no_box') return c.json(noBox, 409);
      const clock = localClock(row.site.time_zone, at);
      const { horizonAt, factAt } = ended;
      const sentence = `The box books again as soon as it hears of this. ${unknownSince(factAt, clock)}`;
      return c.json({ horizonAt, ...(factAt === undefined ? {} : { factAt }), sentence }, 200);
    });
}

const unknownSite = { kind: 'unknown_site', sentence: 'There is no such site.' };
const noBox = {
  kind: 'no_box',
  sentence: 'This site has no box just now. Enrol one with a new code.',
};

function unknownSince(factAt: EpochMs | undefined, clock: (at: EpochMs) => string): string {
  return factAt === undefined
    ? 'The box never told of anything: what it promised to anybody is not known here.'
    : `What the box promised to anybody after ${clock(factAt)} and did not tell is not known here, and may be booked again.`;
}
