import { z } from 'zod';
import { bookingView, helpView } from '../bookings/wire.ts';
import { resourceView, siteView } from '../sites/wire.ts';
import { instant, panelId } from '../wire.ts';

/** `POST /api/panel/pair`: the six-digit code the console shows. */
export const panelPairing = z.object({
  code: z.string().regex(/^\d{6}$/, { error: 'must be the six digits shown at the console' }),
});
/** The token is also set as a cookie; a kiosk that keeps its own store sends it as `Authorization: Bearer`. */
export const panelPaired = z.object({ panelId, token: z.string() });

/** What a panel draws. The site makes no other promise than: this was true `at`. The panel shows the age once it is not fresh. */
export const agendaView = z.object({
  at: instant,
  site: siteView,
  help: helpView,
  resource: resourceView,
  occupied: z.boolean().optional(),
  /** Bookings that hold their slot and end after `at`, up to the end of the local day, in order. Names are hidden unless the site shows them. */
  bookings: z.array(bookingView),
  dayStartsAt: instant,
  dayEndsAt: instant,
  /** How long a walk-in beginning now may be at most, in minutes; 0 when it is taken, closed, or the site may not write it. */
  freeMin: z.int().min(0),
  /** When such a walk-in begins: the step under way, or the next one while somebody who left early holds a part of it. Absent when `freeMin` is 0. */
  freeFrom: instant.optional(),
  /** Whether acting at the panel needs a PIN. Absent: it does not. */
  act: z.enum(['open', 'pin']).optional(),
  /** Whether the site hears the cloud. Booking at the panel works either way. */
  link: z.enum(['live', 'cut_off']),
  /** Past this the box may write no booking until the cloud has moved it. */
  horizonAt: instant,
});
export type AgendaView = z.infer<typeof agendaView>;

const pin = z.string().regex(/^\d{4,8}$/, { error: 'must be 4 to 8 digits' });
const minutes = z
  .int()
  .min(1)
  .max(24 * 60);
const requestId = z.uuid().toLowerCase();

/**
 * `POST /api/panel/bookings`: from now for so many minutes, or until the next booking. With a PIN the booking is that person's and opens their doors; without it is a walk-in's, where the site lets anyone act.
 */
export const walkIn = z
  .object({
    requestId,
    lengthMin: minutes.optional(),
    until: z.literal('next').optional(),
    pin: pin.optional(),
  })
  .refine(({ lengthMin, until }) => (lengthMin === undefined) !== (until === undefined), {
    path: ['lengthMin'],
    error: 'must be given, or `until`, and not both',
  });

/** `POST /api/panel/bookings/:id/end` and `…/check-in`. `version` is the one that was shown. */
export const panelAct = z.object({ requestId, version: z.int().min(1).optional(), pin: pin.optional() });

/** `POST /api/panel/bookings/:id/extend`: so many minutes longer, or until the next booking. */
export const panelExtend = panelAct
  .extend({ lengthMin: minutes.optional(), until: z.literal('next').optional() })
  .refine(({ lengthMin, until }) => (lengthMin === undefined) !== (until === undefined), {
    path: ['lengthMin'],
    error: 'must be given, or `until`, and not both',
  });

/** `GET /api/panel/free`: what is free now instead, the same kind and floor and the nearest in size first. */
export const panelFreeView = z.object({
  at: instant,
  free: z.array(z.object({ resource: resourceView, startsAt: instant, until: instant })),
});
export type PanelFreeView = z.infer<typeof panelFreeView>;
