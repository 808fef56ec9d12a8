import { holdsSlot } from '@lintel/core/bookings/booking.ts';
import { cancel } from '../bookings/cancel.ts';
import { occurrenceBookingId } from './booking-id.ts';
import { followBooking, listStrays, type Stray } from './occurrence-store.ts';
import type { SeriesPorts } from './ports.ts';
import type { Look } from './run-on.ts';

/** Finds the date of every booking that was made for the series and belongs to none, or gives it back. */
export async function settleStrays(ports: SeriesPorts, look: Look): Promise<void> {
  const { series, operatorId, at } = look;
  const strays = await ports.withOperator(operatorId, (tx) => listStrays(tx, series.id, at));
  for (const stray of strays) {
    if (isUnderWay(look, stray)) continue;
    const date = dateOf(look, stray);
    if (date === undefined) await cancel(ports, look.maker, stray.booking.id);
    else await ports.withOperator(operatorId, (tx) => followBooking(tx, series.id, date, stray.booking.id));
  }
}

/** It is being booked at this moment, or is to take another's place once the site has said yes. */
function isUnderWay({ series, dates }: Look, { booking, replaces }: Stray): boolean {
  if (replaces !== undefined && !holdsSlot(booking)) return true;
  return dates.some(
    ({ date, attempt, decided }) =>
      decided === 'waiting_for_window' && occurrenceBookingId(series.id, date, attempt) === booking.id,
  );
}

/** The date whose booking it has taken the place of. */
function dateOf({ dates }: Look, { booking, replaces }: Stray): string | undefined {
  if (replaces === undefined) return undefined;
  const standsFor = [booking.id, replaces];
  return dates.find((one) => one.booking && standsFor.includes(one.booking.id) && one.decided !== 'cancelled')
    ?.date;
}
