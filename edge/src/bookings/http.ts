import type { Booking } from '@lintel/core/bookings/booking.ts';
import type { Charge } from '@lintel/core/bookings/price.ts';
import { minus } from '@lintel/core/bookings/price.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { BookingId, HolderId, ResourceId } from '@lintel/core/ids.ts';
import { isId } from '@lintel/core/ids.ts';
import type { DayView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { Hono } from 'hono';
import type { StaffEnv } from '../console/http.ts';
import { body, ProblemAnswer, query } from '../http/problem.ts';
import { type AnswerPorts, bookedAnswer, changedAnswer, problemOf } from './answers-http.ts';
import type { Booked, OwnWish, Reason } from './book.ts';
import type { ChangedHere, OwnChange } from './change.ts';
import { consoleCancelOf, consoleChangeOf, consoleHoldOf, consoleWishOf } from './console.ts';
import type { EntryView } from './history.ts';
import type { Held, HoldWish } from './hold-desks.ts';
import type { Person } from './people-store.ts';
import { consoleCancel, consoleChange, consoleHold, consoleWish, dayQuery, peopleQuery } from './wishes.ts';

export type BookingDetails = {
  readonly booking: BookingView;
  readonly history: readonly EntryView[];
  /** What cancelling now would give back. */
  readonly refund: Charge;
  readonly currency: string;
};

export type ConsoleBookingPorts = AnswerPorts & {
  readonly now: () => EpochMs;
  readonly day: (date: string | undefined) => DayView;
  /** From the first opening to the last closing of a local day; absent when it is closed or not known. */
  readonly openSpan: (date: string) => Span | undefined;
  readonly details: (id: BookingId) => BookingDetails | undefined;
  readonly people: (text: string) => readonly Person[];
  readonly book: (wish: OwnWish) => Promise<Booked>;
  readonly change: (wish: OwnChange) => Promise<ChangedHere>;
  readonly hold: (wish: HoldWish) => Promise<Held>;
  readonly skippedOf: (
    reasons: readonly Reason[],
  ) => readonly { resourceId: ResourceId; resourceName: string; because: string }[];
};

/** The console's calendar: see, book for whoever stands there, change, cancel, hold. Behind `staffOnly`. */
export function consoleBookingRoutes(ports: ConsoleBookingPorts) {
  return new Hono<StaffEnv>()
    .get('/day', query(dayQuery), (c) => c.json(ports.day(c.req.valid('query').date)))
    .get('/people', query(peopleQuery), (c) =>
      c.json({ people: ports.people(c.req.valid('query').q).map(personView) }),
    )
    .post('/bookings', body(consoleWish), async (c) => {
      const { resourceId, startsAt, endsAt, ...rest } = c.req.valid('json');
      const at = { staff: c.get('staff'), at: ports.now() };
      const booked = await ports.book(consoleWishOf({ ...rest, resourceId, startsAt, endsAt }, at));
      return bookedAnswer(c, ports, booked, { resourceId, span: { startsAt, endsAt } });
    })
    .post('/hold-desks', body(consoleHold), async (c) => {
      const wish = c.req.valid('json');
      const span = spanOf(ports, wish);
      const held = await ports.hold(consoleHoldOf(wish, span, { staff: c.get('staff'), at: ports.now() }));
      if (held.kind !== 'held') {
        const [first] = held.kind === 'refused' ? held.reasons : [];
        return bookedAnswer(c, ports, held, { resourceId: first?.resourceId ?? ('' as ResourceId), span });
      }
      const skipped = ports.skippedOf(held.skipped);
      return c.json({ bookings: held.bookings.map(ports.viewOf), skipped }, 201);
    })
    .get('/bookings/:id', (c) => {
      const details = ports.details(idOf(c.req.param('id')));
      if (!details) throw problemOf('unknown_booking');
      return c.json(details);
    })
    .post('/bookings/:id/change', body(consoleChange), async (c) => {
      const wish = c.req.valid('json');
      const at = { staff: c.get('staff'), at: ports.now() };
      const changed = await ports.change(consoleChangeOf(idOf(c.req.param('id')), wish, at));
      return changedAnswer(c, ports, changed, {
        version: wish.version,
        done: ({ booking }) => ({ kind: 'changed' as const, booking: ports.viewOf(booking) }),
      });
    })
    .post('/bookings/:id/cancel', body(consoleCancel), async (c) => {
      const wish = c.req.valid('json');
      const at = { staff: c.get('staff'), at: ports.now() };
      const changed = await ports.change(consoleCancelOf(idOf(c.req.param('id')), wish, at));
      return changedAnswer(c, ports, changed, {
        version: wish.version,
        done: ({ booking, tookBefore }) => ({
          kind: 'cancelled' as const,
          booking: ports.viewOf(booking),
          refunded: minus(tookBefore, booking.charge),
        }),
      });
    });
}

function idOf(text: string): Booking['id'] {
  if (!isId(text)) throw problemOf('unknown_booking');
  return text as BookingId;
}

function spanOf(
  ports: ConsoleBookingPorts,
  {
    date,
    startsAt,
    endsAt,
  }: {
    readonly date?: string | undefined;
    readonly startsAt?: EpochMs | undefined;
    readonly endsAt?: EpochMs | undefined;
  },
): Span {
  if (startsAt !== undefined && endsAt !== undefined) return { startsAt, endsAt };
  const span = date && ports.openSpan(date);
  if (span) return span;
  const sentence =
    'The site is closed that day, or its hours are not known here. Choose another day, or give a start and an end.';
  throw new ProblemAnswer(409, { kind: 'closed', sentence });
}

function personView({ id, kind, name, suspended, planName }: Person) {
  const view: { id: HolderId; kind: Person['kind']; name: string; suspended: boolean; planName?: string } = {
    id,
    kind,
    name,
    suspended,
  };
  return planName === null ? view : { ...view, planName };
}
