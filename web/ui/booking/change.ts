import { bookingStale } from '@lintel/core/bookings/calls-wire.ts';
import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import type { BookingId, ResourceId } from '@lintel/core/ids.ts';
import type { Span } from '@lintel/core/time.ts';
import { ask, readAs, refusalOf } from '../api.ts';
import { type CancelAnswer, type ChangeAnswer, cancelAnswer, changeAnswer } from './wires.ts';

export type Change =
  | ({ readonly kind: 'move'; readonly resourceId: ResourceId } & Span)
  | { readonly kind: 'check_in' }
  | { readonly kind: 'end' }
  | { readonly kind: 'transfer'; readonly toEmail: string }
  | { readonly kind: 'describe'; readonly title: string; readonly people: number }
  | { readonly kind: 'accept' }
  | { readonly kind: 'withdraw' };

type Seen = { readonly id: BookingId; readonly version: number };

/**
 * Asks for a change of the booking as it was seen. That another version stands by now, and a refusal with its reasons, are answers; any other failure throws. The same request id is the same change, however
 * often it is sent.
 */
export async function askToChange(
  path: string,
  seen: Seen,
  requestId: string,
  change: Change,
): Promise<ChangeAnswer> {
  const whole = `${path}/${seen.id}/change`;
  const body = { version: seen.version, requestId, change };
  const answer = await ask(whole, { method: 'POST', body, timeoutMs: 20_000 });
  if (answer.status === 409) {
    const said = bookingStale.safeParse(answer.body).data ?? bookingRefused.safeParse(answer.body).data;
    if (said) return said;
  }
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(changeAnswer, whole, answer.body);
}

/** Gives the booking back as it was seen. `requested`: the site has to say so first; `stale`: another version stands by now. */
export async function askToCancel(path: string, { id, version }: Seen): Promise<CancelAnswer> {
  const whole = `${path}/${id}/cancel`;
  const answer = await ask(whole, { method: 'POST', body: { version }, timeoutMs: 20_000 });
  if (answer.status === 409) {
    const said = bookingStale.safeParse(answer.body);
    if (said.success) return said.data;
  }
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(cancelAnswer, whole, answer.body);
}
