import { z } from 'zod';
import { resourceKinds } from '../bookings/booking.ts';
import { bookingView, helpView } from '../bookings/wire.ts';
import { instant, resourceId, siteId, span } from '../wire.ts';

/** *live*: the box's stream is open. *late*: it was heard in the last two minutes. *cut_off*: not heard for longer. *never*: not yet enrolled. */
export const linkStates = ['live', 'late', 'cut_off', 'never'] as const;

export const siteView = z.object({
  id: siteId,
  name: z.string(),
  timeZone: z.string(),
  currency: z.string(),
});
export type SiteView = z.infer<typeof siteView>;

/** `heardAt`: when the box last spoke. `factAt`: when the last fact that arrived was made. */
export const linkView = z.object({
  state: z.enum(linkStates),
  heardAt: instant.optional(),
  factAt: instant.optional(),
});

export const resourceView = z.object({
  id: resourceId,
  name: z.string(),
  kind: z.enum(resourceKinds),
  capacity: z.int(),
  floor: z.string().optional(),
  equipment: z.array(z.string()).optional(),
  stepMin: z.int(),
  lengthMinMin: z.int(),
  lengthMaxMin: z.int(),
});
export type ResourceView = z.infer<typeof resourceView>;

/** One local day of a site: `[startsAt, endsAt)` is 23, 24 or 25 hours long. */
export const dayView = z.object({
  site: siteView,
  date: z.iso.date(),
  startsAt: instant,
  endsAt: instant,
  at: instant,
  horizonAt: instant,
  link: linkView,
  help: helpView,
  /** Opening hours of the day; absent when they are not known here. */
  open: z.array(span).optional(),
  resources: z.array(resourceView),
  bookings: z.array(bookingView),
});
export type DayView = z.infer<typeof dayView>;
