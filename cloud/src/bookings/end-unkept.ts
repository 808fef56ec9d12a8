import type { BookingState } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { type CalendarTx, Collided } from './calendar.ts';

/** Ends a booking that the site does not keep, if it is in one of these states. It takes nothing any more. */
export async function endUnkept(
  calendar: CalendarTx,
  bookingId: BookingId,
  end: {
    readonly from: readonly BookingState[];
    readonly state: 'refused' | 'cancelled';
    readonly why: string;
    readonly at: EpochMs;
    readonly by?: string | undefined;
    readonly refusals?: readonly BookingRefusal[] | undefined;
  },
): Promise<void> {
  const known = await calendar.findBooking(bookingId);
  if (!known || !end.from.includes(known.state)) return;
  const next = { ...known, state: end.state, version: known.version + 1, charge: noCharge };
  const note = { kind: end.state, at: end.at, by: end.by ?? 'site', why: end.why };
  if (!(await calendar.putBooking(known, next, note, end.refusals)))
    throw new Collided(`The booking ${bookingId} was changed in the same moment.`);
}
