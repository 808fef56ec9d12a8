import type { Booking, BookingPlan, Resource } from '@lintel/core/bookings/booking.ts';
import type { Booker } from '@lintel/core/bookings/judge.ts';
import type { BookingRefusal } from '@lintel/core/bookings/refusal.ts';
import type { BookingId, HolderId, OperatorId, ResourceId, SiteId } from '@lintel/core/ids.ts';
import type { SiteDay } from '@lintel/core/sites/opening.ts';
import type { Ask, AskAnswer, ChangeBody } from '@lintel/core/sync/wire.ts';
import type { EpochMs, Span } from '@lintel/core/time.ts';
import type { What } from '../database/operator.ts';
import type { Note } from './history.ts';

/** Where a booking would be: the resource, its site, and who writes that site's calendar as it is now. */
export type Place = {
  readonly resource: Resource;
  readonly siteId: SiteId;
  readonly siteName: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly help: { readonly name: string; readonly email: string; readonly phone: string };
  readonly horizonAt: EpochMs;
  /** What starts at this instant or later is the cloud's to write: the horizon, or the beginning of time where no box writes any more. */
  readonly ownFrom: EpochMs;
  /** *lost*: declared so, and no other was enrolled since. */
  readonly box: 'none' | 'accepted' | 'lost';
};

/** A booking as the cloud keeps it. */
export type KeptBooking = Booking & {
  readonly siteId: SiteId;
  /** Why the site refused it. */
  readonly refusals: unknown;
  /** The booking this one is to take the place of. */
  readonly replaces?: BookingId | undefined;
  /** The same through every move, also when a move makes another booking. */
  readonly calendarUid: string;
};

export type NewBooking = {
  readonly booking: Booking;
  readonly note: Note;
  readonly replaces?: BookingId | undefined;
  readonly calendarUid?: string | undefined;
};

export type Person = {
  readonly id: HolderId;
  readonly kind: 'member' | 'staff' | 'guest';
  readonly name: string;
};

/** A question to a site, with what became of it. *withdrawn*: put no more, though an answer on its way is still heard. */
export type KeptAsk = {
  readonly requestId: string;
  readonly siteId: SiteId;
  readonly bookingId: BookingId;
  readonly epoch: number;
  readonly state: 'pending' | 'answered' | 'withdrawn';
  readonly ask: Ask;
  readonly answer?: AskAnswer | undefined;
};

export type Question = { readonly requestId: string; readonly bookingId: BookingId; readonly ask: Ask };

export type Published = {
  readonly seq: number;
  readonly horizonAt: EpochMs;
  /** As in `Place`, under the site's lock. */
  readonly ownFrom: EpochMs;
};

/**
 * One transaction on the calendar of an operator: everything in it is kept when its work returns, and nothing when it throws. Writes throw `SlotTaken`, `IdTaken` or `Collided`, after which the
 * transaction can only end. What it reads may change until it commits, save for the rows it wrote.
 */
export type CalendarTx = {
  readonly operatorId: OperatorId;

  readonly findPlace: (resourceId: ResourceId) => Promise<Place | undefined>;
  readonly resourcesOf: (siteId: SiteId) => Promise<readonly Resource[]>;
  /** The local days of the site that touch the span. */
  readonly daysWithin: (siteId: SiteId, span: Span) => Promise<readonly SiteDay[]>;
  /** The bookings that hold any of the span, of these resources or of all. */
  readonly heldWithin: (
    siteId: SiteId,
    span: Span,
    resourceIds?: readonly ResourceId[],
  ) => Promise<readonly Booking[]>;
  /** How somebody may book at a site, with what is left of the month of the span. */
  readonly loadBooker: (holderId: HolderId, siteId: SiteId, span: Span, at: EpochMs) => Promise<Booker>;
  readonly plans: () => Promise<readonly BookingPlan[]>;
  readonly findPerson: (
    who: { readonly id: HolderId } | { readonly email: string },
  ) => Promise<Person | undefined>;
  /** Whoever has this e-mail, made a guest when nobody has. */
  readonly keepGuest: (who: { readonly name: string; readonly email: string }) => Promise<Person>;

  readonly findBooking: (bookingId: BookingId) => Promise<KeptBooking | undefined>;
  /** The booking that has taken the place of this one, or is to. */
  readonly findReplacement: (bookingId: BookingId) => Promise<KeptBooking | undefined>;
  readonly ofGroup: (groupId: string) => Promise<readonly KeptBooking[]>;
  /** New bookings, each with its first entry of history. Throws `SlotTaken` when one that holds its slot overlaps another, `IdTaken` when one is known. */
  readonly insertBookings: (siteId: SiteId, made: readonly NewBooking[]) => Promise<void>;
  /** Puts `next` in the place of `known`, with its entry. False, and nothing written, unless `known` still stands at its version and state. Throws `SlotTaken`. */
  readonly putBooking: (
    known: Booking,
    next: Booking,
    note: Note,
    refusals?: readonly BookingRefusal[],
  ) => Promise<boolean>;
  /** An entry of history without a change of the booking. */
  readonly note: (booking: Booking, note: Note) => Promise<void>;
  /** Whether this request has changed the booking already. */
  readonly isNoted: (bookingId: BookingId, requestId: string) => Promise<boolean>;

  /** Asks the site's box, as of its present epoch. The same request id is one question however often it is put. */
  readonly putAsk: (siteId: SiteId, question: Question, at: EpochMs) => Promise<void>;
  readonly findAsk: (requestId: string) => Promise<KeptAsk | undefined>;
  /** The questions about this booking that are still open. */
  readonly openAsks: (bookingId: BookingId) => Promise<readonly KeptAsk[]>;
  readonly withdrawAsk: (requestId: string) => Promise<void>;
  /** Keeps the answer and wakes whoever waits for it. */
  readonly keepAnswer: (requestId: string, answer: AskAnswer, at: EpochMs) => Promise<void>;

  /** What the site is to know of this person before a booking names them; nothing when it knows them anyhow or never needs to. */
  readonly holderBodies: (siteId: SiteId, holderId: HolderId, at: EpochMs) => Promise<readonly ChangeBody[]>;
  /** Appends changes to the site's feed, numbered without gaps in commit order, and wakes its stream, and screens when a booking is among them. Call it last: it holds the site's lock until commit. */
  readonly publish: (siteId: SiteId, at: EpochMs, bodies: readonly ChangeBody[]) => Promise<Published>;
  /** Tells every process to look again, once this transaction commits. */
  readonly announce: (siteId: SiteId, what: What, ref?: string) => Promise<void>;
};

/** The last guard said no: another booking holds the slot. */
export class SlotTaken extends Error {}

/** A booking of this id is kept already. */
export class IdTaken extends Error {}

/** Two transactions stood in each other's way and this one was given up; run again, it may well succeed. */
export class Collided extends Error {}
