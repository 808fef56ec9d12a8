import { z } from 'zod';
import { resourceKinds } from '../bookings/booking.ts';
import { people } from '../bookings/wire.ts';
import { bookingId, instant, resourceId, siteId } from '../wire.ts';

/**
 * *waiting*: for a slot. *offered*: one is held for them until `expiresAt`. *taken*: they said yes. *lapsed*: they did not answer in time, and it went to the next. *withdrawn*: they no longer want it.
 * *over*: the time came and nothing had become free.
 */
export const waitStates = ['waiting', 'offered', 'taken', 'lapsed', 'withdrawn', 'over'] as const;
export type WaitState = (typeof waitStates)[number];

/** The body of `POST /api/waits`: this resource, or any of a kind for so many people. */
export const waitWish = z
  .object({
    requestId: z.uuid().toLowerCase(),
    siteId,
    resourceId: resourceId.optional(),
    kind: z.enum(resourceKinds).optional(),
    people: people.default(1),
    startsAt: instant,
    endsAt: instant,
  })
  .refine((wish) => wish.startsAt < wish.endsAt, { path: ['endsAt'], error: 'must be after startsAt' })
  .refine((wish) => (wish.resourceId === undefined) !== (wish.kind === undefined), {
    path: ['resourceId'],
    error: 'name either one resource or a kind',
  });
export type WaitWish = z.infer<typeof waitWish>;

/** A wait as whoever waits sees it. `offer` while one is held: accept it with `change {kind:'accept'}` on the booking, at this version. */
export const waitView = z.object({
  id: z.uuid(),
  siteId,
  siteName: z.string(),
  resourceId: resourceId.optional(),
  resourceName: z.string().optional(),
  kind: z.enum(resourceKinds).optional(),
  people,
  startsAt: instant,
  endsAt: instant,
  askedAt: instant,
  state: z.enum(waitStates),
  /** How many wait at this site for a part of the same time and asked earlier. */
  ahead: z.int().min(0),
  offer: z.object({ bookingId, resourceName: z.string(), expiresAt: instant }).optional(),
});
export type WaitView = z.infer<typeof waitView>;
