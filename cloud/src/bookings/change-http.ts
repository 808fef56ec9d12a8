import { createRoute, z } from '@hono/zod-openapi';
import {
  bookingCancelled,
  bookingChange,
  bookingChanged,
  bookingDetail,
  bookingRequested,
  bookingStale,
  cancelTerms,
} from '@lintel/core/bookings/calls-wire.ts';
import { type ChangeRefusal, changeSentence } from '@lintel/core/bookings/change.ts';
import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import { problem } from '@lintel/core/sync/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { bookingId } from '@lintel/core/wire.ts';
import type { SignedInEnv } from '../members/signed-in-http.ts';
import { json, newRouter, notYours, problems } from '../router.ts';
import { cancel } from './cancel.ts';
import { change } from './change.ts';
import { findDetail, staleAnswer } from './detail-store.ts';
import { type BookingsHttpParts, bookProblems, refusedView, shownOne } from './http.ts';
import { notYet } from './sentences.ts';

const params = z.object({ id: bookingId });
const flooded = { description: 'Too many in a minute.', content: json(problem) };

const detailRoute = createRoute({
  method: 'get',
  path: '/api/bookings/{id}',
  request: { params },
  responses: {
    200: { description: 'With its history, to its holder and staff.', content: json(bookingDetail) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
  },
});

const changeRoute = createRoute({
  method: 'post',
  path: '/api/bookings/{id}/change',
  request: { params, body: { required: true, content: json(bookingChange) } },
  responses: {
    200: { description: 'As wanted, now or before.', content: json(bookingChanged) },
    202: { description: 'Asked of the site; it stands as it was.', content: json(bookingRequested) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: {
      description: 'Not so: refused, changed since, or not to be changed like this.',
      content: json(z.union([bookingRefused, bookingStale, problem])),
    },
    429: flooded,
  },
});

const cancelRoute = createRoute({
  method: 'post',
  path: '/api/bookings/{id}/cancel',
  request: { params, body: { required: false, content: json(cancelTerms) } },
  responses: {
    200: { description: 'Cancelled, now or before.', content: json(bookingCancelled) },
    202: { description: 'Asked of the site.', content: json(bookingRequested) },
    400: problems[400],
    401: problems[401],
    403: problems[403],
    404: problems[404],
    409: { description: 'Not so.', content: json(z.union([bookingStale, problem])) },
    429: flooded,
  },
});

/** What becomes of a booking. Behind the sign-in and the limit of `bookingsHttp`. */
export function bookingChangeHttp(parts: BookingsHttpParts) {
  return newRouter<SignedInEnv>()
    .openapi(detailRoute, async (c) => {
      const viewer = c.get('viewer');
      const detail = await parts.withOperator(viewer.operatorId, (tx) =>
        findDetail(tx, viewer, c.req.valid('param').id, parts.now()),
      );
      return detail ? c.json(detail, 200) : c.json(unknownBooking, 404);
    })
    .openapi(changeRoute, async (c) => {
      const viewer = c.get('viewer');
      const { id } = c.req.valid('param');
      const answer = await change(parts, viewer, id, c.req.valid('json'));
      switch (answer.kind) {
        case 'changed':
          return c.json({ kind: answer.kind, booking: await shownOne(parts, viewer, answer.booking) }, 200);
        case 'requested': {
          const booking = await shownOne(parts, viewer, answer.booking);
          return c.json({ kind: answer.kind, booking, sentence: notYet(answer.siteName) }, 202);
        }
        case 'stale':
          return c.json(
            await parts.withOperator(viewer.operatorId, (tx) => staleAnswer(tx, viewer, id, parts.now())),
            409,
          );
        case 'refused':
          return c.json(await refusedView(parts, viewer, answer), 409);
        case 'unfit':
          return c.json(answer.problem, 409);
        case 'unchangeable':
          return c.json(unchangeable(answer, parts.now()), 409);
        case 'unknown_resource':
          return c.json(bookProblems[answer.kind], 404);
        case 'unknown_booking':
          return c.json(unknownBooking, 404);
        case 'not_yours':
          return c.json(notYours, 403);
        default:
          return answer satisfies never;
      }
    })
    .openapi(cancelRoute, async (c) => {
      const viewer = c.get('viewer');
      const { id } = c.req.valid('param');
      const ended = await cancel(parts, viewer, id, c.req.valid('json') ?? {});
      switch (ended.kind) {
        case 'cancelled': {
          const booking = await shownOne(parts, viewer, ended.booking);
          return c.json({ kind: ended.kind, booking, refunded: ended.refunded }, 200);
        }
        case 'requested': {
          const booking = await shownOne(parts, viewer, ended.booking);
          return c.json({ kind: ended.kind, booking, sentence: notYet(ended.siteName) }, 202);
        }
        case 'stale':
          return c.json(
            await parts.withOperator(viewer.operatorId, (tx) => staleAnswer(tx, viewer, id, parts.now())),
            409,
          );
        case 'unchangeable':
          return c.json(unchangeable(ended, parts.now()), 409);
        case 'kept_by_site':
          return c.json(keptBySite, 409);
        case 'unknown_booking':
          return c.json(unknownBooking, 404);
        case 'not_yours':
          return c.json(notYours, 403);
        default:
          return ended satisfies never;
      }
    });
}

const unknownBooking = { kind: 'unknown_booking', sentence: 'There is no such booking.' };
const keptBySite = { kind: 'kept_by_site', sentence: 'The site did not cancel it. Speak to its front desk.' };

function unchangeable(
  { refusal, timeZone }: { readonly refusal: ChangeRefusal; readonly timeZone: string },
  at: EpochMs,
) {
  return { kind: refusal.kind, sentence: changeSentence(refusal, localClock(timeZone, at)) };
}
