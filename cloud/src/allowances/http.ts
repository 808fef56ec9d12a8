import { createRoute } from '@hono/zod-openapi';
import { allowanceAnswer } from '@lintel/core/allowances/wire.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, problems } from '../router.ts';
import { myMonths } from './my-months.ts';

const mineRoute = createRoute({
  method: 'get',
  path: '/api/me/allowance',
  responses: {
    200: {
      description: 'What each month includes and what is used of it, from last month on.',
      content: json(allowanceAnswer),
    },
    401: problems[401],
  },
});

export function allowancesHttp(parts: SignedInParts) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/me/allowance', signedIn(parts));
  return router.openapi(mineRoute, async (c) => {
    const { operatorId, holderId } = c.get('viewer');
    const months = await parts.withOperator(operatorId, (tx) => myMonths(tx, holderId, parts.now()));
    return c.json({ months: [...months] }, 200);
  });
}
