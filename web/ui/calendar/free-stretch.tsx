import type { ResourceView } from '@lintel/core/sites/wire.ts';
import { type EpochMs, epochMs, latest, type Span } from '@lintel/core/time.ts';
import { type MouseEvent, useState } from 'react';
import { clock, spanText } from '../zone.ts';
import { percent, placed } from './geometry.ts';
import { startAt } from './stretches.ts';
import type { Opening } from './timeline.tsx';

type Props = {
  readonly resource: ResourceView;
  readonly free: Span;
  readonly visible: Span;
  readonly timeZone: string;
  readonly open: (opening: Opening) => void;
};

/** A free stretch of a lane. The mouse books from the step it points at, the keyboard from the start of what is drawn. */
export function FreeStretch({ resource, free, visible, timeZone, open }: Props) {
  const [pointed, setPointed] = useState<EpochMs>();
  const place = placed(free, visible);
  if (!place) return null;

  const drawn: Span = {
    startsAt: latest(free.startsAt, visible.startsAt),
    endsAt: epochMs(Math.min(free.endsAt, visible.endsAt)),
  };
  const under = (event: MouseEvent<HTMLElement>): EpochMs => {
    const box = event.currentTarget.getBoundingClientRect();
    return startAt(resource, drawn, (event.clientX - box.left) / box.width);
  };

  return (
    <button
      type="button"
      className="free"
      style={{ left: percent(place.left), width: percent(place.width) }}
      aria-label={`Book ${resource.name}, free ${spanText({ ...free, startsAt: drawn.startsAt }, timeZone)}`}
      onMouseMove={(event) => setPointed(under(event))}
      onMouseLeave={() => setPointed(undefined)}
      onClick={(event) => {
        const byKeyboard = event.detail === 0;
        open({ resource, free, startsAt: byKeyboard ? drawn.startsAt : under(event) });
      }}
    >
      <span aria-hidden="true">Book {clock(pointed ?? drawn.startsAt, timeZone)}</span>
    </button>
  );
}
