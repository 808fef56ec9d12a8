import { createRoute, z } from '@hono/zod-openapi';
import { officeResource, resourceTerms } from '@lintel/core/bookings/resource-wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { resourceId, siteId } from '@lintel/core/wire.ts';
import { type Deed, may, type Viewer } from '../members/may.ts';
import { badDoors } from '../members/plans-http.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { keepResource } from './keep-resource.ts';
import { findResource, listResources } from './resource-store.ts';

const params = z.object({ id: resourceId });

const listRoute = createRoute({
  method: 'get',
  path: '/api/office/sites/{siteId}/resources',
  request: { params: z.object({ siteId }) },
  responses: {
    200: {
      description: 'By kind and name.',
      content: json(z.object({ resources: z.array(officeResource) })),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const readRoute = createRoute({
  method: 'get',
  path: '/api/office/resources/{id}',
  request: { params },
  responses: {
    200: { description: 'One resource.', content: json(officeResource) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const writeRoute = createRoute({
  method: 'put',
  path: '/api/office/resources/{id}',
  request: { params, body: { required: true, content: json(resourceTerms) } },
  responses: {
    200: { description: 'Its terms from now on.', content: json(officeResource) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const unknownResource = { kind: 'unknown_resource', sentence: 'There is no such desk or room.' };

/** Desks, rooms, booths and offices as staff set them. */
export function resourcesHttp(parts: SignedInParts) {
  const { now, withOperator } = parts;
  const router = newRouter<SignedInEnv>();
  for (const path of ['/api/office/sites/:siteId/resources', '/api/office/resources/*'])
    router.use(path, signedIn(parts));
  const mine = async (viewer: Viewer, deed: Deed, id: ResourceId) => {
    const found = await withOperator(viewer.operatorId, (tx) => findResource(tx, id));
    return found && { found, allowed: may(viewer, deed, found.siteId) };
  };
  return router
    .openapi(listRoute, async (c) => {
      const viewer = c.get('viewer');
      const { siteId: id } = c.req.valid('param');
      if (!may(viewer, 'see_office', id)) return c.json(notYours, 403);
      const resources = await withOperator(viewer.operatorId, (tx) => listResources(tx, id));
      return c.json({ resources: [...resources] }, 200);
    })
    .openapi(readRoute, async (c) => {
      const known = await mine(c.get('viewer'), 'see_office', c.req.valid('param').id);
      if (!known) return c.json(unknownResource, 404);
      return known.allowed ? c.json(known.found, 200) : c.json(notYours, 403);
    })
    .openapi(writeRoute, async (c) => {
      const viewer = c.get('viewer');
      const { id } = c.req.valid('param');
      const known = await mine(viewer, 'set_rules', id);
      if (!known) return c.json(unknownResource, 404);
      if (!known.allowed) return c.json(notYours, 403);
      const terms = c.req.valid('json');
      const kept = await withOperator(viewer.operatorId, (tx) => keepResource(tx, id, terms, now()));
      switch (kept.kind) {
        case 'kept':
          return c.json({ ...known.found, terms }, 200);
        case 'unknown_resource':
          return c.json(unknownResource, 404);
        case 'unknown_doors':
          return c.json(badDoors(kept.doorIds, 'doorIds'), 400);
        default:
          return kept satisfies never;
      }
    });
}
