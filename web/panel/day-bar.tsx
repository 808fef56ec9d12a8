import type { AgendaView } from '@lintel/core/panels/wire.ts';
import { addMs, type EpochMs, minuteMs, type Span } from '@lintel/core/time.ts';
import { hourTicks, percent, placed, visibleSpan } from '../ui/calendar/geometry.ts';
import { clock, spanText } from '../ui/zone.ts';

type Props = { readonly agenda: AgendaView; readonly at: EpochMs };

/** The rest of the day as one bar: what is behind is grey, what is booked is dark, and a line stands at now. */
export function DayBar({ agenda, at }: Props) {
  const { timeZone } = agenda.site;
  const day: Span = { startsAt: agenda.dayStartsAt, endsAt: agenda.dayEndsAt };
  const visible = visibleSpan(day, timeZone, [
    ...agenda.bookings,
    { startsAt: at, endsAt: addMs(at, minuteMs) },
  ]);
  const past = placed({ startsAt: visible.startsAt, endsAt: at }, visible);
  const ticks = hourTicks(day, timeZone).flatMap((tick, index) => {
    const place = placed({ startsAt: tick.at, endsAt: addMs(tick.at, 1) }, visible);
    return place && place.left > 0.03 && index % 2 === 0 ? [{ ...tick, left: percent(place.left) }] : [];
  });
  const spoken = agenda.bookings.map((booking) => spanText(booking, timeZone)).join(', ') || 'nothing';
  return (
    <div className="day-bar" role="img" aria-label={`Booked today from ${clock(at, timeZone)}: ${spoken}`}>
      <div className="lane">
        {past && <div className="past" style={{ left: percent(past.left), width: percent(past.width) }} />}
        {agenda.bookings.map((booking) => {
          const place = placed(booking, visible);
          if (!place) return null;
          return (
            <div
              key={booking.id}
              className="booked"
              style={{ left: percent(place.left), width: percent(place.width) }}
            />
          );
        })}
        {past && <div className="now" style={{ left: percent(past.left + past.width) }} />}
      </div>
      <div className="hours">
        {ticks.map((tick) => (
          <span key={tick.at} style={{ left: tick.left }}>
            {tick.label.slice(0, 2)}
          </span>
        ))}
      </div>
    </div>
  );
}
