import type { EpochMs, Span } from '@lintel/core/time.ts';
import { ICalCalendar, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';

/** One entry of a calendar. Times are written in UTC; a calendar program shows them in its reader's zone. */
export type CalendarEntry = Span & {
  /** The same for as long as the entry lives, whatever happens to it. */
  readonly uid: string;
  /** Never goes down; goes up with every change (RFC 5545 §3.8.7.4). */
  readonly sequence: number;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly summary: string;
  readonly location: string;
  readonly description: string;
  /** When it last changed. */
  readonly changedAt: EpochMs;
};

export type Calendar = {
  /** Absent in a feed: its entries belong to nobody in particular. */
  readonly name?: string;
  readonly entries: readonly CalendarEntry[];
  /** What the mail this goes with asks of its reader's calendar (RFC 5546 §1.4). */
  readonly method?: 'request' | 'cancel' | 'publish';
  readonly organizer?: Person;
  readonly attendee?: Person;
  /** How often whoever reads the feed is asked to come back. */
  readonly refreshS?: number;
};

type Person = { readonly name: string; readonly email: string };

const methods = {
  request: ICalCalendarMethod.REQUEST,
  cancel: ICalCalendarMethod.CANCEL,
  publish: ICalCalendarMethod.PUBLISH,
} as const;
const statuses = {
  confirmed: ICalEventStatus.CONFIRMED,
  tentative: ICalEventStatus.TENTATIVE,
  cancelled: ICalEventStatus.CANCELLED,
} as const;

/** The calendar as RFC 5545 writes it: UTC, CRLF, lines folded at 75 octets. The same calendar gives the same text, whenever it is written. */
export function icsText({ name, entries, method, organizer, attendee, refreshS }: Calendar): string {
  const calendar = new ICalCalendar({
    prodId: '//Lintel//Lintel//EN',
    ...(name === undefined ? {} : { name: plain(name) }),
    ...(method ? { method: methods[method] } : {}),
    ...(refreshS === undefined ? {} : { ttl: refreshS }),
  });
  for (const entry of entries) {
    const event = calendar.createEvent({
      id: entry.uid,
      sequence: entry.sequence,
      stamp: new Date(entry.changedAt),
      lastModified: new Date(entry.changedAt),
      start: new Date(entry.startsAt),
      end: new Date(entry.endsAt),
      status: statuses[entry.status],
      summary: plain(entry.summary),
      location: plain(entry.location),
      description: plain(entry.description),
    });
    if (organizer) event.organizer({ name: nameOf(organizer), email: organizer.email });
    if (attendee) event.createAttendee({ name: nameOf(attendee), email: attendee.email, rsvp: false });
  }
  return calendar.toString();
}

/** Without the control characters that no text of a calendar may hold (RFC 5545 §3.1), every line break a plain one. */
function plain(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, ' ');
}

/** A parameter's value holds neither quotes nor line breaks (RFC 5545 §3.2). Whoever has no name goes by their address. */
function nameOf({ name, email }: Person): string {
  return plain(name).replace(/["\n]/g, ' ').trim() || email;
}
