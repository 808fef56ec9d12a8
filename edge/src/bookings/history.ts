import { changeWords } from '@lintel/core/bookings/history.ts';
import { localClock } from '@lintel/core/sites/local-time.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import type { BookingEntry, Was } from './history-store.ts';
import type { Names } from './views.ts';

export type EntryView = {
  readonly at: EpochMs;
  readonly kind: BookingEntry['kind'];
  readonly by: string;
  readonly why: string;
  readonly sentence: string;
};

/** What was done to a booking as staff read it: what, by whom, from where or whom, and why. */
export function entryViewOf(
  entry: BookingEntry,
  { timeZone, at }: { readonly timeZone: string; readonly at: EpochMs },
  names: Names,
): EntryView {
  const clock = localClock(timeZone, at);
  const from = entry.was ? fromOf(entry.kind, entry.was, clock, names) : '';
  const sentence = `${changeWords[entry.kind]} by ${entry.by} at ${clock(entry.at)}${from}: ${entry.why}.`;
  return { at: entry.at, kind: entry.kind, by: entry.by, why: entry.why, sentence };
}

function fromOf(kind: BookingEntry['kind'], was: Was, clock: (at: EpochMs) => string, names: Names): string {
  if (kind === 'transferred')
    return `, from ${(was.holderId && names.holders.get(was.holderId)) ?? 'nobody'}`;
  if (kind !== 'moved') return '';
  const place = names.resourceOf(was.resourceId)?.name ?? 'a resource that was removed';
  return `, from ${place}, ${clock(was.startsAt)} to ${clock(was.endsAt)}`;
}

/** What somebody is told whose screen showed an older version. */
export function staleSentence(since: readonly EntryView[]): string {
  const last = since.at(-1);
  return last
    ? `It has changed since you looked. ${last.sentence} Look at it and try again.`
    : 'It was changed in the portal or the office since you looked. Look at it and try again.';
}
