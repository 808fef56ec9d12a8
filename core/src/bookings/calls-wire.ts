import { z } from 'zod';
import { groupMost } from '../sync/wire.ts';
import { bookingId, holderId, instant, resourceId } from '../wire.ts';
import { bookingPurposes, resourceKinds } from './booking.ts';
import { changeKinds } from './history.ts';
import { alternativeView, bookingRefused, bookingView, charge, people, refusalView, title } from './wire.ts';

/** What people ask of the cloud's calendar, and its answers. */

/** Why staff do it against the rules; kept in the booking's history. */
export const override = z.object({ reason: z.string().trim().min(1).max(300) });

/** `POST /api/bookings`, and `/judge` with the same. The request id is the first booking's id. */
export const bookingWish = z
  .object({
    requestId: bookingId,
    resourceId,
    /** Booked with it, all or nothing; of the same site. */
    alsoResourceIds: z
      .array(resourceId)
      .max(groupMost - 1)
      .default([]),
    startsAt: instant,
    endsAt: instant,
    title: title.default(''),
    people: people.default(0),
    purpose: z.enum(bookingPurposes).default('use'),
    /** Staff book for a member, or for whoever has this e-mail. */
    forHolderId: holderId.optional(),
    guest: z.object({ name: z.string().trim().min(1).max(120), email: z.email().max(320) }).optional(),
    override: override.optional(),
    /** Of `/judge` alone: the booking of the same holder that is to be moved there, which does not stand in its own way. */
    moves: bookingId.optional(),
  })
  .refine(
    ({ resourceId: first, alsoResourceIds }) =>
      new Set([first, ...alsoResourceIds]).size === alsoResourceIds.length + 1,
    { path: ['alsoResourceIds'], error: 'must name each once, and not the first again' },
  )
  .refine(({ forHolderId, guest }) => !(forHolderId && guest), {
    path: ['guest'],
    error: 'must be left out for a member',
  })
  .refine(({ purpose, forHolderId, guest }) => purpose !== 'block' || !(forHolderId || guest), {
    path: ['purpose'],
    error: 'must not be a block for somebody: a block has no holder',
  });

export const bookingConfirmed = z.object({
  kind: z.literal('confirmed'),
  booking: bookingView,
  /** All of a group, the first too. */
  bookings: z.array(bookingView).optional(),
});
export const bookingRequested = z.object({
  kind: z.literal('requested'),
  booking: bookingView,
  bookings: z.array(bookingView).optional(),
  sentence: z.string(),
});

/** The price before the click; nothing is written. `reasons` is empty when it may be booked. */
export const bookingJudged = z.object({
  charge,
  currency: z.string(),
  reasons: z.array(refusalView),
  upgrade: bookingRefused.shape.upgrade,
  alternatives: z.array(alternativeView),
  overridable: z.boolean().optional(),
});

/** `POST /api/bookings/:id/change`. `version`: the one that was shown. */
export const bookingChange = z.object({
  version: z.int().min(1),
  requestId: bookingId,
  change: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('move'), resourceId, startsAt: instant, endsAt: instant }),
    z.object({ kind: z.literal('check_in') }),
    z.object({ kind: z.literal('end') }),
    z.object({ kind: z.literal('transfer'), toEmail: z.email().max(320) }),
    z.object({ kind: z.literal('describe'), title: title.optional(), people: people.optional() }),
    z.object({ kind: z.literal('accept') }),
    /** Takes back a change that the site has not answered. */
    z.object({ kind: z.literal('withdraw') }),
  ]),
  override: override.optional(),
});

export const bookingChanged = z.object({ kind: z.literal('changed'), booking: bookingView });
/** Somebody changed it since it was shown: how it stands now, and what happened. */
export const bookingStale = z.object({
  kind: z.literal('stale'),
  booking: bookingView,
  sentence: z.string(),
});

export const cancelTerms = z.object({
  version: z.int().min(1).optional(),
  /** Staff give everything back, whatever the plan says. */
  refundAll: z.boolean().optional(),
});
/** `refunded`: what this cancel gave back. */
export const bookingCancelled = z.object({
  kind: z.literal('cancelled'),
  booking: bookingView,
  refunded: charge,
});

export const historyEntry = z.object({
  at: instant,
  kind: z.enum(changeKinds),
  by: z.string(),
  why: z.string(),
  sentence: z.string(),
});

/** `GET /api/bookings/:id`. `refund`: what cancelling now would give back. `pending`: the site has not yet answered a change. */
export const bookingDetail = z.object({
  booking: bookingView,
  history: z.array(historyEntry),
  refund: charge,
  currency: z.string(),
  pending: z.object({ kind: z.enum(['change', 'cancel', 'move']), sentence: z.string() }).optional(),
});

/** `POST /api/sites/:siteId/hold-desks`: every free one for somebody's day, in its opening hours, or for a span. */
export const holdWish = z
  .object({
    requestId: bookingId,
    date: z.iso
      .date()
      .refine((day) => day > '1970-01-01' && day < '3000', { error: 'must be a day from 1970 to 2999' })
      .optional(),
    startsAt: instant.optional(),
    endsAt: instant.optional(),
    kinds: z.array(z.enum(resourceKinds)).min(1).max(resourceKinds.length),
    forHolderId: holderId,
    title: title.default(''),
    override: override.optional(),
  })
  .refine(
    ({ date, startsAt, endsAt }) =>
      date === undefined
        ? startsAt !== undefined && endsAt !== undefined
        : startsAt === undefined && endsAt === undefined,
    { path: ['date'], error: 'must be given, or both `startsAt` and `endsAt`' },
  );

export const holdMade = z.object({
  bookings: z.array(bookingView),
  /** Why the others of these kinds were not taken. */
  skipped: z.array(z.object({ resourceId, resourceName: z.string(), because: z.string() })),
  /** The site has not answered yet: none of it is confirmed. */
  sentence: z.string().optional(),
});
