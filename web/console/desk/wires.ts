import {
  bookingCancelled,
  bookingChanged,
  bookingConfirmed,
  type bookingDetail,
  bookingStale,
  historyEntry,
  holdMade,
} from '@lintel/core/bookings/calls-wire.ts';
import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import { holderId } from '@lintel/core/wire.ts';
import { z } from 'zod';

/** The answers of the box's calendar to staff. */

const stale = bookingStale.extend({ history: z.array(historyEntry).default([]) });
export type Stale = z.infer<typeof stale>;

export const bookAnswer = z.discriminatedUnion('kind', [bookingConfirmed, bookingRefused]);
export type BookAnswer = z.infer<typeof bookAnswer>;

export const changeAnswer = z.discriminatedUnion('kind', [bookingChanged, stale, bookingRefused]);
export type ChangeAnswer = z.infer<typeof changeAnswer>;

export const cancelAnswer = z.discriminatedUnion('kind', [bookingCancelled, stale, bookingRefused]);
export type CancelAnswer = z.infer<typeof cancelAnswer>;

export const holdAnswer = z.union([holdMade, bookingRefused]);
export type HoldAnswer = z.infer<typeof holdAnswer>;

export type Detail = z.infer<typeof bookingDetail>;

/** Somebody the front desk may book for. */
const person = z.object({
  id: holderId,
  kind: z.string(),
  name: z.string(),
  suspended: z.boolean(),
  planName: z.string().optional(),
});
export type Person = z.infer<typeof person>;
export const peopleAnswer = z.object({ people: z.array(person) });
