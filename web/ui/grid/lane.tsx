import type { BookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceView } from '@lintel/core/sites/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { memo } from 'react';
import { floorText, resourceText } from '../calendar/words.ts';
import { Bar } from './bar.tsx';
import { Free } from './free.tsx';
import type { Item } from './items.ts';

/** Somebody wants this place from then on; until then when they drew it. */
export type Wanted = {
  readonly resource: ResourceView;
  readonly startsAt: EpochMs;
  readonly endsAt?: EpochMs | undefined;
  /** Where the free stretch ends that was pressed. */
  readonly freeUntil?: EpochMs | undefined;
};

/** Where a booking was dragged to. */
export type Moved = {
  readonly booking: BookingView;
  readonly to: Span & { readonly resource: ResourceView };
};

export type LaneCalls = {
  readonly open: (wanted: Wanted) => void;
  /** A booking was pressed; only those of `canChoose`. */
  readonly choose?: ((booking: BookingView) => void) | undefined;
  /** A booking was dragged elsewhere. Nothing has moved yet. */
  readonly move?: ((moved: Moved) => void) | undefined;
};

type Props = LaneCalls & {
  readonly row: number;
  readonly rowPx: number;
  readonly resource: ResourceView;
  readonly resources: readonly ResourceView[];
  readonly items: readonly Item[];
  readonly visible: Span;
  readonly timeZone: string;
  readonly now: EpochMs;
  readonly tabItem: number;
};

/** One resource's row: its name, what is free as buttons, what is booked as bars. */
export const Lane = memo(function Lane(props: Props) {
  const { row, rowPx, resource, resources, items, visible, timeZone, now, tabItem } = props;
  const { open, choose, move } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows out of sight are not in the document
    // biome-ignore lint/a11y/useFocusableInteractive: its cells have the focus
    <div
      role="row"
      className="lane"
      aria-rowindex={row + 1}
      data-row={row}
      style={{ top: row * rowPx, height: rowPx }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
      <div role="rowheader" className="lane-name" title={placeText(resource)}>
        <strong>{resource.name}</strong>
        <span>{placeText(resource)}</span>
      </div>
      <div className="lane-track" role="presentation">
        {items.map((item, index) =>
          item.kind === 'free' ? (
            <Free
              key={`free ${item.whole.startsAt}`}
              {...{ resource, visible, timeZone, open }}
              item={item}
              isTabStop={index === tabItem}
            />
          ) : (
            <Bar
              key={item.booking.id}
              {...{ resource, resources, row, rowPx, visible, timeZone, now, choose, move }}
              booking={item.booking}
              span={item.span}
              isTabStop={index === tabItem}
            />
          ),
        )}
      </div>
    </div>
  );
});

/** `Room for 8, floor 2` */
export function placeText(resource: ResourceView): string {
  return resource.floor ? `${resourceText(resource)}, ${floorText(resource.floor)}` : resourceText(resource);
}
