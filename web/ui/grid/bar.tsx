import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { percent, placed } from '../calendar/geometry.ts';
import { bookingText } from '../calendar/words.ts';
import { spanText } from '../zone.ts';
import type { LaneCalls } from './lane.tsx';
import { useBarDrag } from './use-bar-drag.ts';

type Props = Omit<LaneCalls, 'open'> & {
  readonly booking: BookingView;
  readonly span: Span;
  readonly row: number;
  readonly rowPx: number;
  readonly resource: ResourceView;
  readonly resources: readonly ResourceView[];
  readonly visible: Span;
  readonly timeZone: string;
  readonly now: EpochMs;
  readonly isTabStop: boolean;
};

/** A booking: solid where it holds the slot, dashed while it is only asked for or kept for a yes. One that may be chosen is a button. */
export function Bar(props: Props) {
  const { booking, span, visible, timeZone, isTabStop, choose, rowPx } = props;
  const drag = useBarDrag(props);
  const place = placed(drag.to ? { ...drag.to } : span, visible);
  if (!place) return null;

  const times = spanText(drag.to ?? booking, timeZone);
  const text = `${bookingText(booking)}, ${times}`;
  const look = {
    className: 'bar',
    title: text,
    'aria-label': text,
    'data-item': span.startsAt,
    'data-mine': booking.mine && booking.state !== 'requested' ? '' : undefined,
    'data-soft': booking.state === 'requested' || booking.purpose === 'hold' ? '' : undefined,
    'data-block': booking.purpose === 'block' ? '' : undefined,
    tabIndex: isTabStop ? 0 : -1,
  };
  const words = (
    <>
      <span className="bar-title">{bookingText(booking)}</span>
      <span className="numbers">{times}</span>
    </>
  );
  const style = {
    left: percent(place.left),
    width: percent(place.width),
    ...(drag.to ? { transform: `translateY(${drag.rows * rowPx}px)`, zIndex: 5 } : {}),
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: as its row
    // biome-ignore lint/a11y/useFocusableInteractive: what is in it has the focus
    <div role="gridcell" className="cell cell-booked" style={style}>
      {choose && drag.canChoose ? (
        <button
          type="button"
          {...look}
          {...drag.on}
          data-movable={drag.canMove ? '' : undefined}
          data-dragged={drag.to ? '' : undefined}
          onClick={() => drag.wasDrag() || choose(booking)}
        >
          {words}
        </button>
      ) : (
        <div {...look} role="note">
          {words}
        </div>
      )}
    </div>
  );
}
