import type { Booking, BookingPurpose } from '@lintel/core/bookings/booking.ts';
import { type Booker, type BookingWish, heldOf, judge, yearsMost } from '@lintel/core/bookings/judge.ts';
import type { Charge } from '@lintel/core/bookings/price.ts';
import { type BookingRefusal, isOverridable } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, HolderId } from '@lintel/core/ids.ts';
import { localDate } from '@lintel/core/sites/local-time.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import { epochMs, hourMs } from '@lintel/core/time.ts';
import type { CalendarTx, Place } from './calendar.ts';

/** What is to be judged: a span in one resource or several of one site, for somebody. */
export type Sought = {
  readonly places: readonly Place[];
  readonly span: Span;
  readonly purpose: BookingPurpose;
  readonly people: number;
  /** Whose plan and limits count; nobody's for a block. */
  readonly holderId: HolderId | undefined;
  /** Staff book for themselves or for the house, and are bound by neither plan nor limits. */
  readonly isForStaff: boolean;
  readonly at: EpochMs;
  /** The booking that is being moved. */
  readonly self?: Booking | undefined;
};

export type Judged = {
  readonly place: Place;
  readonly wish: BookingWish;
  readonly refusals: readonly BookingRefusal[];
  readonly charge: Charge;
};

/** Every reason against each of the wanted resources, and its price. What one of them takes of a limit or of the month, the next has no more. */
export async function judgeSought(calendar: CalendarTx, sought: Sought): Promise<readonly Judged[]> {
  const { places, span, self, at } = sought;
  const [first] = places;
  if (!first) return [];
  const around = isSensible(span, at);
  const roomFor = places.reduce((sum, { resource }) => sum + resource.capacity, 0);
  const held = places.map(({ resource }) => (around ? heldOf(resource, span) : span));
  const hull = {
    startsAt: epochMs(Math.min(...held.map(({ startsAt }) => startsAt))),
    endsAt: epochMs(Math.max(...held.map(({ endsAt }) => endsAt))),
  };
  const ids = places.map(({ resource }) => resource.id);
  const [others, days, asked] = await Promise.all([
    around ? calendar.heldWithin(first.siteId, hull, ids) : [],
    around ? calendar.daysWithin(first.siteId, span) : [],
    loadBooker(calendar, sought, first),
  ]);
  let booker = asked;
  const judged: Judged[] = [];
  for (const place of places) {
    const { purpose, people } = sought;
    const wish: BookingWish = {
      span,
      resource: place.resource,
      purpose,
      // Several rooms hold the people between them.
      people: people <= roomFor ? Math.min(people, place.resource.capacity) : people,
      booker,
      at,
      others,
      days,
      self: self?.id,
    };
    const { refusals, charge } = judge(wish);
    judged.push({ place, wish, refusals: withoutPast(refusals, sought), charge });
    booker = afterThis(booker, place, span, charge);
  }
  return judged;
}

/** A span so long ago, so far away or so long that nothing is looked up for it: it is refused anyway. */
function isSensible({ startsAt, endsAt }: Span, at: EpochMs): boolean {
  const yearMs = 366 * 24 * hourMs;
  return startsAt < endsAt && startsAt >= at - yearMs && endsAt <= at + (yearsMost + 1) * yearMs;
}

async function loadBooker(calendar: CalendarTx, sought: Sought, place: Place): Promise<Booker> {
  const { holderId, self, span, at } = sought;
  if (sought.isForStaff) return { kind: 'staff' };
  if (!holderId) return { kind: 'walk_in' };
  const booker = await calendar.loadBooker(holderId, place.siteId, span, at);
  if (booker.kind !== 'member' || !self || self.holderId !== holderId) return booker;
  // What the booking took where it was, it gives back by moving, within the same month.
  const month = (on: EpochMs) => localDate(place.timeZone, on).slice(0, 7);
  if (month(self.startsAt) !== month(span.startsAt)) return booker;
  const { includedMs, creditCents } = booker.balance;
  const balance = {
    includedMs: includedMs + self.charge.includedMs,
    creditCents: creditCents + self.charge.creditCents,
  };
  return { ...booker, balance };
}

function afterThis(booker: Booker, { resource }: Place, span: Span, charge: Charge): Booker {
  if (booker.kind !== 'member') return booker;
  const { includedMs, creditCents } = booker.balance;
  return {
    ...booker,
    balance: {
      includedMs: includedMs - charge.includedMs,
      creditCents: creditCents - charge.creditCents,
    },
    // It has no id yet; that of its resource stands for it among the others.
    own: [
      ...booker.own,
      { id: resource.id as string as BookingId, kind: resource.kind, state: 'confirmed', ...span },
    ],
  };
}

/** A booking that has begun may go on where it is, though its start has passed. */
function withoutPast(
  refusals: readonly BookingRefusal[],
  { self, span, at }: Sought,
): readonly BookingRefusal[] {
  const goesOn = self && self.startsAt <= at && span.startsAt === self.startsAt && span.endsAt > at;
  return goesOn ? refusals.filter(({ kind }) => kind !== 'in_the_past') : refusals;
}

/** Staff may lift every refusal that can be lifted at all, by giving a reason. */
export function isLifted(
  refusals: readonly BookingRefusal[],
  override: { readonly reason: string } | undefined,
): boolean {
  return override !== undefined && refusals.every(isOverridable);
}

/** What the history says of a booking made against the rules. */
export function overriddenBecause(refusals: readonly BookingRefusal[], reason: string): string {
  const kinds = [...new Set(refusals.map(({ kind }) => kind))].join(', ');
  return `Overridden (${kinds}): ${reason}`;
}
