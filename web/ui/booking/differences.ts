import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { dayAndClock, dayName, spanText } from '../zone.ts';
import { stateWords } from './state-words.ts';

/** What has become other about a booking since it was looked at, one sentence each; empty when only its version has. */
export function differences(before: BookingView, now: BookingView, timeZone: string): readonly string[] {
  const said: string[] = [];
  const isOther = (key: keyof BookingView) => before[key] !== now[key];
  if (isOther('resourceId')) said.push(`It is ${now.resourceName} now, not ${before.resourceName}.`);
  if (isOther('startsAt') || isOther('endsAt'))
    said.push(
      `It is on ${dayName(now.startsAt, timeZone)}, ${spanText(now, timeZone)} now; it was ${dayAndClock(before.startsAt, timeZone)}–${spanText(before, timeZone).split('–')[1]}.`,
    );
  if (isOther('state')) said.push(`It is “${stateWords(now, now.startsAt).word}” now.`);
  if (isOther('mine')) said.push(now.mine ? 'It is yours now.' : 'It is somebody else’s now.');
  if (isOther('title')) said.push(now.title ? `Its title is “${now.title}” now.` : 'It has no title now.');
  if (isOther('people')) said.push(`It is for ${now.people} people now.`);
  return said;
}
