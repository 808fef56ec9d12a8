import { bookingPurposes, resourceKinds } from '@lintel/core/bookings/booking.ts';
import { people, title } from '@lintel/core/bookings/wire.ts';
import { groupMost } from '@lintel/core/sync/wire.ts';
import { holderId, instant, resourceId } from '@lintel/core/wire.ts';
import { z } from 'zod';

/** What the console may ask of the calendar, as bodies. The same as the cloud's, of one site. */

/** A day that a calendar holds. */
const date = z.iso
  .date()
  .refine((text) => text >= '1970-01-02' && text < '3000', { error: 'must be a day from 1970 to 2999' });
const requestId = z.uuid().toLowerCase();
const override = z.object({ reason: z.string().trim().min(1).max(300) });

export const consoleWish = z
  .object({
    requestId,
    resourceId,
    /** Booked with it, all or nothing. */
    alsoResourceIds: z
      .array(resourceId)
      .max(groupMost - 1)
      .default([]),
    startsAt: instant,
    endsAt: instant,
    title: title.default(''),
    people: people.default(0),
    purpose: z.enum(bookingPurposes).default('use'),
    forHolderId: holderId.optional(),
    guest: z.object({ name: z.string().trim().min(1).max(120), email: z.email().max(320) }).optional(),
    override: override.optional(),
  })
  .refine(
    (wish) => new Set([wish.resourceId, ...wish.alsoResourceIds]).size === wish.alsoResourceIds.length + 1,
    {
      path: ['alsoResourceIds'],
      error: 'must name each once, and not the first again',
    },
  )
  .refine(({ forHolderId, guest }) => !(forHolderId && guest), {
    path: ['guest'],
    error: 'must be left out for a member',
  })
  .refine(({ purpose, forHolderId, guest }) => purpose !== 'block' || !(forHolderId || guest), {
    path: ['purpose'],
    error: 'must not be a block for somebody: a block has no holder',
  });
export type ConsoleWish = z.output<typeof consoleWish>;

const wanted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move'), resourceId, startsAt: instant, endsAt: instant }),
  z.object({ kind: z.literal('check_in') }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('transfer'), toHolderId: holderId }),
  z.object({ kind: z.literal('describe'), title: title.optional(), people: people.optional() }),
  z.object({ kind: z.literal('accept') }),
]);

export const consoleChange = z.object({
  requestId,
  /** The version that was shown. */
  version: z.int().min(1),
  change: wanted,
  override: override.optional(),
});
export type ConsoleChange = z.output<typeof consoleChange>;

export const consoleCancel = z.object({
  version: z.int().min(1).optional(),
  refundAll: z.boolean().default(false),
});
export type ConsoleCancel = z.output<typeof consoleCancel>;

/** A whole local day in its opening hours, or a span. */
export const consoleHold = z
  .object({
    requestId,
    date: date.optional(),
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
    {
      path: ['date'],
      error: 'must be given, or both `startsAt` and `endsAt`',
    },
  );
export type ConsoleHold = z.output<typeof consoleHold>;

export const dayQuery = z.object({ date: date.optional() });
export const peopleQuery = z.object({ q: z.string().trim().min(1).max(100) });
