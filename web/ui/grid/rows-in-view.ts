import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

export type Rows = { readonly first: number; readonly last: number };

const spareRows = 4;

/** The rows that can be seen, `last` not among them, with some to spare on both sides so that scrolling meets no gap. */
export function rowsInView(view: {
  readonly listTopPx: number;
  readonly viewPx: number;
  readonly rowPx: number;
  readonly count: number;
}): Rows {
  const { listTopPx, viewPx, rowPx, count } = view;
  const first = Math.floor(-listTopPx / rowPx) - spareRows;
  const last = Math.ceil((viewPx - listTopPx) / rowPx) + spareRows;
  const inList = (row: number) => Math.max(0, Math.min(count, row));
  // Whole fours, so that a scroll of one row draws nothing anew.
  return { first: inList(Math.floor(first / 4) * 4), last: inList(Math.ceil(last / 4) * 4) };
}

/** Follows the page's scrolling: which rows of the list behind the ref are to be drawn. It is the page that scrolls, never the list. */
export function useRowsInView(
  count: number,
  rowPx: number,
): readonly [RefObject<HTMLDivElement | null>, Rows] {
  const list = useRef<HTMLDivElement>(null);
  const [rows, setRows] = useState<Rows>({ first: 0, last: Math.min(count, 16) });
  useLayoutEffect(() => {
    const look = () => {
      const listTopPx = list.current?.getBoundingClientRect().top ?? 0;
      const seen = rowsInView({ listTopPx, viewPx: innerHeight, rowPx, count });
      setRows((known) => (known.first === seen.first && known.last === seen.last ? known : seen));
    };
    look();
    addEventListener('scroll', look, { passive: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look);
      removeEventListener('resize', look);
    };
  }, [count, rowPx]);
  return [list, rows];
}
