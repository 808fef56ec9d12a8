import { bookingChange, bookingWish, cancelTerms, holdWish } from '@lintel/core/bookings/calls-wire.ts';
import { people, title } from '@lintel/core/bookings/wire.ts';
import { bookingId, holderId, instant, resourceId } from '@lintel/core/wire.ts';
import { z } from 'zod';

/** What the console may ask of the calendar, as bodies: what the cloud takes too, of one site. A request id is the same in capitals. */

const requestId = z.uuid().toLowerCase().pipe(bookingId);

export const consoleWish = bookingWish.safeExtend({ requestId });
export type ConsoleWish = z.output<typeof consoleWish>;

/** People are known here by their ids: their e-mail addresses stay in the cloud. */
const wanted = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('move'), resourceId, startsAt: instant, endsAt: instant }),
  z.object({ kind: z.literal('check_in') }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('transfer'), toHolderId: holderId }),
  z.object({ kind: z.literal('describe'), title: title.optional(), people: people.optional() }),
  z.object({ kind: z.literal('accept') }),
]);

export const consoleChange = bookingChange.extend({ requestId, change: wanted });
export type ConsoleChange = z.output<typeof consoleChange>;

export const consoleCancel = cancelTerms.extend({ refundAll: z.boolean().default(false) });
export type ConsoleCancel = z.output<typeof consoleCancel>;

export const consoleHold = holdWish.safeExtend({ requestId });
export type ConsoleHold = z.output<typeof consoleHold>;

export const dayQuery = z.object({ date: holdWish.shape.date });
export const peopleQuery = z.object({ q: z.string().trim().min(1).max(100) });
