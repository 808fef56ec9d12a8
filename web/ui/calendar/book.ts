import { bookingRefused, bookingView } from '@lintel/core/bookings/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import { z } from 'zod';
import { ask, readAs, refusalOf } from '../api.ts';

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

/**
 * Asks for a booking. The same request id is the same wish: sent twice, after a lost answer, it books once. A refusal with its reasons and alternatives is an answer; any other failure throws.
 */
export async function book(path: string, requestId: string, wish: Wish): Promise<BookAnswer> {
  const answer = await ask(path, { method: 'POST', body: { requestId, ...wish }, timeoutMs: 20_000 });
  if (answer.status === 409) {
    const refused = bookingRefused.safeParse(answer.body);
    if (refused.success) return refused.data;
  }
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(bookAnswer, path, answer.body);
}
