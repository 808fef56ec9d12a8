import { z } from 'zod';
import { resourceKinds } from '../bookings/booking.ts';
import { charge, refusalView } from '../bookings/wire.ts';
import { instant, resourceId, siteId } from '../wire.ts';

const at = z.coerce.number().pipe(instant);

/** At most so long a span is looked for: a wish of a year is a mistake. */
export const searchedMostMs = 14 * 24 * 3_600_000;

/** The query of `GET /api/search`. Without a site everywhere the viewer may book; `equipment` is a list with commas, all of it wanted. */
export const searchQuery = z
  .object({
    from: at,
    to: at,
    siteId: siteId.optional(),
    kind: z.enum(resourceKinds).optional(),
    people: z.coerce.number().int().min(1).max(10_000).default(1),
    equipment: z
      .string()
      .max(500)
      .transform((text) =>
        text
          .split(',')
          .map((one) => one.trim())
          .filter((one) => one !== ''),
      )
      .optional(),
    floor: z.string().trim().min(1).max(60).optional(),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: 'must be after from' })
  .refine(({ from, to }) => to - from <= searchedMostMs, {
    path: ['to'],
    error: 'must be at most 14 days after from',
  });
export type SearchQuery = z.infer<typeof searchQuery>;

/** One resource that may be booked in the span, with what it would take. */
export const foundView = z.object({
  siteId,
  siteName: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  resourceId,
  resourceName: z.string(),
  kind: z.enum(resourceKinds),
  capacity: z.int(),
  floor: z.string(),
  equipment: z.array(z.string()),
  startsAt: instant,
  endsAt: instant,
  charge,
});
export type FoundView = z.infer<typeof foundView>;

/** *free*: as wanted. *alternatives*: the nearest in time and place, only when nothing is free. *reasons*: why nothing is, each reason once, the commonest first. `searchId` names what was kept of it. */
export const searchAnswer = z.object({
  searchId: z.uuid(),
  free: z.array(foundView),
  alternatives: z.array(foundView),
  reasons: z.array(refusalView),
});
export type SearchAnswer = z.infer<typeof searchAnswer>;

/**
 * What was looked for by the hour it was wanted in, on the site's wall clock. `searches` counts searches, `missed` those that found nothing, `refused` the attempts to book that were refused; a
 * search of any kind counts under `any`.
 */
export const demandView = z.object({
  from: instant,
  to: instant,
  hours: z.array(
    z.object({
      /** Monday is 1. */
      weekday: z.int().min(1).max(7),
      hour: z.int().min(0).max(23),
      kind: z.enum([...resourceKinds, 'any']),
      searches: z.int(),
      missed: z.int(),
      refused: z.int(),
    }),
  ),
  /** Why: how often each reason was told, the commonest first. */
  reasons: z.array(z.object({ kind: z.string(), count: z.int() })),
  plans: z.array(z.object({ planName: z.string(), missed: z.int(), refused: z.int() })),
});
export type DemandView = z.infer<typeof demandView>;
