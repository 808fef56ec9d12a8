import type { WeekView } from '@lintel/core/sites/week-wire.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { useMediaQuery } from '@mantine/hooks';
import { useCallback, useMemo } from 'react';
import { dayText } from './day-text.ts';
import { placeText } from './lane.tsx';
import { useRoving } from './roving.ts';
import { useRowsInView } from './rows-in-view.ts';
import { drawnMinutes } from './week.ts';
import { type WeekResource, WeekRow } from './week-row.tsx';

type Props = {
  readonly week: WeekView;
  readonly resources: readonly WeekResource[];
  readonly now: EpochMs;
  /** The address of one day, for a resource's cell. */
  readonly hrefOf: (date: string) => string;
};

const wideRowPx = 52;
const narrowRowPx = 88;

/** Seven days of a site with one row a resource: how much is free on each day in words, and when as a small bar. Every cell leads to its day; only the rows in sight are drawn. */
export function WeekGrid({ week, resources, now, hrefOf }: Props) {
  const wide = useMediaQuery('(min-width: 760px)', true, { getInitialValueInEffect: false });
  const rowPx = wide ? wideRowPx : narrowRowPx;
  const [list, rows] = useRowsInView(resources.length, rowPx);
  const drawn = useMemo(() => drawnMinutes(week.days), [week.days]);
  const days = useMemo(() => week.days.map((day) => ({ span: day })), [week.days]);
  const itemsOf = useCallback(() => days, [days]);
  const roving = useRoving({ list, count: resources.length, rowPx, itemsOf, startAt: now });

  return (
    // biome-ignore lint/a11y/useSemanticElements: a table would have to draw every row
    <div
      role="grid"
      className="grid week"
      aria-label="The week"
      aria-rowcount={resources.length}
      onKeyDown={roving.keyDown}
      onFocus={roving.focused}
      tabIndex={-1}
    >
      <div className="grid-head week-head" aria-hidden="true">
        {week.days.map((day) => (
          <span key={day.date} data-today={now >= day.startsAt && now < day.endsAt ? '' : undefined}>
            {dayText(day.date, wide)}
          </span>
        ))}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div ref={list} role="rowgroup" className="grid-rows" style={{ height: resources.length * rowPx }}>
        {resources.slice(rows.first, rows.last).map((resource, index) => (
          <WeekRow
            key={resource.id}
            {...{ week, resource, now, drawn, hrefOf, rowPx }}
            row={rows.first + index}
            text={placeText(resource)}
            isWide={wide}
            tabItem={roving.tabItem(rows.first + index)}
          />
        ))}
      </div>
    </div>
  );
}
