import type { BookingId, SeriesId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { idFrom } from '../keys.ts';

/** The id of what is booked for one date of a series: the same whenever the same attempt is made again, so that a process that stops between booking and noting it books nothing twice. */
export function occurrenceBookingId(seriesId: SeriesId, date: string, attempt: number): BookingId {
  return id<BookingId>(idFrom('series', seriesId, date, String(attempt)));
}

/** The request id of a change of a booking of a series, and of the new booking that a move may need: the same while the booking stands at its version. */
export function changeRequestId(bookingId: BookingId, version: number, wanted: unknown): BookingId {
  return id<BookingId>(idFrom('series change', bookingId, String(version), JSON.stringify(wanted)));
}
