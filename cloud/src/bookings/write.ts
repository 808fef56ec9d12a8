import type { Booking } from '@lintel/core/bookings/booking.ts';
import { heldSpan } from '@lintel/core/bookings/booking.ts';
import type { OperatorId, SiteId } from '@lintel/core/ids.ts';
import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import { type CalendarTx, Collided } from './calendar.ts';
import type { CalendarPorts } from './ports.ts';

/** The cloud wrote before a horizon that had moved meanwhile: the site is to be asked now. */
export class HorizonMoved extends Error {}

const triesMost = 5;

/** Runs a piece of writing in one transaction, again from the beginning when the horizon moved under it or another transaction stood in its way. */
export async function writing<T>(
  ports: Pick<CalendarPorts, 'inCalendar'>,
  operatorId: OperatorId,
  work: (calendar: CalendarTx) => Promise<T>,
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ports.inCalendar(operatorId, work);
    } catch (error) {
      const isWorthAnother = error instanceof HorizonMoved || error instanceof Collided;
      if (!isWorthAnother || tries === triesMost) throw error;
    }
  }
}

/** Publishes what the cloud wrote by itself, last in its transaction. Throws `HorizonMoved` when any of it starts before what is the cloud's to write. */
export async function publishOwn(
  calendar: CalendarTx,
  siteId: SiteId,
  at: EpochMs,
  bodies: readonly ChangeBody[],
  earliest: EpochMs,
): Promise<void> {
  const { ownFrom } = await calendar.publish(siteId, at, bodies);
  if (earliest < ownFrom) throw new HorizonMoved('The horizon has passed over this booking.');
}

export function bookingBody(booking: Booking): ChangeBody {
  return { kind: 'booking', booking: plain(booking) };
}

/** The booking as core and the wire know it, without what the cloud keeps beside it. */
export function plain(kept: Booking): Booking {
  const {
    siteId: _,
    refusals: __,
    replaces: ___,
    calendarUid: ____,
    ...booking
  } = kept as Booking & Record<string, unknown>;
  return booking as Booking;
}

/** From the first instant that any of them holds to the last. */
export function hullOf(bookings: readonly Booking[]): Span {
  const held = bookings.map(heldSpan);
  return {
    startsAt: epochMs(Math.min(...held.map(({ startsAt }) => startsAt))),
    endsAt: epochMs(Math.max(...held.map(({ endsAt }) => endsAt))),
  };
}
