import { bookingChanged, bookingConfirmed, bookingStale } from '@lintel/core/bookings/calls-wire.ts';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { bookingRefused } from '@lintel/core/bookings/wire.ts';
import { useRef, useState } from 'react';
import { z } from 'zod';
import { ask, Refused, readAs, refusalOf } from '../ui/api.ts';
import { uuid } from '../ui/uuid.ts';
import type { LengthChoice } from './lengths.ts';

/** What somebody who stands before the panel wants. */
export type Wish =
  | { readonly kind: 'book'; readonly length: LengthChoice }
  | { readonly kind: 'extend'; readonly booking: BookingView; readonly length: LengthChoice }
  | { readonly kind: 'check-in' | 'end'; readonly booking: BookingView };

const panelAnswer = z.discriminatedUnion('kind', [
  bookingConfirmed,
  bookingChanged,
  bookingStale,
  bookingRefused,
]);
export type PanelAnswer = z.infer<typeof panelAnswer>;

/**
 * Asks the box for it, as whoever's PIN is given. The same wish keeps its request id, so that trying again after no answer does nothing twice. `needsPin` once the box has said that it wants one.
 */
export function useWish(token: string, wish: Wish, done: () => Promise<void>) {
  const [asking, setAsking] = useState(false);
  const [answer, setAnswer] = useState<PanelAnswer>();
  const [error, setError] = useState<Error>();
  const [needsPin, setNeedsPin] = useState(false);
  const asked = useRef({ pin: '', requestId: '' });

  async function send(pin?: string): Promise<void> {
    if (asked.current.requestId === '' || asked.current.pin !== (pin ?? ''))
      asked.current = { pin: pin ?? '', requestId: uuid() };
    setAsking(true);
    setError(undefined);
    try {
      setAnswer(await post(token, wish, { requestId: asked.current.requestId, ...(pin ? { pin } : {}) }));
    } catch (cause) {
      if (cause instanceof Refused && cause.problem.kind === 'pin_needed') setNeedsPin(true);
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setAsking(false);
      await done();
    }
  }

  return { asking, answer, error, needsPin, send };
}

async function post(
  token: string,
  wish: Wish,
  who: { requestId: string; pin?: string },
): Promise<PanelAnswer> {
  const path = pathOf(wish);
  const answer = await ask(path, { method: 'POST', body: { ...who, ...bodyOf(wish) }, token });
  if (answer.status === 409) {
    const said = panelAnswer.safeParse(answer.body);
    if (said.success) return said.data;
  }
  if (answer.status >= 400) throw refusalOf(answer);
  return readAs(panelAnswer, path, answer.body);
}

function pathOf(wish: Wish): string {
  return wish.kind === 'book' ? '/api/panel/bookings' : `/api/panel/bookings/${wish.booking.id}/${wish.kind}`;
}

function bodyOf(wish: Wish): object {
  if (wish.kind === 'book') return lengthOf(wish.length);
  const { version } = wish.booking;
  return wish.kind === 'extend' ? { version, ...lengthOf(wish.length) } : { version };
}

function lengthOf({ lengthMin, untilNext }: LengthChoice): object {
  return untilNext ? { until: 'next' } : { lengthMin };
}
