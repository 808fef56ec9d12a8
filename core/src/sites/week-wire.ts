import { z } from 'zod';
import { bookingView, helpView } from '../bookings/wire.ts';
import { instant, span } from '../wire.ts';
import { linkView, resourceView, siteView } from './wire.ts';

/**
 * Seven local days of a site at once. `busy` is what is held of each resource, preparation and all, in whole minutes counted from `startsAt`: pairs of how long it was free since the one before,
 * and how long it is held. A pair may lie over the end of the week.
 */
export const weekView = z.object({
  site: siteView,
  startsAt: instant,
  endsAt: instant,
  at: instant,
  horizonAt: instant,
  link: linkView,
  help: helpView,
  days: z.array(
    z.object({
      date: z.iso.date(),
      startsAt: instant,
      endsAt: instant,
      open: z.array(span),
      note: z.string(),
    }),
  ),
  resources: z.array(resourceView.extend({ busy: z.array(z.int().min(0)) })),
  /** The viewer's own of this week, decided or not. */
  mine: z.array(bookingView),
});
export type WeekView = z.infer<typeof weekView>;
