import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { Span } from '@lintel/core/time.ts';
import { spanText } from '../zone.ts';
import { percent, placed } from './geometry.ts';
import { bookingText } from './words.ts';

type Props = { readonly booking: BookingView; readonly visible: Span; readonly timeZone: string };

/** A booking in its lane: solid when it holds the slot, dashed while it is only asked for. Refused and cancelled ones are not drawn. */
export function TakenBar({ booking, visible, timeZone }: Props) {
  const place = placed(booking, visible);
  const drawn = booking.state === 'confirmed' || booking.state === 'requested';
  if (!place || !drawn) return null;

  const text = bookingText(booking);
  const times = spanText(booking, timeZone);
  return (
    <div
      className="taken"
      data-mine={booking.mine && booking.state === 'confirmed' ? '' : undefined}
      data-requested={booking.state === 'requested' ? '' : undefined}
      style={{ left: percent(place.left), width: percent(place.width) }}
      title={`${text}, ${times}`}
    >
      <span style={{ fontWeight: 600 }}>{text}</span>
      <span className="numbers">{times}</span>
    </div>
  );
}
