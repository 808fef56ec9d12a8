import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import { type PointerEvent, useRef, useState } from 'react';
import { percent, placed } from '../calendar/geometry.ts';
import { startAt } from '../calendar/stretches.ts';
import { clock, spanText } from '../zone.ts';
import { drawn } from './drag.ts';
import type { Item } from './items.ts';
import type { LaneCalls } from './lane.tsx';

type Props = Pick<LaneCalls, 'open'> & {
  readonly resource: ResourceView;
  readonly item: Extract<Item, { kind: 'free' }>;
  readonly visible: Span;
  readonly timeZone: string;
  readonly isTabStop: boolean;
};

/** How far a pointer moves before a press is a drag. */
const dragFromPx = 5;

/** A free stretch. A press books from the step under the pointer, a drag exactly what it drew, the keyboard from the start of what is shown. */
export function Free({ resource, item, visible, timeZone, open, isTabStop }: Props) {
  const [pointed, setPointed] = useState<EpochMs>();
  const [ghost, setGhost] = useState<Span>();
  const press = useRef<{ readonly x: number; readonly at: EpochMs }>(undefined);
  const wasDrag = useRef(false);
  const { span, whole } = item;
  const place = placed(span, visible);
  if (!place) return null;

  const timeUnder = (event: PointerEvent<HTMLElement>): EpochMs => {
    const box = event.currentTarget.getBoundingClientRect();
    const share = Math.max(0, Math.min(1, (event.clientX - box.left) / box.width));
    return epochMs(Math.round(span.startsAt + share * (span.endsAt - span.startsAt)));
  };
  const startUnder = (at: EpochMs) =>
    startAt(resource, span, (at - span.startsAt) / (span.endsAt - span.startsAt));
  const shownGhost = ghost && placed(ghost, span);

  return (
    // biome-ignore lint/a11y/useSemanticElements: as its row
    // biome-ignore lint/a11y/useFocusableInteractive: the button in it has the focus
    <div role="gridcell" className="cell" style={{ left: percent(place.left), width: percent(place.width) }}>
      <button
        type="button"
        className="cell-free"
        data-item={span.startsAt}
        tabIndex={isTabStop ? 0 : -1}
        aria-label={`Book ${resource.name}, free ${spanText({ startsAt: span.startsAt, endsAt: whole.endsAt }, timeZone)}`}
        onPointerDown={(event) => {
          wasDrag.current = false;
          if (event.pointerType === 'touch' || event.button !== 0) return;
          press.current = { x: event.clientX, at: timeUnder(event) };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          const at = timeUnder(event);
          setPointed(startUnder(at));
          if (!press.current || Math.abs(event.clientX - press.current.x) < dragFromPx) return;
          wasDrag.current = true;
          setGhost(drawn(resource, span, press.current.at, at));
        }}
        onPointerLeave={() => setPointed(undefined)}
        onPointerCancel={() => {
          press.current = undefined;
          setGhost(undefined);
        }}
        onPointerUp={() => {
          press.current = undefined;
          if (ghost) open({ resource, ...ghost });
          setGhost(undefined);
        }}
        onClick={(event) => {
          if (wasDrag.current) return;
          const isByKeyboard = event.detail === 0 || !pointed;
          open({ resource, startsAt: isByKeyboard ? span.startsAt : pointed, freeUntil: whole.endsAt });
        }}
      >
        {shownGhost && ghost ? (
          <span
            className="cell-ghost"
            style={{ left: percent(shownGhost.left), width: percent(shownGhost.width) }}
          >
            {spanText(ghost, timeZone)}
          </span>
        ) : (
          <span aria-hidden="true" className="cell-hint">
            Book {clock(pointed ?? span.startsAt, timeZone)}
          </span>
        )}
      </button>
    </div>
  );
}
