import type { Booking, Resource } from '@lintel/core/bookings/booking.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import { title } from '@lintel/core/bookings/wire.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import { isId } from '@lintel/core/ids.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { instant, resourceId } from '@lintel/core/wire.ts';
import { Hono } from 'hono';
import { z } from 'zod';
import type { StaffEnv } from '../console/http.ts';
import type { StaffLogin } from '../console/session.ts';
import { body, ProblemAnswer } from '../http/problem.ts';
import type { Booked, Kept } from './keep.ts';

export type ConsoleBookingPorts = {
  readonly day: () => DayView;
  readonly findResource: (id: ResourceId) => Resource | undefined;
  readonly book: (wish: ConsoleWish, staff: StaffLogin) => Promise<Booked>;
  readonly cancel: (id: BookingId, staff: StaffLogin) => Promise<Kept | { readonly kind: 'unknown_booking' }>;
  readonly viewOf: (booking: Booking) => BookingView;
  readonly refusedView: (
    reasons: readonly BookingRefusal[],
    wanted: { span: Span; resource: Resource },
  ) => BookingRefused;
  readonly sentencesOf: (reasons: readonly BookingRefusal[]) => string;
};

const consoleWish = z.object({
  requestId: z.uuid().toLowerCase(),
  resourceId,
  startsAt: instant,
  endsAt: instant,
  title: title.default(''),
});
export type ConsoleWish = z.output<typeof consoleWish>;

/** The console's calendar of today: see, book for whoever stands there, cancel. Behind `staffOnly`. */
export function consoleBookingRoutes(ports: ConsoleBookingPorts) {
  return new Hono<StaffEnv>()
    .get('/day', (c) => c.json(ports.day()))
    .post('/bookings', body(consoleWish), async (c) => {
      const wish = c.req.valid('json');
      const resource = ports.findResource(wish.resourceId);
      if (!resource) throw unknownResource();
      const kept = await ports.book(wish, c.get('staff'));
      switch (kept.kind) {
        case 'kept':
          return c.json({ kind: 'confirmed' as const, booking: ports.viewOf(kept.booking) }, 201);
        case 'refused':
          return c.json(ports.refusedView(kept.reasons, { span: wish, resource }), 409);
        case 'cancelled_since':
        case 'request_id_used':
          throw notBookedAgain(kept.kind);
        case 'unknown_resource':
          throw unknownResource();
        default:
          return kept satisfies never;
      }
    })
    .post('/bookings/:id/cancel', async (c) => {
      const { id } = c.req.param();
      const kept = isId(id)
        ? await ports.cancel(id as BookingId, c.get('staff'))
        : ({ kind: 'unknown_booking' } as const);
      switch (kept.kind) {
        case 'kept':
          return c.json({ kind: 'cancelled' as const, booking: ports.viewOf(kept.booking) });
        case 'refused':
          throw new ProblemAnswer(409, { kind: 'refused', sentence: ports.sentencesOf(kept.reasons) });
        case 'unknown_booking':
        case 'unknown_resource':
          throw new ProblemAnswer(404, {
            kind: 'unknown_booking',
            sentence: 'There is no such booking here.',
          });
        default:
          return kept satisfies never;
      }
    });
}

/** The answer to a repeated request that does not stand for a booking (any more). */
export function notBookedAgain(kind: 'cancelled_since' | 'request_id_used'): ProblemAnswer {
  const sentences = {
    cancelled_since: 'This booking was made and has been cancelled since. Book again to have it.',
    request_id_used: 'This request id belongs to another booking. Use a new one for each booking.',
  };
  return new ProblemAnswer(409, { kind, sentence: sentences[kind] });
}

export function unknownResource(): ProblemAnswer {
  return new ProblemAnswer(404, {
    kind: 'unknown_resource',
    sentence: 'There is no such desk or room at this site.',
  });
}
