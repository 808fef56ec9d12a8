import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import { addMs, type EpochMs, epochMs, hourMs } from '@lintel/core/time.ts';
import type { FakeBooking } from './fake-calendar.ts';
import type { World } from './fake-world.ts';

/** Puts a calendar as a test wants it, past every rule. */

export function idOf({ sites }: World, name: string): ResourceId {
  const found = sites.flatMap(({ resources }) => resources).find((resource) => resource.name === name);
  if (!found) throw new Error(`no such place: ${name}`);
  return found.id;
}

/** The instant at which clocks in London show this hour, so many days from today. */
export function londonHour({ now }: World, days: number, hour: number): EpochMs {
  const date = new Date(now() + days * 24 * hourMs).toLocaleDateString('sv-SE', {
    timeZone: 'Europe/London',
  });
  const noon = Date.parse(`${date}T12:00:00Z`);
  const shown = Number(
    new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit' }).format(noon),
  );
  return epochMs(noon + (hour - shown) * hourMs);
}

export function put(
  world: World,
  booking: Partial<FakeBooking> & { readonly startsAt: EpochMs },
): FakeBooking {
  const endsAt = booking.endsAt ?? addMs(booking.startsAt, hourMs);
  const made: FakeBooking = {
    id: crypto.randomUUID() as BookingId,
    resourceId: idOf(world, 'Thames'),
    title: 'Secret',
    purpose: 'use',
    people: 0,
    endsAt,
    holdsFrom: booking.startsAt,
    holdsUntil: endsAt,
    charge: { includedMs: 0, creditCents: 0, amount: 0 },
    state: 'confirmed',
    version: 1,
    source: 'portal',
    bookedAt: world.now(),
    by: 'Theo Adeyemi',
    ...booking,
  };
  world.calendar.bookings.push(made);
  world.calendar.note(made.id, 'booked', made.by, '');
  return made;
}
