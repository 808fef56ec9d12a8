import { createRoute, z } from '@hono/zod-openapi';
import { planTerms, planView } from '@lintel/core/members/plan-wire.ts';
import { planId } from '@lintel/core/wire.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { keepPlan } from './keep-plan.ts';
import { mayEverywhere } from './may.ts';
import { listPlans } from './plan-store.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from './signed-in-http.ts';

const params = z.object({ id: planId });

const listRoute = createRoute({
  method: 'get',
  path: '/api/office/plans',
  responses: {
    200: {
      description: 'From the smallest to the largest.',
      content: json(z.object({ plans: z.array(planView) })),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/api/office/plans/{id}',
  request: { params },
  responses: {
    200: { description: 'One plan.', content: json(planView) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const writeRoute = createRoute({
  method: 'put',
  path: '/api/office/plans/{id}',
  request: { params, body: { required: true, content: json(planTerms) } },
  responses: {
    200: { description: 'Its terms from now on.', content: json(planView) },
    201: { description: 'A new plan, under the id that was sent.', content: json(planView) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
  },
});

/** Plans bind every site: only a role for all of them writes one. */
export function plansHttp(parts: SignedInParts) {
  const { now, withOperator } = parts;
  const router = newRouter<SignedInEnv>();
  for (const path of ['/api/office/plans', '/api/office/plans/*']) router.use(path, signedIn(parts));
  return router
    .openapi(listRoute, async (c) => {
      const viewer = c.get('viewer');
      if (!viewer.staff) return c.json(notYours, 403);
      const plans = await withOperator(viewer.operatorId, (tx) => listPlans(tx, now()));
      return c.json({ plans: [...plans] }, 200);
    })
    .openapi(readRoute, async (c) => {
      const viewer = c.get('viewer');
      if (!viewer.staff) return c.json(notYours, 403);
      const { id } = c.req.valid('param');
      const [found] = await withOperator(viewer.operatorId, (tx) => listPlans(tx, now(), id));
      return found
        ? c.json(found, 200)
        : c.json({ kind: 'unknown_plan', sentence: 'There is no such plan.' }, 404);
    })
    .openapi(writeRoute, async (c) => {
      const viewer = c.get('viewer');
      if (!mayEverywhere(viewer, 'set_rules')) return c.json(notYours, 403);
      const { id } = c.req.valid('param');
      const { kept, plan } = await withOperator(viewer.operatorId, async (tx) => ({
        kept: await keepPlan(tx, id, c.req.valid('json'), now()),
        plan: (await listPlans(tx, now(), id))[0],
      }));
      if (kept.kind === 'unknown_doors') return c.json(badDoors(kept.doorIds, 'accessDoorIds'), 400);
      if (!plan) throw new Error(`The plan ${id} is gone.`);
      return c.json(plan, kept.isNew ? 201 : 200);
    });
}

/** The answer to doors that are not there. */
export function badDoors(doorIds: readonly string[], path: string) {
  return {
    kind: 'bad_input',
    sentence: 'Some of the doors do not exist here. Choose them from the list of doors.',
    fields: doorIds.map((doorId) => ({ path, message: `there is no door ${doorId} here` })),
  };
}
