import { createRoute, z } from '@hono/zod-openapi';
import { calendarLinkMade, calendarLinkView, calendarLinkWish } from '@lintel/core/calendars/wire.ts';
import type { Directory } from '../database/directory.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { feedHttp } from './feed-http.ts';
import { linksOf, type NamedLink, revokeLink } from './link-store.ts';
import { type LinkWish, makeLink } from './make-link.ts';

const listRoute = createRoute({
  method: 'get',
  path: '/api/me/calendar-links',
  responses: {
    200: {
      description: 'The viewer’s links, without their addresses.',
      content: json(z.object({ links: z.array(calendarLinkView) })),
    },
    401: problems[401],
  },
});

const makeRoute = createRoute({
  method: 'post',
  path: '/api/me/calendar-links',
  request: { body: { content: json(calendarLinkWish), required: true } },
  responses: {
    201: { description: 'Made. The address is shown this once.', content: json(calendarLinkMade) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

const revokeRoute = createRoute({
  method: 'delete',
  path: '/api/me/calendar-links/{id}',
  request: { params: z.object({ id: z.uuid().lowercase() }) },
  responses: {
    204: { description: 'Its address answers nobody any more.' },
    400: problems[400],
    401: problems[401],
    404: problems[404],
  },
});

export type CalendarsHttpParts = SignedInParts & {
  readonly directory: Directory;
  readonly publicUrl: string | undefined;
};

/** Links to calendars, and the calendars behind them. */
export function calendarsHttp(parts: CalendarsHttpParts) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/me/calendar-links', signedIn(parts));
  router.use('/api/me/calendar-links/*', signedIn(parts));
  router.route('/', feedHttp(parts));
  const { withOperator, now, publicUrl } = parts;
  return router
    .openapi(listRoute, async (c) => {
      const { operatorId, holderId } = c.get('viewer');
      const links = await withOperator(operatorId, (tx) => linksOf(tx, holderId));
      return c.json({ links: links.map(toView) }, 200);
    })
    .openapi(makeRoute, async (c) => {
      const viewer = c.get('viewer');
      const wish: LinkWish = c.req.valid('json');
      const made = await withOperator(viewer.operatorId, (tx) => makeLink(tx, viewer, wish, now()));
      // The address is as good as a password: no cache keeps it.
      c.header('Cache-Control', 'no-store');
      switch (made.kind) {
        case 'made': {
          const address = new URL(`/calendars/${made.token}.ics`, publicUrl ?? c.req.url).href;
          return c.json({ link: toView(made.link), address }, 201);
        }
        case 'unknown':
          return c.json({ kind: 'unknown_place', sentence: 'There is no such resource or site.' }, 404);
        case 'not_yours':
          return c.json(notYours, 403);
        case 'too_many': {
          const sentence = `You have ${made.most} calendar links, which is the most. Revoke one that you do not use first.`;
          return c.json({ kind: 'too_many_links', sentence }, 409);
        }
        default:
          return made satisfies never;
      }
    })
    .openapi(revokeRoute, async (c) => {
      const { operatorId, holderId } = c.get('viewer');
      const { id } = c.req.valid('param');
      const revoked = await withOperator(operatorId, (tx) => revokeLink(tx, holderId, id, now()));
      if (!revoked)
        return c.json(
          { kind: 'unknown_link', sentence: 'There is no such link, or it was revoked before.' },
          404,
        );
      return c.body(null, 204);
    });
}

function toView(link: NamedLink) {
  return {
    id: link.id,
    of: link.kind,
    ...(link.resource_id ? { resourceId: link.resource_id } : {}),
    ...(link.site_id ? { siteId: link.site_id } : {}),
    name: link.resourceName ?? link.siteName ?? 'Your bookings',
    withNames: link.with_names,
    madeAt: link.made_at,
    ...(link.read_at ? { readAt: link.read_at } : {}),
  };
}
