import type { BookingState } from '@lintel/core/bookings/booking.ts';
import type { HolderId } from '@lintel/core/ids.ts';
import type { FeedRow } from './entry-store.ts';
import type { CalendarEntry } from './ics.ts';

export type Seeing = {
  readonly holderId: HolderId;
  /** Whether others' names and titles are shown. */
  readonly withNames: boolean;
  /** Whether the reader's own calendar: then every entry is theirs and needs no name. */
  readonly isOwn: boolean;
};

const statusOf: Readonly<Record<BookingState, CalendarEntry['status']>> = {
  requested: 'tentative',
  confirmed: 'confirmed',
  checked_in: 'confirmed',
  ended: 'confirmed',
  released: 'cancelled',
  refused: 'cancelled',
  cancelled: 'cancelled',
};

/** A booking as an entry that shows no more than its reader may see: of others' bookings only that something is there. */
export function entryOf(row: FeedRow, seeing: Seeing): CalendarEntry {
  return {
    uid: row.uid,
    sequence: row.sequence,
    status: statusOf[row.state],
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    summary: summaryOf(row, seeing),
    location: `${row.resource_name}, ${row.site_name}`,
    description: row.state === 'requested' ? 'Not confirmed: the site has not answered yet.' : '',
    changedAt: row.changed_at,
  };
}

function summaryOf(row: FeedRow, { holderId, withNames, isOwn }: Seeing): string {
  const mine = row.holder_id === holderId;
  if (isOwn) return row.title === '' ? row.resource_name : `${row.title} (${row.resource_name})`;
  const what = mine || withNames ? whatOf(row, withNames && !mine) : plainWord[row.purpose];
  return `${row.resource_name}: ${what}`;
}

const plainWord = { use: 'Booked', block: 'Closed', hold: 'Held' } as const;

function whatOf({ title, holder_name, purpose }: FeedRow, namesHolder: boolean): string {
  const parts = [title, ...(namesHolder && holder_name ? [holder_name] : [])].filter((part) => part !== '');
  return parts.length === 0 ? plainWord[purpose] : parts.join(', ');
}
