import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { type PointerEvent, useRef, useState } from 'react';
import { dragged, type Grip } from './drag.ts';
import type { LaneCalls } from './lane.tsx';

type Parts = Pick<LaneCalls, 'move'> & {
  readonly booking: BookingView;
  readonly row: number;
  readonly rowPx: number;
  readonly resources: readonly ResourceView[];
  readonly visible: Span;
  readonly now: EpochMs;
};

type Drag = { readonly x: number; readonly y: number; readonly grip: Grip; readonly msPerPx: number };
type Target = { readonly to: Span; readonly rows: number };

const dragFromPx = 5;
/** So much of each end is a handle; a bar shorter than four of them is dragged as a whole. */
const handlePx = 10;

/**
 * Drags a booking by mouse, pen or finger: by its middle to another time or row, by an end to make it longer or shorter. One that has begun only ends otherwise. Letting go tells `move`, which decides;
 * Escape and a lost pointer leave it where it was.
 */
export function useBarDrag({ booking, row, rowPx, resources, visible, now, move }: Parts) {
  const [target, setTarget] = useState<Target>();
  const drag = useRef<Drag>(undefined);
  const wasDrag = useRef(false);
  const isLive = booking.state === 'confirmed' || booking.state === 'checked_in';
  const canMove = move !== undefined && isLive && booking.endsAt > now;
  const hasBegun = booking.startsAt <= now;
  const stop = () => {
    drag.current = undefined;
    setTarget(undefined);
  };

  const on = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      wasDrag.current = false;
      if (!canMove || event.button !== 0) return;
      const track = event.currentTarget.closest('.lane-track')?.getBoundingClientRect();
      if (!track) return;
      drag.current = {
        x: event.clientX,
        y: event.clientY,
        grip: hasBegun ? 'end' : gripAt(event),
        msPerPx: (visible.endsAt - visible.startsAt) / track.width,
      };
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const from = drag.current;
      const resource = resources[row];
      if (!from || !resource) return;
      const [x, y] = [event.clientX - from.x, event.clientY - from.y];
      if (!wasDrag.current && Math.hypot(x, y) < dragFromPx) return;
      wasDrag.current = true;
      const wantedRow = from.grip === 'whole' ? row + Math.round(y / rowPx) : row;
      const toRow = Math.max(0, Math.min(resources.length - 1, wantedRow));
      const to = dragged(resources[toRow] ?? resource, booking, from.grip, x * from.msPerPx);
      setTarget({ to, rows: toRow - row });
    },
    onPointerUp: () => {
      const resource = target && resources[row + target.rows];
      stop();
      if (!target || !resource || !move) return;
      const isElsewhere =
        target.rows !== 0 || target.to.startsAt !== booking.startsAt || target.to.endsAt !== booking.endsAt;
      if (isElsewhere) move({ booking, to: { ...target.to, resource } });
    },
    onPointerCancel: stop,
    onKeyDown: (event: { readonly key: string }) => {
      if (event.key === 'Escape') stop();
    },
  };
  return {
    on,
    to: target?.to,
    rows: target?.rows ?? 0,
    canMove,
    canChoose: booking.mine || booking.holderName !== undefined || booking.purpose === 'block',
    wasDrag: () => wasDrag.current,
  };
}

function gripAt(event: PointerEvent<HTMLElement>): Grip {
  const box = event.currentTarget.getBoundingClientRect();
  if (box.width < 4 * handlePx) return 'whole';
  if (event.clientX - box.left < handlePx) return 'start';
  return box.right - event.clientX < handlePx ? 'end' : 'whole';
}
