import { useRef, useState } from 'react';
import { askToBook, type BookAnswer } from '../ui/calendar/book.ts';
import { uuid } from '../ui/uuid.ts';

export type WalkInAnswer = Exclude<BookAnswer, { readonly kind: 'requested' }>;

/**
 * Books from now for so many minutes, as a member when a PIN is given. Trying again after no answer sends the same
 * request id, so that it never books twice.
 */
export function useWalkIn(token: string, booked: () => Promise<void>) {
  const [asking, setAsking] = useState(false);
  const [answer, setAnswer] = useState<WalkInAnswer>();
  const [error, setError] = useState<Error>();
  const asked = useRef({ wish: '', requestId: '' });

  async function book(lengthMin: number, pin?: string): Promise<void> {
    const wish = pin === undefined ? { lengthMin } : { lengthMin, pin };
    const text = JSON.stringify(wish);
    if (asked.current.wish !== text) asked.current = { wish: text, requestId: uuid() };
    setAsking(true);
    setError(undefined);
    try {
      const body = { requestId: asked.current.requestId, ...wish };
      const said = await askToBook('/api/panel/bookings', { body, token });
      if (said.kind !== 'requested') setAnswer(said);
      await booked();
    } catch (cause) {
      setError(cause instanceof Error ? cause : new Error(String(cause)));
    } finally {
      setAsking(false);
    }
  }

  return { asking, answer, error, book };
}
