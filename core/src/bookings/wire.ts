import { z } from 'zod';
import { bookingId, doorId, groupId, holderId, instant, planId, resourceId, seriesId } from '../wire.ts';
import { bookingPurposes, bookingSources, bookingStates, resourceKinds } from './booking.ts';

const minorUnits = z.int();

/** What a booking takes: included time, credits in hundredths, money in minor units of its site's currency. */
export const charge = z.object({
  includedMs: z.int().min(0),
  creditCents: z.int().min(0),
  amount: minorUnits.min(0),
});

export const resource = z.object({
  id: resourceId,
  name: z.string().min(1).max(120),
  kind: z.enum(resourceKinds),
  capacity: z.int().min(1).max(10_000),
  floor: z.string().max(60).default(''),
  equipment: z.array(z.string().min(1).max(60)).max(50).default([]),
  doorIds: z.array(doorId).max(64),
  checkInDoorIds: z.array(doorId).max(64).default([]),
  stepMs: z.int().min(60_000).max(86_400_000),
  lengthMinMs: z.int().min(60_000),
  lengthMaxMs: z.int().min(60_000),
  beforeMs: z.int().min(0).max(86_400_000).default(0),
  afterMs: z.int().min(0).max(86_400_000).default(0),
  graceMs: z.int().min(60_000).max(86_400_000).optional(),
  creditCentsPerHour: z.int().min(0).default(0),
  pricePerHour: minorUnits.min(0).default(0),
});

const percent = z.int().min(0).max(100);

export const bookingPlan = z.object({
  id: planId,
  name: z.string().min(1).max(120),
  rank: z.int().default(0),
  advanceMs: z.int().min(0),
  excludedKinds: z.array(z.enum(resourceKinds)),
  anyHour: z.boolean().default(false),
  dailyMostMs: z.int().min(0).optional(),
  concurrentMost: z.int().min(0).optional(),
  guestsMost: z.int().min(0).optional(),
  openMost: z.int().min(1).default(100),
  includedKinds: z.array(z.enum(resourceKinds)).default([]),
  includedMs: z.int().min(0).default(0),
  creditCents: z.int().min(0).default(0),
  overage: z.enum(['charge', 'refuse']).default('charge'),
  cancelFreeMs: z.int().min(0).default(0),
  lateRefundPercent: percent.default(0),
  noShowRefundPercent: percent.default(0),
});

/** One local day of the site, as the cloud worked it out. */
export const siteDay = z.object({
  date: z.iso.date(),
  startsAt: instant,
  endsAt: instant,
  open: z.array(z.object({ startsAt: instant, endsAt: instant })).max(20),
  note: z.string().max(200),
});

/**
 * What is left of a holder's month, for this site to spend. `period` is the calendar month of the site (`2027-03`). It counts every booking the cloud knew when it had this site's facts up to
 * `asOfFact`; the site takes off what it has written since.
 */
export const balance = z.object({
  holderId,
  period: z.string().regex(/^\d{4}-\d{2}$/),
  includedMs: z.int(),
  creditCents: z.int(),
  asOfFact: z.int().min(0),
});

export const title = z.string().trim().max(120);
export const people = z.int().min(0).max(10_000);

/** A booking as it crosses between cloud and site. */
export const booking = z
  .object({
    id: bookingId,
    resourceId,
    holderId: holderId.optional(),
    title,
    purpose: z.enum(bookingPurposes),
    people,
    startsAt: instant,
    endsAt: instant,
    holdsFrom: instant,
    holdsUntil: instant,
    state: z.enum(bookingStates),
    version: z.int().min(1),
    source: z.enum(bookingSources),
    bookedAt: instant,
    charge,
    groupId: groupId.optional(),
    seriesId: seriesId.optional(),
  })
  .refine((b) => b.startsAt < b.endsAt, { path: ['endsAt'], error: 'must be after startsAt' })
  .refine((b) => b.holdsFrom <= b.startsAt && b.endsAt <= b.holdsUntil, {
    path: ['holdsFrom'],
    error: 'must hold at least the booked span',
  });

const minutes = z.int().min(0);

/** Why a booking was refused; the shape of `BookingRefusal`. */
export const bookingRefusal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), until: instant, bookingIds: z.array(bookingId).default([]) }),
  z.object({ kind: z.literal('ends_before_start') }),
  z.object({ kind: z.literal('in_the_past') }),
  z.object({ kind: z.literal('too_far_away'), years: z.int() }),
  z.object({ kind: z.literal('off_step'), stepMin: minutes }),
  z.object({ kind: z.literal('too_short'), minimumMin: minutes }),
  z.object({ kind: z.literal('too_long'), maximumMin: minutes }),
  z.object({ kind: z.literal('too_many_people'), most: z.int() }),
  z.object({ kind: z.literal('closed'), note: z.string() }),
  z.object({ kind: z.literal('too_far_ahead'), planName: z.string(), advanceHours: z.number() }),
  z.object({ kind: z.literal('kind_excluded'), planName: z.string(), resourceKind: z.string() }),
  z.object({
    kind: z.literal('daily_limit'),
    planName: z.string(),
    mostMin: z.number(),
    usedMin: z.number(),
  }),
  z.object({ kind: z.literal('too_many_at_once'), planName: z.string(), most: z.int() }),
  z.object({ kind: z.literal('too_many_guests'), planName: z.string(), most: z.int() }),
  z.object({ kind: z.literal('too_many_open'), most: z.int() }),
  z.object({ kind: z.literal('allowance_spent'), planName: z.string() }),
  z.object({ kind: z.literal('no_membership') }),
  z.object({ kind: z.literal('suspended') }),
  z.object({ kind: z.literal('beyond_horizon'), until: instant }),
  z.object({ kind: z.literal('box_lost'), until: instant }),
  z.object({ kind: z.literal('quarantined'), until: instant.optional() }),
]);

/** Why a booking cannot change; the shape of `ChangeRefusal`. */
export const changeRefusal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('over') }),
  z.object({ kind: z.literal('not_live'), state: z.enum(bookingStates) }),
  z.object({ kind: z.literal('undecided') }),
  z.object({ kind: z.literal('not_started') }),
  z.object({ kind: z.literal('has_started') }),
  z.object({ kind: z.literal('too_early'), from: instant }),
  z.object({ kind: z.literal('not_held') }),
]);

/** What a screen shows of a refusal: the reason for a program and the sentence for a person. */
export const refusalView = z.object({ kind: z.string(), sentence: z.string() });

export const alternativeView = z.object({
  resourceId,
  resourceName: z.string(),
  startsAt: instant,
  endsAt: instant,
});

/** Who can help a person at a site. */
export const helpView = z.object({ name: z.string(), email: z.string(), phone: z.string() });

/** The answer no: every reason at once, what is free instead, and who can help. */
export const bookingRefused = z.object({
  kind: z.literal('refused'),
  reasons: z.array(refusalView).min(1),
  alternatives: z.array(alternativeView),
  help: helpView,
  /** The plan that would allow it, when only the member's own is in the way. */
  upgrade: z.object({ planId, planName: z.string(), sentence: z.string() }).optional(),
  /** For staff: what stands in the way, to be moved or cancelled, and whether a reason would lift every refusal. */
  inTheWay: z.array(z.lazy(() => bookingView)).optional(),
  overridable: z.boolean().optional(),
});
export type BookingRefused = z.infer<typeof bookingRefused>;

/** One booking as a person sees it. Another's booking has no title and no holder. */
export const bookingView = z.object({
  id: bookingId,
  resourceId,
  resourceName: z.string(),
  title: z.string(),
  holderName: z.string().optional(),
  startsAt: instant,
  endsAt: instant,
  state: z.enum(bookingStates),
  source: z.enum(bookingSources),
  mine: z.boolean(),
  purpose: z.enum(bookingPurposes),
  people,
  version: z.int().min(1),
  groupId: groupId.optional(),
  seriesId: seriesId.optional(),
  /** What it takes; only of one's own, or for staff. */
  charge: charge.optional(),
  /** Somebody has to check in from `checkInFrom` on, and by `releasesAt`, else it is released. Only while it is confirmed and has such a rule. */
  checkInFrom: instant.optional(),
  releasesAt: instant.optional(),
});
export type BookingView = z.infer<typeof bookingView>;
