import { createRoute, z } from '@hono/zod-openapi';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import {
  bookingConfirmed,
  bookingJudged,
  bookingRequested,
  bookingWish,
} from '@lintel/core/bookings/calls-wire.ts';
import { bookingRefused, bookingView } from '@lintel/core/bookings/wire.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import { problem } from '@lintel/core/sync/wire.ts';
import { may, type Viewer } from '../members/may.ts';
import { type SignedInEnv, type SignedInParts, signedIn } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { type Booked, book, type Named } from './book.ts';
import { floodLimit } from './flood-http.ts';
import type { CalendarPorts } from './ports.ts';
import { quoteWish } from './quote.ts';
import type { Refused } from './refuse.ts';
import { notYet } from './sentences.ts';
import { myBookings, unplaced, viewsOf } from './view-store.ts';
import { bookingViewOf } from './views.ts';

const bookRoute = createRoute({
  method: 'post',
  path: '/api/bookings',
  request: { body: { required: true, content: json(bookingWish) } },
  responses: {
    201: { description: 'Booked.', content: json(bookingConfirmed) },
    202: {
      description: 'The site has not answered: neither booked nor refused yet.',
      content: json(bookingRequested),
    },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: {
      description: 'Every reason against it, and what is free instead.',
      content: json(z.union([bookingRefused, problem])),
    },
    429: { description: 'Too many in a minute.', content: json(problem) },
  },
});

const judgeRoute = createRoute({
  method: 'post',
  path: '/api/bookings/judge',
  request: { body: { required: true, content: json(bookingWish) } },
  responses: {
    200: { description: 'Its price, and every reason against it.', content: json(bookingJudged) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: problems[409],
    429: { description: 'Too many in a minute.', content: json(problem) },
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

export type BookingsHttpParts = SignedInParts & CalendarPorts;

/** Everything under `/api/bookings` is of whoever is signed in, and of nobody who floods it. */
export function bookingsHttp(parts: BookingsHttpParts) {
  const router = newRouter<SignedInEnv>();
  const limit = floodLimit(parts);
  // The pattern takes in `/api/bookings` itself.
  router.use('/api/bookings/*', signedIn(parts), limit);
  router.use('/api/me/bookings', signedIn(parts));
  return router
    .openapi(bookRoute, async (c) => {
      const viewer = c.get('viewer');
      const booked = await book(parts, viewer, c.req.valid('json'));
      switch (booked.kind) {
        case 'confirmed':
          return c.json({ kind: booked.kind, ...(await shown(parts, viewer, booked)) }, 201);
        case 'requested': {
          const sentence = notYet(booked.siteName);
          return c.json({ kind: booked.kind, ...(await shown(parts, viewer, booked)), sentence }, 202);
        }
        case 'refused':
          return c.json(await refusedView(parts, viewer, booked), 409);
        case 'unfit':
          return c.json(booked.problem, 409);
        case 'cancelled_since':
        case 'request_id_used':
          return c.json(bookProblems[booked.kind], 409);
        case 'unknown_resource':
          return c.json(bookProblems[booked.kind], 404);
        case 'not_yours':
          return c.json(notYours, 403);
        default:
          return booked satisfies never;
      }
    })
    .openapi(judgeRoute, async (c) => {
      const judged = await quoteWish(parts, c.get('viewer'), c.req.valid('json'));
      switch (judged.kind) {
        case 'judged': {
          const { kind: _, ...answer } = judged;
          return c.json(answer, 200);
        }
        case 'unfit':
          return c.json(judged.problem, 409);
        case 'unknown_resource':
          return c.json(bookProblems[judged.kind], 404);
        case 'not_yours':
          return c.json(notYours, 403);
        default:
          return judged satisfies never;
      }
    })
    .openapi(mineRoute, async (c) => {
      const viewer = c.get('viewer');
      const bookings = await parts.withOperator(viewer.operatorId, (tx) =>
        myBookings(tx, viewer, parts.now()),
      );
      return c.json({ bookings: bookings.map(unplaced) }, 200);
    });
}

export const bookProblems = {
  unknown_resource: {
    kind: 'unknown_resource',
    sentence: 'There is no such resource here. Choose one from the list of the site.',
  },
  request_id_used: {
    kind: 'request_id_used',
    sentence: 'This request id belongs to another booking. Use a new one for each booking.',
  },
  cancelled_since: {
    kind: 'cancelled_since',
    sentence: 'This booking was made and has been cancelled since. Book again to have it.',
  },
} as const;

/** The bookings as the viewer sees them; of a group all, the first one first. */
export async function shown(
  parts: SignedInParts,
  viewer: Viewer,
  { bookings, named }: Pick<Extract<Booked, { kind: 'confirmed' }>, 'bookings' | 'named'>,
) {
  const views = named
    ? bookings.map((one, n) => shownAs(viewer, one, named, n))
    : await lookUp(
        parts,
        viewer,
        bookings.map(({ id }) => id),
      );
  const [booking, ...others] = views;
  if (!booking) throw new Error('The booking is gone.');
  return others.length > 0 ? { booking, bookings: [booking, ...others] } : { booking };
}

function shownAs(viewer: Viewer, booking: Booking, { places, holder }: Named, n: number) {
  const place = places[n];
  if (!place) throw new Error('A booking without its place.');
  const isMine = booking.holderId === viewer.holderId;
  const isShown = isMine || may(viewer, 'see_names', place.siteId);
  return bookingViewOf(booking, { resource: place.resource, holder: holder?.name }, { isMine, isShown });
}

async function lookUp(parts: SignedInParts, viewer: Viewer, ids: readonly BookingId[]) {
  const views = await parts.withOperator(viewer.operatorId, (tx) => viewsOf(tx, viewer, ids));
  return views.map(unplaced);
}

export async function shownOne(parts: SignedInParts, viewer: Viewer, { id }: { readonly id: BookingId }) {
  const [view] = await lookUp(parts, viewer, [id]);
  if (!view) throw new Error(`The booking ${id} is gone.`);
  return view;
}

/** The answer no; staff are shown what stands in the way. */
export async function refusedView(parts: SignedInParts, viewer: Viewer, { refused, inTheWay }: Refused) {
  if (!viewer.staff || inTheWay.length === 0) return refused;
  return { ...refused, inTheWay: await lookUp(parts, viewer, inTheWay) };
}
