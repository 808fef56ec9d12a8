import { createRoute, z } from '@hono/zod-openapi';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { bookingRefused, bookingView, title } from '@lintel/core/bookings/wire.ts';
import { problem } from '@lintel/core/sync/wire.ts';
import { bookingId, instant, resourceId } from '@lintel/core/wire.ts';
import type { Tx } from '../database/operator.ts';
import type { Viewer } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { book } from './book.ts';
import { cancel } from './cancel.ts';
import type { CalendarPorts } from './ports.ts';
import { findView, myBookings, type PlacedView } from './view-store.ts';

const wish = z.object({
  requestId: bookingId,
  resourceId,
  startsAt: instant,
  endsAt: instant,
  title: title.default(''),
});

const confirmed = z.object({ kind: z.literal('confirmed'), booking: bookingView });
const cancelled = z.object({ kind: z.literal('cancelled'), booking: bookingView });
const requested = z.object({ kind: z.literal('requested'), booking: bookingView, sentence: z.string() });

const bookRoute = createRoute({
  method: 'post',
  path: '/api/bookings',
  request: { body: { required: true, content: json(wish) } },
  responses: {
    201: { description: 'Booked.', content: json(confirmed) },
    202: {
      description: 'The site has not answered: neither booked nor refused yet.',
      content: json(requested),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: {
      description: 'Every reason against it, and what is free instead.',
      content: json(z.union([bookingRefused, problem])),
    },
  },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/api/bookings/{id}/cancel',
  request: { params: z.object({ id: bookingId }) },
  responses: {
    200: { description: 'Cancelled, now or before.', content: json(cancelled) },
    202: { description: 'Asked of the site.', content: json(requested) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
  },
});

const mineRoute = createRoute({
  method: 'get',
  path: '/api/me/bookings',
  responses: {
    200: {
      description: 'The coming ones first.',
      content: json(z.object({ bookings: z.array(bookingView) })),
    },
    401: problems[401],
  },
});

const unknownResource = {
  kind: 'unknown_resource',
  sentence: 'There is no such desk or room. Choose one from the list.',
};
const unknownBooking = { kind: 'unknown_booking', sentence: 'There is no such booking.' };
const requestIdUsed = {
  kind: 'request_id_used',
  sentence: 'This request id belongs to another booking. Use a new one for each booking.',
};
const cancelledSince = {
  kind: 'cancelled_since',
  sentence: 'This booking was made and has been cancelled since. Book again to have it.',
};
const over = { kind: 'over', sentence: 'This booking is over and cannot be cancelled.' };
const keptBySite = { kind: 'kept_by_site', sentence: 'The site did not cancel it. Speak to its front desk.' };

export function bookingsHttp(parts: SignedInParts & CalendarPorts) {
  const router = newRouter<SignedInEnv>();
  router.use('/api/bookings', signedIn(parts));
  router.use('/api/bookings/*', signedIn(parts));
  router.use('/api/me/bookings', signedIn(parts));
  const shown = async (viewer: Viewer, booking: Booking) =>
    await parts.withOperator(viewer.operatorId, (tx) => loadView(tx, viewer, booking));
  return router
    .openapi(bookRoute, async (c) => {
      const viewer = c.get('viewer');
      const booked = await book(parts, viewer, c.req.valid('json'));
      switch (booked.kind) {
        case 'confirmed':
          return c.json({ kind: booked.kind, booking: await shown(viewer, booked.booking) }, 201);
        case 'requested':
          return c.json(
            {
              kind: booked.kind,
              booking: await shown(viewer, booked.booking),
              sentence: notYet(booked.siteName),
            },
            202,
          );
        case 'refused':
          return c.json(booked.refused, 409);
        case 'unfit':
          return c.json(booked.problem, 409);
        case 'cancelled_since':
          return c.json(cancelledSince, 409);
        case 'request_id_used':
          return c.json(requestIdUsed, 409);
        case 'unknown_resource':
          return c.json(unknownResource, 404);
        case 'not_yours':
          return c.json(notYours, 403);
        default:
          return booked satisfies never;
      }
    })
    .openapi(cancelRoute, async (c) => {
      const viewer = c.get('viewer');
      const ended = await cancel(parts, viewer, c.req.valid('param').id);
      switch (ended.kind) {
        case 'cancelled':
          return c.json({ kind: ended.kind, booking: await shown(viewer, ended.booking) }, 200);
        case 'requested':
          return c.json(
            {
              kind: ended.kind,
              booking: await shown(viewer, ended.booking),
              sentence: notYet(ended.siteName),
            },
            202,
          );
        case 'stale':
          return c.json(over, 409);
        case 'unchangeable':
          return c.json(over, 409);
        case 'kept_by_site':
          return c.json(keptBySite, 409);
        case 'unknown_booking':
          return c.json(unknownBooking, 404);
        case 'not_yours':
          return c.json(notYours, 403);
        default:
          return ended satisfies never;
      }
    })
    .openapi(mineRoute, async (c) => {
      const viewer = c.get('viewer');
      const bookings = await parts.withOperator(viewer.operatorId, (tx) =>
        myBookings(tx, viewer, parts.now()),
      );
      return c.json({ bookings: bookings.map(plain) }, 200);
    });
}

const notYet = (siteName: string) =>
  `Not confirmed yet: ${siteName} has not answered. It decides when it is reached again; this page shows what it said.`;

async function loadView(tx: Tx, viewer: Viewer, booking: Booking) {
  const view = await findView(tx, viewer, booking.id);
  if (!view) throw new Error(`The booking ${booking.id} is gone.`);
  return plain(view);
}

function plain({ siteId: _, siteName: __, ...view }: PlacedView) {
  return view;
}
