import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { ChangeRefusal } from '@lintel/core/bookings/change.ts';
import type { BookingRefused, BookingView } from '@lintel/core/bookings/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import type { Context } from 'hono';
import { ProblemAnswer } from '../http/problem.ts';
import type { Booked, Reason, Upgrade } from './book.ts';
import type { ChangedHere } from './change.ts';
import type { EntryView } from './history.ts';

/** How this screen puts a booking and a no into words. */
export type AnswerPorts = {
  readonly viewOf: (booking: Booking) => BookingView;
  readonly refused: (
    reasons: readonly Reason[],
    wanted: { readonly span: Span; readonly resourceId: Booking['resourceId'] },
    upgrade?: Upgrade,
  ) => BookingRefused;
  readonly cannot: (refusal: ChangeRefusal) => string;
  /** What changed the booking since this version, as this screen may show it, and the sentence for whoever looked at it. */
  readonly since: (
    booking: Booking,
    version: number,
  ) => { readonly sentence: string; readonly history: readonly EntryView[] };
};

type Wanted = { readonly span: Span; readonly resourceId: Booking['resourceId'] };

/** The answer to a wish to book. */
export function bookedAnswer(c: Context, ports: AnswerPorts, booked: Booked, wanted: Wanted) {
  switch (booked.kind) {
    case 'kept': {
      const [first, ...others] = booked.bookings;
      const all = others.length > 0 ? { bookings: booked.bookings.map(ports.viewOf) } : {};
      return c.json({ kind: 'confirmed' as const, booking: ports.viewOf(first), ...all }, 201);
    }
    case 'refused':
      return c.json(ports.refused(booked.reasons, wanted, booked.upgrade), 409);
    case 'cancelled_since':
    case 'request_id_used':
    case 'unknown_resource':
    case 'unknown_holder':
      throw problemOf(booked.kind);
    default:
      return booked satisfies never;
  }
}

/** The answer to a wish to change a booking; `done` is what it says when it is as wanted. */
export function changedAnswer<Done extends object>(
  c: Context,
  ports: AnswerPorts,
  changed: ChangedHere,
  {
    version,
    done,
  }: {
    readonly version: number | undefined;
    readonly done: (changed: Extract<ChangedHere, { kind: 'changed' }>) => Done;
  },
) {
  switch (changed.kind) {
    case 'changed':
      return c.json(done(changed), 200);
    case 'stale': {
      const since = ports.since(changed.booking, version ?? changed.booking.version - 1);
      return c.json({ kind: 'stale' as const, booking: ports.viewOf(changed.booking), ...since }, 409);
    }
    case 'refused': {
      const { refusals, span, resourceId } = changed;
      const reasons = refusals.map((refusal) => ({ resourceId, refusal }));
      return c.json(ports.refused(reasons, { span, resourceId }), 409);
    }
    case 'cannot':
      throw new ProblemAnswer(409, { kind: changed.refusal.kind, sentence: ports.cannot(changed.refusal) });
    case 'request_id_used':
    case 'unknown_booking':
    case 'unknown_resource':
    case 'unknown_holder':
    case 'is_block':
      throw problemOf(changed.kind);
    default:
      return changed satisfies never;
  }
}

const problems = {
  cancelled_since: [409, 'This booking was made and has been given up since. Book again to have it.'],
  request_id_used: [409, 'This request id belongs to another booking. Use a new one for each request.'],
  is_block: [409, 'A block belongs to nobody. Cancel it and book instead.'],
  unknown_resource: [404, 'There is no such desk or room at this site.'],
  unknown_holder: [
    404,
    'There is no such person at this site. Search again; somebody new is known here once the box has heard of them.',
  ],
  unknown_booking: [404, 'There is no such booking here.'],
} as const;

/** A no that needs nothing but its kind. */
export function problemOf(kind: keyof typeof problems): ProblemAnswer {
  const [status, sentence] = problems[kind];
  return new ProblemAnswer(status, { kind, sentence });
}
