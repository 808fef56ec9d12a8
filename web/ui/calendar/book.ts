import { bookingRefused, bookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import { z } from 'zod';
import { ask, type Request, readAs, refusalOf } from '../api.ts';

export type Wish = Span & {
  readonly resourceId: ResourceId;
  readonly title: string;
  readonly people?: number;
};

/** What every answer says of the booking it is about. */
const booked = bookingView.pick({
  id: true,
  resourceId: true,
  resourceName: true,
  startsAt: true,
  endsAt: true,
  state: true,
});
const confirmed = z.object({ kind: z.literal('confirmed'), booking: booked });
const requested = z.object({ kind: z.literal('requested'), booking: booked, sentence: z.string() });
const bookAnswer = z.union([confirmed, requested, bookingRefused]);
export type BookAnswer = z.infer<typeof bookAnswer>;

const cancelAnswer = z.union([
  z.object({ kind: z.literal('cancelled'), booking: booked }),
  z.object({ kind: z.literal('requested'), booking: booked, sentence: z.string() }),
]);
export type CancelAnswer = z.infer<typeof cancelAnswer>;

/** Asks for a booking. The same request id is the same wish: sent twice, after a lost answer, it books once. */
export function book(path: string, requestId: string, wish: Wish): Promise<BookAnswer> {
  return askToBook(path, { body: { requestId, ...wish } });
}

/** Posts a wish in whatever shape the path takes. A refusal with its reasons and alternatives is an answer; any other failure throws. */
export async function askToBook(path: string, request: Pick<Request, 'body' | 'token'>): Promise<BookAnswer> {
  const answer = await ask(path, { method: 'POST', ...request });
  if (answer.status === 409) {
    const refused = bookingRefused.safeParse(answer.body);
    if (refused.success) return refused.data;
  }
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(bookAnswer, path, answer.body);
}

export async function cancel(path: string, id: string): Promise<CancelAnswer> {
  const whole = `${path}/${id}/cancel`;
  const answer = await ask(whole, { method: 'POST', body: {} });
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(cancelAnswer, whole, answer.body);
}
