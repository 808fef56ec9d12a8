import { changeWords } from '@lintel/core/bookings/history.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { BookingWas, Note } from './history.ts';

/** What people read of a booking's life. */

export const notYet = (siteName: string) =>
  `Not confirmed yet: ${siteName} has not answered. It decides when it is reached again; this page shows what it said.`;

export type Entry = Pick<Note, 'kind' | 'at' | 'by' | 'why'> & { readonly was: BookingWas | null };

/** What was done, by whom, from where, and why: `Moved by Ada at 14:05, from Map room, 15:00 to 16:00: Moved.` */
export function entrySentence(
  entry: Entry,
  { timeZone, at, nameOf }: { readonly timeZone: string; readonly at: EpochMs; readonly nameOf: NameOf },
): string {
  const clock = localClock(timeZone, at);
  const was = entry.kind === 'moved' && entry.was;
  const from = was
    ? `, from ${nameOf(was.resourceId) ?? 'a resource that was removed'}, ${clock(was.startsAt)} to ${clock(was.endsAt)}`
    : '';
  const why = entry.why.replace(/\.$/, '');
  const said = why === '' || why === changeWords[entry.kind] ? '' : `: ${why}`;
  return `${changeWords[entry.kind]} by ${entry.by} at ${clock(entry.at)}${from}${said}.`;
}

export type NameOf = (resourceId: ResourceId) => string | undefined;

/** What somebody is told whose screen showed an older version. */
export function staleSentence(last: string | undefined): string {
  return `It has changed since you looked. ${last ? `${last} ` : ''}Look at it and try again.`;
}
