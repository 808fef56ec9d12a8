import { z } from 'zod';
import { bookingId, doorId, holderId, instant, planId, resourceId } from '../wire.ts';
import { bookingSources, bookingStates, resourceKinds } from './booking.ts';

export const resource = z.object({
  id: resourceId,
  name: z.string().min(1).max(120),
  kind: z.enum(resourceKinds),
  capacity: z.int().min(1).max(10_000),
  doorIds: z.array(doorId).max(64),
  stepMs: z.int().min(60_000).max(86_400_000),
  lengthMinMs: z.int().min(60_000),
  lengthMaxMs: z.int().min(60_000),
});

export const bookingPlan = z.object({
  id: planId,
  name: z.string().min(1).max(120),
  advanceMs: z.int().min(0),
  excludedKinds: z.array(z.enum(resourceKinds)),
});

export const title = z.string().trim().max(120);

/** A booking as it crosses between cloud and site. */
export const booking = z
  .object({
    id: bookingId,
    resourceId,
    holderId: holderId.optional(),
    title,
    startsAt: instant,
    endsAt: instant,
    state: z.enum(bookingStates),
    version: z.int().min(1),
    source: z.enum(bookingSources),
    bookedAt: instant,
  })
  .refine((b) => b.startsAt < b.endsAt, { path: ['endsAt'], error: 'must be after startsAt' });

const minutes = z.int().min(0);

/** Why a booking was refused; the shape of `BookingRefusal`. */
export const bookingRefusal = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('taken'), until: instant }),
  z.object({ kind: z.literal('ends_before_start') }),
  z.object({ kind: z.literal('in_the_past') }),
  z.object({ kind: z.literal('off_step'), stepMin: minutes }),
  z.object({ kind: z.literal('too_short'), minimumMin: minutes }),
  z.object({ kind: z.literal('too_long'), maximumMin: minutes }),
  z.object({ kind: z.literal('too_far_ahead'), planName: z.string(), advanceHours: z.number() }),
  z.object({ kind: z.literal('kind_excluded'), planName: z.string(), resourceKind: z.string() }),
  z.object({ kind: z.literal('no_membership') }),
  z.object({ kind: z.literal('suspended') }),
  z.object({ kind: z.literal('beyond_horizon'), until: instant }),
  z.object({ kind: z.literal('quarantined'), until: instant.optional() }),
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
});
export type BookingView = z.infer<typeof bookingView>;
