import { createRoute, z } from '@hono/zod-openapi';
import {
  seriesCancel,
  seriesChange,
  seriesChanged,
  seriesChangePreview,
  seriesDate,
  seriesGivenAway,
  wholeSeries,
} from '@lintel/core/bookings/series-wire.ts';
import type { SeriesId } from '@lintel/core/ids.ts';
import { problem } from '@lintel/core/sync/wire.ts';
import { seriesId } from '@lintel/core/wire.ts';

import type { Viewer } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, problems } from '../router.ts';
import { cancelDates } from './cancel-series.ts';
import { changeDates } from './change-series.ts';
import type { SeriesPorts } from './ports.ts';
import { previewCancel, previewChange } from './preview-change.ts';
import { problemOf } from './problems.ts';
import { refused } from './refused-http.ts';
import { restoreDate } from './restore.ts';
import { loadWhole } from './view.ts';

const params = z.object({ id: seriesId });
const responses = {
  200: {
    description: 'Done; dates that stay as they were say why. Or, as a preview, what would be done.',
    content: json(z.union([seriesChanged, seriesChangePreview, seriesGivenAway])),
  },
  400: problems[400],
  401: problems[401],
  403: problems[403],
  404: problems[404],
  409: {
    description: 'It cannot be done as things stand; what is stale comes as it is now.',
    content: json(problem.extend({ current: wholeSeries.optional() })),
  },
} as const;

const changeRoute = createRoute({
  method: 'post',
  path: '/api/series/{id}/change',
  request: { params, body: { required: true, content: json(seriesChange) } },
  responses,
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/api/series/{id}/cancel',
  request: { params, body: { required: true, content: json(seriesCancel) } },
  responses,
});

const restoreRoute = createRoute({
  method: 'post',
  path: '/api/series/{id}/dates/{date}/restore',
  request: { params: params.extend({ date: seriesDate }) },
  responses: {
    200: { description: 'The date is part of the series again.', content: json(seriesChanged) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: responses[409],
  },
});

const givenAway = {
  kind: 'given_away' as const,
  sentence: 'The series is theirs now. Dates they may not hold stay among your bookings.',
};

/** Changes of a series: one date, a range, or this and all that follow. */
export function seriesChangeHttp(parts: SignedInParts & SeriesPorts) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/series/*', signedIn(parts));
  const load = (viewer: Viewer, id: SeriesId) =>
    parts.withOperator(viewer.operatorId, (tx) => loadWhole(tx, viewer, id, parts.now()));
  return router
    .openapi(changeRoute, async (c) => {
      const [viewer, { id }, wanted] = [c.get('viewer'), c.req.valid('param'), c.req.valid('json')];
      const step = wanted.preview
        ? await previewChange(parts, viewer, id, wanted)
        : await changeDates(parts, viewer, id, wanted);
      if (step.kind === 'preview') return c.json({ ...step, dates: [...step.dates] }, 200);
      const found = await load(viewer, id);
      if (step.kind === 'changed' && found.kind === 'not_yours') return c.json(givenAway, 200);
      if (found.kind !== 'whole') return refused(c, problemOf(found));
      if (step.kind === 'changed') return c.json({ kind: 'changed' as const, ...found.whole }, 200);
      if (step.kind === 'stale') return c.json({ ...problemOf(step).body, current: found.whole }, 409);
      return refused(c, problemOf(step));
    })
    .openapi(cancelRoute, async (c) => {
      const [viewer, { id }, wanted] = [c.get('viewer'), c.req.valid('param'), c.req.valid('json')];
      const step = wanted.preview
        ? await previewCancel(parts, viewer, id, wanted)
        : await cancelDates(parts, viewer, id, wanted);
      if (step.kind === 'preview') return c.json({ ...step, dates: [...step.dates] }, 200);
      const found = await load(viewer, id);
      if (found.kind !== 'whole') return refused(c, problemOf(found));
      if (step.kind === 'changed') return c.json({ kind: 'changed' as const, ...found.whole }, 200);
      if (step.kind === 'stale') return c.json({ ...problemOf(step).body, current: found.whole }, 409);
      return refused(c, problemOf(step));
    })
    .openapi(restoreRoute, async (c) => {
      const [viewer, { id, date }] = [c.get('viewer'), c.req.valid('param')];
      const restored = await restoreDate(parts, viewer, id, date);
      const found = await load(viewer, id);
      if (found.kind !== 'whole') return refused(c, problemOf(found));
      if (restored.kind === 'restored') return c.json({ kind: 'changed' as const, ...found.whole }, 200);
      if (restored.kind !== 'not_free') return refused(c, problemOf(restored));
      const sentence = restored.dated.reasons.map((one) => one.sentence).join(' ');
      return c.json({ kind: 'not_free', sentence, current: found.whole }, 409);
    });
}
