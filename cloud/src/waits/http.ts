import { createRoute, z } from '@hono/zod-openapi';
import { waitView, waitWish } from '@lintel/core/waits/wire.ts';
import { bookingId } from '@lintel/core/wire.ts';
import { createMiddleware } from 'hono/factory';
import { may } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { askToWait } from './ask-to-wait.ts';
import { stands } from './look.ts';
import type { WaitPorts } from './ports.ts';
import { findOffer } from './store.ts';
import { myWaits } from './view-store.ts';
import { withdraw } from './withdraw.ts';

const waitRoute = createRoute({
  method: 'post',
  path: '/api/waits',
  request: { body: { required: true, content: json(waitWish) } },
  responses: {
    201: { description: 'In line.', content: json(z.object({ wait: waitView })) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

const mineRoute = createRoute({
  method: 'get',
  path: '/api/me/waits',
  responses: {
    200: {
      description: 'What one waits for, and what became of it in the last month.',
      content: json(z.object({ waits: z.array(waitView) })),
    },
    401: problems[401],
  },
});

const withdrawRoute = createRoute({
  method: 'delete',
  path: '/api/waits/{id}',
  request: { params: z.object({ id: z.uuid() }) },
  responses: {
    200: { description: 'Out of line, now or before.', content: json(z.object({ wait: waitView })) },
    400: problems[400],
    401: problems[401],
    404: problems[404],
    409: problems[409],
  },
});

const unknownWait = { kind: 'unknown_wait', sentence: 'There is no such wait.' };
const unknownResource = {
  kind: 'unknown_resource',
  sentence: 'There is no such desk or room at this site. Choose one from the list.',
};
const taken = {
  kind: 'taken',
  sentence: 'This was accepted and is a booking now. Cancel the booking instead.',
};
const offerOver = {
  kind: 'offer_over',
  sentence:
    'The time to accept this has run out, and it goes to the next in line. Join the line again, or search.',
};

/** The wait-list of whoever is signed in. */
export function waitsHttp(parts: SignedInParts & WaitPorts) {
  const router = newRouter<SignedInEnv>();
  for (const path of ['/api/waits', '/api/waits/*', '/api/me/waits']) router.use(path, signedIn(parts));
  router.use('/api/bookings/:id/change', offerInTime(parts));
  const { now, withOperator } = parts;
  return router
    .openapi(waitRoute, async (c) => {
      const viewer = c.get('viewer');
      const wish = c.req.valid('json');
      if (!may(viewer, 'book', wish.siteId)) return c.json(notYours, 403);
      return await withOperator(viewer.operatorId, async (tx) => {
        const asked = await askToWait(tx, viewer, wish, now());
        if (asked.kind === 'unknown_resource') return c.json(unknownResource, 404);
        if (asked.kind === 'turned_down') return c.json(asked.problem, 409);
        const [wait] = await myWaits(tx, viewer.holderId, now(), asked.wait.id);
        if (!wait) throw new Error(`The wait ${asked.wait.id} is gone.`);
        return c.json({ wait }, 201);
      });
    })
    .openapi(mineRoute, async (c) => {
      const { operatorId, holderId } = c.get('viewer');
      const waits = await withOperator(operatorId, (tx) => myWaits(tx, holderId, now()));
      return c.json({ waits: [...waits] }, 200);
    })
    .openapi(withdrawRoute, async (c) => {
      const viewer = c.get('viewer');
      const { id } = c.req.valid('param');
      const ended = await withdraw(parts, viewer, id);
      if (ended.kind === 'unknown_wait') return c.json(unknownWait, 404);
      if (ended.kind === 'taken') return c.json(taken, 409);
      const [wait] = await withOperator(viewer.operatorId, (tx) => myWaits(tx, viewer.holderId, now(), id));
      return wait ? c.json({ wait }, 200) : c.json(unknownWait, 404);
    });
}

/** A yes that comes after the time has run out is no yes: the slot is on its way to the next. */
function offerInTime(parts: SignedInParts) {
  const accept = z.object({ change: z.object({ kind: z.literal('accept') }) });
  const guard = signedIn(parts);
  return createMiddleware<SignedInEnv>(async (c, next) => {
    const wanted: unknown = await c.req.json().catch(() => undefined);
    const booking = bookingId.safeParse(c.req.param('id'));
    if (!accept.safeParse(wanted).success || !booking.success) return await next();
    return await guard(c, async () => {
      const { operatorId } = c.get('viewer');
      const offer = await parts.withOperator(operatorId, (tx) => findOffer(tx, booking.data));
      if (offer && !stands(offer, parts.now())) {
        c.res = c.json(offerOver, 409);
        return;
      }
      await next();
    });
  });
}
