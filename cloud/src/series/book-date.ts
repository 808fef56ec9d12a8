import { placeOn } from '@lintel/core/bookings/series-parts.ts';
import { stateOfRefusals } from '@lintel/core/bookings/series-state.ts';
import type { BookingId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import { type Actor, holderOf } from '../bookings/actor.ts';
import { book } from '../bookings/book.ts';

import { occurrenceBookingId } from './booking-id.ts';
import type { Dated, Outcome } from './occurrence-store.ts';
import type { SeriesPorts } from './ports.ts';
import type { Series } from './store.ts';
import type { Reason } from './tables.ts';

const nobody: Reason = {
  kind: 'nobody',
  sentence: 'Whoever made this series is no longer here. Make it anew.',
};

/** Books one date by the ordinary verb. The same attempt is the same booking, however often it is made; *elsewhere*: it was, but not here or not for them. */
export async function bookDate(
  ports: SeriesPorts,
  actor: Actor,
  series: Series,
  { date, attempt }: Pick<Dated, 'date' | 'attempt'>,
  span: Span,
): Promise<Outcome | { readonly state: 'elsewhere'; readonly bookingId: BookingId }> {
  // Staff who are gone or suspended book nothing for themselves any more.
  if (holderOf(actor) === undefined && series.holderId === series.madeBy)
    return { state: 'clash', reasons: [nobody] };
  const { resourceId, title, people } = placeOn(series.parts, date);
  const requestId = occurrenceBookingId(series.id, date, attempt);
  const booked = await book(ports, actor, {
    requestId,
    resourceId,
    ...span,
    title,
    people,
    purpose: series.purpose,
    ...(series.holderId && series.holderId !== holderOf(actor) ? { forHolderId: series.holderId } : {}),
    source: 'series',
    seriesId: series.id,
  });
  switch (booked.kind) {
    case 'confirmed':
      return { state: 'booked', bookingId: booked.booking.id };
    case 'requested':
      return { state: 'requested', bookingId: booked.booking.id };
    case 'refused': {
      const { reasons } = booked.refused;
      return { state: stateOfRefusals(reasons.map(({ kind }) => kind)), reasons };
    }
    case 'cancelled_since':
      return { state: 'cancelled', bookingId: requestId };
    case 'request_id_used':
      // It was booked, and not noted, where the series was before it changed.
      return { state: 'elsewhere', bookingId: requestId };
    case 'unfit':
      return { state: 'clash', reasons: [booked.problem] };
    case 'unknown_resource':
      return { state: 'clash', reasons: [gone] };
    case 'not_yours':
      return { state: 'clash', reasons: [nobody] };
    default:
      return booked satisfies never;
  }
}

const gone: Reason = {
  kind: 'unknown_resource',
  sentence: 'This desk or room is no longer there. Change the series to another.',
};
