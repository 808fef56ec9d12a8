import type { DayView, ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { latest, minuteMs } from '@lintel/core/time.ts';
import type { KeyboardEvent } from 'react';
import { dragged } from '../../ui/grid/drag.ts';
import type { Moved } from '../../ui/grid/lane.tsx';

type Parts = {
  readonly day: DayView;
  readonly resources: readonly ResourceView[];
  readonly now: EpochMs;
  readonly move: (moved: Moved) => void;
};

const steps: Readonly<Record<string, { readonly time: number; readonly rows: number }>> = {
  ArrowLeft: { time: -1, rows: 0 },
  ArrowRight: { time: 1, rows: 0 },
  ArrowUp: { time: 0, rows: -1 },
  ArrowDown: { time: 0, rows: 1 },
};

/**
 * Moves the booking that has the focus as a drag would, by a step or a row: Alt and an arrow; with Shift its end alone. One that has begun only ends otherwise. It tells `move`, which asks before anything is done.
 */
export function useKeyMoves({ day, resources, now, move }: Parts) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const step = event.altKey && !event.ctrlKey && !event.metaKey ? steps[event.key] : undefined;
    if (!step || !(event.target instanceof HTMLElement)) return;
    const item = event.target.closest<HTMLElement>('button.bar[data-movable]');
    const row = Number(item?.closest<HTMLElement>('[data-row]')?.dataset.row ?? -1);
    const resource = resources[row];
    const target = resources[row + step.rows];
    const booking = day.bookings.find(
      (one) =>
        one.resourceId === resource?.id &&
        shownFrom(one, day) === Number(item?.dataset.item) &&
        one.endsAt > now,
    );
    if (!item || !target || !booking) return;
    event.preventDefault();
    event.stopPropagation();
    const isEndOnly = event.shiftKey || booking.startsAt <= now;
    if (isEndOnly && step.rows !== 0) return;
    const to = dragged(target, booking, isEndOnly ? 'end' : 'whole', step.time * target.stepMin * minuteMs);
    move({ booking, to: { ...to, resource: target } });
  };
}

function shownFrom(booking: Span, day: Span): EpochMs {
  return latest(booking.startsAt, day.startsAt);
}
