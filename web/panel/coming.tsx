import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { spanText } from '../ui/zone.ts';
import { roomState } from './room-state.ts';

type Props = { readonly agenda: AgendaView; readonly at: EpochMs; readonly isLost: boolean };

/** The booking under way and the one after it; nothing is called *now* once the box is not heard. */
export function Coming({ agenda, at, isLost }: Props) {
  const state = roomState(agenda, at);
  const { timeZone } = agenda.site;
  return (
    <dl className="coming">
      {state.kind === 'taken' && (
        <Line name={isLost ? 'Then' : 'Now'} booking={state.booking} timeZone={timeZone} />
      )}
      {state.next ? (
        <Line name="Next" booking={state.next} timeZone={timeZone} />
      ) : (
        <div>
          <dt>Next</dt>
          <dd>Nothing else today</dd>
        </div>
      )}
    </dl>
  );
}

type LineProps = { readonly name: string; readonly booking: BookingView; readonly timeZone: string };

function Line({ name, booking, timeZone }: LineProps) {
  const what = [booking.title, booking.holderName].filter(Boolean).join(', ') || 'Booked';
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span className="times">{spanText(booking, timeZone)}</span> {what}
      </dd>
    </div>
  );
}
