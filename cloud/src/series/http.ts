import { createRoute, z } from '@hono/zod-openapi';
import { seriesPreview, seriesView, seriesWish, wholeSeries } from '@lintel/core/bookings/series-wire.ts';
import { problem } from '@lintel/core/sync/wire.ts';
import { seriesId } from '@lintel/core/wire.ts';

import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, problems } from '../router.ts';
import { createSeries } from './create.ts';
import type { SeriesPorts } from './ports.ts';
import { previewSeries } from './preview.ts';
import { inThePast, problemOf } from './problems.ts';
import { refused } from './refused-http.ts';
import { loadWhole, mySeries } from './view.ts';

const previewRoute = createRoute({
  method: 'post',
  path: '/api/series/preview',
  request: { body: { required: true, content: json(seriesWish) } },
  responses: {
    200: {
      description: 'What every date would become, with what is free instead. Nothing is written.',
      content: json(seriesPreview),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

const makeRoute = createRoute({
  method: 'post',
  path: '/api/series',
  request: { body: { required: true, content: json(seriesWish) } },
  responses: {
    201: {
      description: 'What could be booked is booked; the rest is kept with its reasons.',
      content: json(wholeSeries),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: {
      description: 'Not one date could be booked, or the request id belongs to another series.',
      content: json(problem.extend({ preview: seriesPreview.optional() })),
    },
  },
});

const mineRoute = createRoute({
  method: 'get',
  path: '/api/me/series',
  responses: {
    200: {
      description: 'The newest first, those that have ended last.',
      content: json(z.object({ series: z.array(seriesView) })),
    },
    401: problems[401],
  },
});

const wholeRoute = createRoute({
  method: 'get',
  path: '/api/series/{id}',
  request: { params: z.object({ id: seriesId }) },
  responses: {
    200: { description: 'With its dates from today on.', content: json(wholeSeries) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

const nothingToBook = {
  kind: 'nothing_to_book',
  sentence: 'Not one of these dates can be booked. Each says why; choose other times, or another place.',
};

/** Series as their members and staff make and see them. */
export function seriesHttp(parts: SignedInParts & SeriesPorts) {
  const router = newRouter<SignedInEnv>();
  for (const path of ['/api/series', '/api/series/*', '/api/me/series']) router.use(path, signedIn(parts));
  return router
    .openapi(previewRoute, async (c) => {
      const previewed = await previewSeries(parts, c.get('viewer'), c.req.valid('json'));
      if (previewed.kind === 'begins_in_the_past') return c.json(inThePast, 400);
      if (previewed.kind !== 'preview') return refused(c, problemOf(previewed));
      return c.json(previewed.preview, 200);
    })
    .openapi(makeRoute, async (c) => {
      const viewer = c.get('viewer');
      const made = await createSeries(parts, viewer, c.req.valid('json'));
      if (made.kind === 'nothing_to_book') return c.json({ ...nothingToBook, preview: made.preview }, 409);
      if (made.kind === 'begins_in_the_past') return c.json(inThePast, 400);
      if (made.kind !== 'created') return refused(c, problemOf(made));
      const found = await parts.withOperator(viewer.operatorId, (tx) =>
        loadWhole(tx, viewer, made.seriesId, parts.now()),
      );
      return found.kind === 'whole' ? c.json(found.whole, 201) : refused(c, problemOf(found));
    })
    .openapi(mineRoute, async (c) => {
      const viewer = c.get('viewer');
      const series = await parts.withOperator(viewer.operatorId, (tx) => mySeries(tx, viewer, parts.now()));
      return c.json({ series: [...series] }, 200);
    })
    .openapi(wholeRoute, async (c) => {
      const viewer = c.get('viewer');
      const found = await parts.withOperator(viewer.operatorId, (tx) =>
        loadWhole(tx, viewer, c.req.valid('param').id, parts.now()),
      );
      return found.kind === 'whole' ? c.json(found.whole, 200) : refused(c, problemOf(found));
    });
}
