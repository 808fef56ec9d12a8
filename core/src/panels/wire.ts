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
  /** How long a walk-in beginning now may be at most, in minutes; 0 when taken. */
  freeMin: z.int().min(0),
  /** Whether the site hears the cloud. Booking at the panel works either way. */
  link: z.enum(['live', 'cut_off']),
  /** Past this the box may write no booking until the cloud has moved it. */
  horizonAt: instant,
});
export type AgendaView = z.infer<typeof agendaView>;

/** `POST /api/panel/bookings`: from now for so many minutes. With a PIN the booking is that member's and opens their doors; without it is a walk-in's. */
export const walkIn = z.object({
  requestId: z.uuid().toLowerCase(),
  lengthMin: z
    .int()
    .min(1)
    .max(24 * 60),
  pin: z
    .string()
    .regex(/^\d{4,8}$/)
    .optional(),
});
