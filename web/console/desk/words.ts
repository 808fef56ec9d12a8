import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { type StateWords, stateWords } from '../../ui/booking/state-words.ts';
import { clock, dayAndClock, dayName, spanText } from '../../ui/zone.ts';

export const sources: Record<BookingView['source'], string> = {
  portal: 'booked in the portal',
  office: 'booked in the office',
  console: 'booked at the desk',
  panel: 'booked at the panel',
  series: 'of a series',
  wait_list: 'from the wait-list',
};

/** Who it is for as the desk calls them: `Ada: Call`, `Ana from the street`, `Blocked: painting`. */
export function whoText({ purpose, holderName, title, source }: BookingView): string {
  if (purpose === 'block') return title ? `Blocked: ${title}` : 'Blocked';
  const who = holderName ?? (title ? undefined : source === 'panel' ? 'Walk-in' : 'No name');
  const text = [who, title].filter(Boolean).join(': ');
  return purpose === 'hold' ? `Held for ${text}` : text;
}

/** `Thames, Wednesday 3 June, 09:30–10:00` */
export function whatText(booking: BookingView, timeZone: string): string {
  return `${booking.resourceName}, ${dayName(booking.startsAt, timeZone)}, ${spanText(booking, timeZone)}`;
}

/** How it stands at the desk. What nobody has checked in to says when it is released. */
export function deskState(booking: BookingView, now: number, timeZone: string): StateWords {
  const { purpose, state, startsAt, endsAt, releasesAt } = booking;
  if (state === 'confirmed' && endsAt > now) {
    if (purpose === 'block') return { tone: 'none', word: 'Blocked' };
    if (purpose === 'hold') return { tone: 'warn', word: 'Held, not yet accepted' };
    if (releasesAt !== undefined && startsAt <= now)
      return { tone: 'warn', word: `Nobody yet, released at ${clock(releasesAt, timeZone)}` };
  }
  return stateWords(booking, now);
}

/** When and by whom it is to be released, said before it happens. */
export function checkInText({ checkInFrom, releasesAt }: BookingView, timeZone: string): string | undefined {
  if (checkInFrom === undefined || releasesAt === undefined) return undefined;
  return `Check in from ${clock(checkInFrom, timeZone)}; without it released at ${dayAndClock(releasesAt, timeZone)}.`;
}

/** The same booking with the words of the desk for its bar in the timeline. Look it up by its id before doing anything with it. */
export function barOf(booking: BookingView): BookingView {
  const mark = booking.state === 'checked_in' ? '✓ ' : '';
  return { ...booking, holderName: booking.holderName ?? '', title: `${mark}${whoText(booking)}` };
}
