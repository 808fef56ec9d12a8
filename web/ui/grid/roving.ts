import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { itemAt, type Place, stepBy } from './steps.ts';

type Parts = {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly count: number;
  readonly rowPx: number;
  readonly itemsOf: (row: number) => readonly { readonly span: Span }[];
  /** Where the first press of Tab lands. */
  readonly startAt: EpochMs;
};

/**
 * Keeps one item of a grid in the order of Tab and moves it with the arrow keys. A row out of sight is scrolled into sight first, and has the focus once it is drawn.
 */
export function useRoving({ list, count, rowPx, itemsOf, startAt }: Parts) {
  const [place, setPlace] = useState<Place>();
  const wanted = useRef(false);
  const at = place && place.row < count ? place : { row: 0, at: startAt };

  useEffect(() => {
    if (!wanted.current) return;
    const target = list.current?.querySelector<HTMLElement>(
      `[data-row="${at.row}"] [data-item][tabindex="0"]`,
    );
    if (!target) return;
    wanted.current = false;
    target.focus({ preventScroll: true });
  });

  return {
    /** Which item of the row Tab stops at; -1 in every row but one. */
    tabItem: (row: number) => (row === at.row ? itemAt(itemsOf(row), at.at) : -1),
    keyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.altKey || event.metaKey) return;
      const next = stepBy(event, at, count, itemsOf);
      if (!next) return;
      event.preventDefault();
      wanted.current = true;
      setPlace(next);
      if (list.current) bringIntoSight(list.current, next.row, rowPx);
    },
    /** The mouse or a screen reader put the focus on an item: the arrows go on from there. */
    focused: (event: FocusEvent<HTMLElement>) => {
      const item = event.target.closest<HTMLElement>('[data-item]');
      const row = item?.closest<HTMLElement>('[data-row]');
      if (!item || !row) return;
      setPlace({ row: Number(row.dataset.row), at: epochMs(Number(item.dataset.item)) });
    },
  };
}

/** The hours stand above the rows and cover what is under them. */
const headPx = 48;

function bringIntoSight(list: HTMLElement, row: number, rowPx: number): void {
  const top = list.getBoundingClientRect().top + row * rowPx;
  if (top < headPx) scrollBy(0, top - headPx);
  else if (top + rowPx > innerHeight) scrollBy(0, top + rowPx - innerHeight + 8);
}
