import { z } from 'zod';
import { bookingPlan } from '../bookings/wire.ts';
import { doorId, planId } from '../wire.ts';

/** What a membership opens by itself: nothing, its doors in the site's opening hours, or its doors always. */
export const planAccesses = ['none', 'hours', 'always'] as const;

const yearMs = 366 * 24 * 3_600_000;

/** The terms of a plan as the office writes them. */
export const planTerms = bookingPlan
  .omit({ id: true })
  .extend({
    name: z.string().trim().min(1).max(120),
    rank: z.int().min(-1000).max(1000).default(0),
    advanceMs: z
      .int()
      .min(0)
      .max(2 * yearMs),
    openMost: z.int().min(1).max(10_000).default(100),
    includedMs: z.int().min(0).max(yearMs).default(0),
    creditCents: z.int().min(0).max(100_000_000).default(0),
    cancelFreeMs: z.int().min(0).max(yearMs).default(0),
    access: z.enum(planAccesses),
    accessDoorIds: z.array(doorId).max(1000).default([]),
  })
  .refine(({ includedKinds, excludedKinds }) => !includedKinds.some((kind) => excludedKinds.includes(kind)), {
    path: ['includedKinds'],
    error: 'must not name a kind that the plan excludes',
  })
  .refine(({ includedMs, includedKinds }) => includedMs === 0 || includedKinds.length > 0, {
    path: ['includedKinds'],
    error: 'must name what the included time is for',
  });
export type PlanTerms = z.infer<typeof planTerms>;

/** `members`: how many have it now. */
export const planView = z.object({ id: planId, terms: planTerms, members: z.int() });
