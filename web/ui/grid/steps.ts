import type { EpochMs, Span } from '@lintel/core/time.ts';

/** Where the keyboard is: a row, and a time in it. Going up and down keeps the time. */
export type Place = { readonly row: number; readonly at: EpochMs };

type Spanned = { readonly span: Span };

const page = 8;

/** Which of a row's items is at this time: the one that covers it, else the nearest; -1 in an empty row. */
export function itemAt(items: readonly Spanned[], at: EpochMs): number {
  let best = -1;
  let bestMs = Number.POSITIVE_INFINITY;
  items.forEach(({ span }, index) => {
    const awayMs = at < span.startsAt ? span.startsAt - at : at >= span.endsAt ? at - span.endsAt + 1 : 0;
    if (awayMs < bestMs) {
      best = index;
      bestMs = awayMs;
    }
  });
  return best;
}

/**
 * Where a key leads: left and right from item to item, up and down from row to row at the same time, Page Up and Down by eight rows, Home and End to the row's ends, with Ctrl to the first and the last row.
 * Absent for a key that leads nowhere.
 */
export function stepBy(
  key: { readonly key: string; readonly ctrlKey: boolean },
  from: Place,
  count: number,
  itemsOf: (row: number) => readonly Spanned[],
): Place | undefined {
  const row = (to: number): Place => ({ row: Math.max(0, Math.min(count - 1, to)), at: from.at });
  const items = itemsOf(from.row);
  const item = (index: number): Place | undefined => {
    const to = items[Math.max(0, Math.min(items.length - 1, index))];
    return to && { row: from.row, at: to.span.startsAt };
  };
  switch (key.key) {
    case 'ArrowUp':
      return row(from.row - 1);
    case 'ArrowDown':
      return row(from.row + 1);
    case 'PageUp':
      return row(from.row - page);
    case 'PageDown':
      return row(from.row + page);
    case 'ArrowLeft':
      return item(itemAt(items, from.at) - 1);
    case 'ArrowRight':
      return item(itemAt(items, from.at) + 1);
    case 'Home':
      return key.ctrlKey ? row(0) : item(0);
    case 'End':
      return key.ctrlKey ? row(count - 1) : item(items.length - 1);
    default:
      return undefined;
  }
}
