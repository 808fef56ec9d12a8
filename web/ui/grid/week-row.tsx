import type { WeekView } from '@lintel/core/sites/week-wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { minuteMs, overlaps } from '@lintel/core/time.ts';
import { dayName, lengthText } from '../zone.ts';
import { barsPath, busySpans, freeOf, noonOf, sumMs } from './week.ts';

export type WeekResource = WeekView['resources'][number];

type Props = {
  readonly week: WeekView;
  readonly resource: WeekResource;
  readonly text: string;
  readonly now: EpochMs;
  readonly drawn: { readonly fromMin: number; readonly toMin: number };
  readonly row: number;
  readonly rowPx: number;
  readonly tabItem: number;
  readonly isWide: boolean;
  readonly hrefOf: (date: string) => string;
};

/** One resource's week: a cell a day. */
export function WeekRow(props: Props) {
  const { week, resource, text, now, drawn, row, rowPx, tabItem, isWide, hrefOf } = props;
  const busy = busySpans(resource.busy, week.startsAt);
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows out of sight are not in the document
    // biome-ignore lint/a11y/useFocusableInteractive: its cells have the focus
    <div
      role="row"
      className="week-row"
      aria-rowindex={row + 1}
      data-row={row}
      style={{ top: row * rowPx, height: rowPx }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div role="rowheader" className="lane-name" title={text}>
        <strong>{resource.name}</strong>
        <span>{text}</span>
      </div>
      {week.days.map((day, index) => {
        const free = freeOf(resource, busy, day, now);
        const mine = week.mine.filter((own) => own.resourceId === resource.id && overlaps(own, day));
        const said = saidOf(day, free, mine.length, now);
        return (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: the link in it has the focus
          <div role="gridcell" key={day.date} className="week-cell">
            <a href={hrefOf(day.date)} data-item={day.startsAt} tabIndex={index === tabItem ? 0 : -1}>
              <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                <path className="week-free" d={barsPath(free, day, drawn)} />
                <path className="week-busy" d={barsPath(busy, day, drawn)} />
                <path className="week-mine" d={barsPath(mine, day, drawn)} />
              </svg>
              <span className="unseen">
                {resource.name}, {dayName(noonOf(day.date), 'UTC')}: {said}
              </span>
              <span aria-hidden="true">{isWide ? said : shortOf(said)}</span>
            </a>
          </div>
        );
      })}
    </div>
  );
}

/** `6 h free`, `full`, `closed (Christmas)`, and how many of the reader's own. */
function saidOf(day: WeekView['days'][number], free: readonly Span[], mine: number, now: EpochMs): string {
  const own = mine > 0 ? `, ${mine} yours` : '';
  if (day.endsAt <= now) return `over${own}`;
  if (day.open.length === 0) return `closed${day.note ? ` (${day.note})` : ''}${own}`;
  return free.length === 0 ? `full${own}` : `${lengthText(sumMs(free) / minuteMs)} free${own}`;
}

/** What fits under a narrow bar: whole hours, and that something is the reader's own. */
function shortOf(said: string): string {
  return said
    .replace(/ \(.*\)/, '')
    .replace(/^(\d+) h (\d+ min )?free/, '$1 h')
    .replace(/^(\d+ min) free/, '$1');
}
