import { createRoute, z } from '@hono/zod-openapi';
import type { SiteId } from '@lintel/core/ids.ts';
import { enrolled, enrolment, factsAcknowledged, factsPosted } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { KnownBox } from '../database/directory.ts';
import { announce, type Tx } from '../database/operator.ts';
import { bodyUpTo, closeUnread, json, newRouter, problems } from '../router.ts';
import { enrolProblem, takenProblem } from './answers.ts';
import { type BoxVerdict, proveBox } from './box-token.ts';
import { codeHash, enrol } from './enrol.ts';
import { raiseAlarm } from './facts-store.ts';
import { openFeed, type SyncParts } from './open-feed.ts';
import { pgLine } from './pg-line.ts';
import { takeFacts } from './take-facts.ts';

const enrolRoute = createRoute({
  method: 'post',
  path: '/site/enrol',
  request: { body: { required: true, content: json(enrolment) } },
  responses: {
    201: { description: 'The box is the one accepted box of its site.', content: json(enrolled) },
    400: problems[400],
    404: problems[404],
    409: problems[409],
  },
});

const factsRoute = createRoute({
  method: 'post',
  path: '/site/facts',
  request: { body: { required: true, content: json(factsPosted) } },
  responses: {
    200: { description: 'Everything up to `seq` is kept.', content: json(factsAcknowledged) },
    400: problems[400],
    401: problems[401],
    409: problems[409],
  },
});

const feedRoute = createRoute({
  method: 'get',
  path: '/site/feed',
  request: {
    query: z.object({
      generation: z.string().max(64).default(''),
      cursor: z.coerce.number().int().min(0).default(0),
    }),
  },
  responses: {
    200: { description: 'Lines of `feedLine` as `application/x-ndjson`, without end.' },
    400: problems[400],
    401: problems[401],
    409: problems[409],
  },
});

type BoxEnv = { Variables: { box: KnownBox } };

/** Lets only the accepted box of a site pass, before a byte of what it sends is read. */
function provenBox(parts: SyncParts) {
  return createMiddleware<BoxEnv>(async (c, next) => {
    const verdict = await proveBox(c.req.header('authorization'), parts.directory.boxOf);
    if (verdict.kind !== 'box') {
      if (c.req.method === 'POST') closeUnread(c);
      return await turnAway(c, verdict, parts);
    }
    c.set('box', verdict.box);
    await next();
  });
}

/** What boxes call. */
export function syncHttp(parts: SyncParts) {
  const { directory, now, withOperator } = parts;
  const router = newRouter<BoxEnv>();
  router.use('/site/enrol', bodyUpTo(64));
  router.use('/site/facts', provenBox(parts), bodyUpTo(16 * 1024));
  router.use('/site/feed', provenBox(parts));
  return router
    .openapi(enrolRoute, async (c) => {
      const wanted = c.req.valid('json');
      const key = await directory.siteOfCode(codeHash(wanted.code));
      if (!key) return c.json(enrolProblem({ kind: 'unknown_code' }), 404);
      const answer = await withOperator(key.operatorId, (tx) => enrol(tx, wanted, now(), parts));
      if (!('kind' in answer)) return c.json(answer, 201);
      return c.json(enrolProblem(answer), answer.kind === 'unknown_code' ? 404 : 409);
    })
    .openapi(factsRoute, async (c) => {
      const box = c.get('box');
      const posted = { ...c.req.valid('json'), epoch: box.epoch };
      const taken = await withOperator(box.operatorId, (tx) =>
        takeFacts(pgLine(tx), box.siteId, posted, now(), (facts) =>
          parts.applyFacts(tx, box.siteId, facts, now()),
        ),
      );
      if (taken.kind === 'acknowledged')
        return c.json({ seq: taken.seq, hash: taken.hash, dead: [...taken.dead] }, 200);
      if (taken.kind === 'epoch_over') return await turnAway(c, taken, parts);
      return c.json(takenProblem(taken), 409);
    })
    .openapi(feedRoute, async (c) => {
      const stream = await openFeed(c.get('box'), c.req.valid('query'), c.req.raw.signal, parts);
      return c.body(stream, 200, {
        'Content-Type': 'application/x-ndjson',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
    });
}

async function turnAway(c: Context, verdict: Exclude<BoxVerdict, { kind: 'box' }>, parts: SyncParts) {
  switch (verdict.kind) {
    case 'unproven':
      return c.json({ kind: 'unproven', sentence: verdict.sentence }, 401);
    case 'epoch_over':
      return c.json(
        {
          kind: 'epoch_over',
          sentence: 'Another box was enrolled for this site. Enrol this one again with a new code.',
        },
        401,
      );
    case 'quarantined': {
      const { operatorId, siteId } = verdict.box;
      await parts.withOperator(operatorId, async (tx) => {
        await noteQuarantine(tx, siteId, verdict.incarnation, parts.now());
      });
      return c.json(takenProblem({ kind: 'quarantined' }), 409);
    }
    default:
      return verdict satisfies never;
  }
}

async function noteQuarantine(tx: Tx, siteId: SiteId, incarnation: string, at: EpochMs): Promise<void> {
  const detail = `A store (${incarnation}) spoke that is not the one enrolled here.`;
  if (await raiseAlarm(tx, siteId, at, 'quarantined', detail)) await announce(tx, siteId, 'link');
}
