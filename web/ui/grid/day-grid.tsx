import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { DayView, ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { addMs } from '@lintel/core/time.ts';
import { useCallback, useMemo } from 'react';
import { hourTicks, percent, placed } from '../calendar/geometry.ts';
import { drawnSpan } from './drawn-span.ts';
import { byResource, type Item, itemsOf } from './items.ts';
import { Lane, type LaneCalls } from './lane.tsx';
import { useRoving } from './roving.ts';
import { useRowsInView } from './rows-in-view.ts';
import './grid.css';

const rowPx = 56;

type Props = LaneCalls & {
  readonly day: DayView;
  readonly resources: readonly ResourceView[];
  readonly now: EpochMs;
  /** All 24 hours; else the hours in which the site is open or something is booked. */
  readonly whole: boolean;
};

/**
 * A day with one row a resource, for hundreds of them: only the rows in sight are drawn. One stop of the Tab key; inside, arrows go from stretch to stretch and from row to row, Enter opens. With a mouse
 * a stretch is drawn by dragging, and the reader's own bookings are dragged by the middle or by an end.
 */
export function DayGrid({ day, resources, now, whole, open, choose, move }: Props) {
  const { timeZone } = day.site;
  const visible = useMemo(() => drawnSpan(day, now, whole), [day, now, whole]);
  const bookings = useMemo(() => byResource(day.bookings), [day.bookings]);
  const [list, rows] = useRowsInView(resources.length, rowPx);
  const rowItems = useCallback(
    (row: number): readonly Item[] => {
      const resource = resources[row];
      return resource ? itemsOf(resource, day, bookings.get(resource.id) ?? noBookings, visible, now) : [];
    },
    [resources, day, bookings, visible, now],
  );
  const roving = useRoving({ list, count: resources.length, rowPx, itemsOf: rowItems, startAt: now });
  const ticks = ticksOf(day, visible, timeZone);
  const nowPlace = placed({ startsAt: now, endsAt: addMs(now, 1) }, visible);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table would have to draw every row
    <div
      role="grid"
      className="grid"
      aria-label="Timeline of the day"
      aria-rowcount={resources.length}
      onKeyDown={roving.keyDown}
      onFocus={roving.focused}
      tabIndex={-1}
    >
      <div className="grid-head" aria-hidden="true">
        <div className="grid-hours">
          {ticks.slice(1).map((tick) => (
            <span key={tick.at} style={{ left: tick.left }}>
              {tick.label}
            </span>
          ))}
        </div>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div ref={list} role="rowgroup" className="grid-rows" style={{ height: resources.length * rowPx }}>
        {resources.slice(rows.first, rows.last).map((resource, index) => {
          const row = rows.first + index;
          return (
            <Lane
              key={resource.id}
              {...{ row, rowPx, resource, timeZone, visible, now, open, choose, move, resources }}
              items={rowItems(row)}
              tabItem={roving.tabItem(row)}
            />
          );
        })}
        <div className="grid-over" aria-hidden="true">
          {ticks.map((tick) => (
            <div key={tick.at} className="grid-tick" style={{ left: tick.left }} />
          ))}
          {nowPlace && <div className="grid-now" style={{ left: percent(nowPlace.left) }} />}
        </div>
      </div>
    </div>
  );
}

const noBookings: readonly BookingView[] = [];

function ticksOf(day: Span, visible: Span, timeZone: string) {
  return hourTicks(day, timeZone).flatMap((tick) => {
    const place = placed({ startsAt: tick.at, endsAt: addMs(tick.at, 1) }, visible);
    return place ? [{ ...tick, left: percent(place.left) }] : [];
  });
}
