import {
  bookingCancelled,
  bookingChanged,
  type bookingDetail,
  type bookingJudged,
  bookingRequested,
  bookingStale,
} from '@lintel/core/bookings/calls-wire.ts';
import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import { z } from 'zod';

/** The answers that may come to one question, of those in core. */

export const changeAnswer = z.union([bookingChanged, bookingRequested, bookingStale, bookingRefused]);
export type ChangeAnswer = z.infer<typeof changeAnswer>;

export const cancelAnswer = z.union([bookingCancelled, bookingRequested, bookingStale]);
export type CancelAnswer = z.infer<typeof cancelAnswer>;

export type Judged = z.infer<typeof bookingJudged>;
export type BookingDetail = z.infer<typeof bookingDetail>;
