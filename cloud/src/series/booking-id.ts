import { createHash } from 'node:crypto';
import type { BookingId, SeriesId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';

/**
 * The id of what is booked for one date of a series: the same whenever the same attempt is made again, so that a process that stops between booking and noting it books nothing twice. A UUID of
 * version 8, which is anybody's own making (RFC 9562 §5.8).
 */
export function occurrenceBookingId(seriesId: SeriesId, date: string, attempt: number): BookingId {
  const bytes = createHash('sha256').update(`lintel series ${seriesId} ${date} ${attempt}`).digest();
  const hex = bytes.subarray(0, 16).toString('hex');
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  return id<BookingId>(
    `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`,
  );
}
