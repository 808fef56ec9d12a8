import { createRoute, z } from '@hono/zod-openapi';
import { me } from '@lintel/core/members/wire.ts';
import { instant, siteId } from '@lintel/core/wire.ts';
import { issuePasses } from '../doors/issue-pass.ts';
import type { Keys } from '../keys.ts';
import { json, newRouter, problems } from '../router.ts';
import { findPin } from './credentials.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from './signed-in-http.ts';

const meRoute = createRoute({
  method: 'get',
  path: '/api/me',
  responses: { 200: { description: 'Who is signed in.', content: json(me) }, 401: problems[401] },
});

const passView = z.object({ siteId, siteName: z.string(), text: z.string(), expiresAt: instant });

const passRoute = createRoute({
  method: 'get',
  path: '/api/me/pass',
  responses: {
    200: {
      description:
        'The PIN, and for each site with a live or coming right a pass for a QR. Ask again before it expires.',
      content: json(z.object({ pin: z.string().optional(), passes: z.array(passView) })),
    },
    401: problems[401],
  },
});

export function membersHttp(parts: SignedInParts & { readonly keys: Keys }) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/me', signedIn(parts));
  router.use('/api/me/pass', signedIn(parts));
  return router
    .openapi(meRoute, (c) => {
      const { name, email, operatorName, holderId, staff } = c.get('viewer');
      const siteIds = staff?.siteIds ? { siteIds: [...staff.siteIds] } : {};
      const part = staff
        ? { staff: { id: holderId, role: staff.role, ...siteIds } }
        : { member: { id: holderId } };
      return c.json({ name, email, operatorName, ...part }, 200);
    })
    .openapi(passRoute, async (c) => {
      const { operatorId, holderId } = c.get('viewer');
      const answer = await parts.withOperator(operatorId, async (tx) => ({
        pin: await findPin(tx, holderId, parts.keys),
        passes: [...(await issuePasses(tx, holderId, parts.now(), parts.keys))],
      }));
      // A pass is as good as a key: no cache keeps it.
      c.header('Cache-Control', 'no-store');
      return c.json(answer, 200);
    });
}
