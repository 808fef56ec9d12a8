import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { uuid } from '../../ui/uuid.ts';
import { askToCancel, askToChange, type DeskChange } from './ask.ts';

/** Sends a wish. The same wish keeps its request id, so that trying again after no answer does nothing twice. */
export function useAsked<Wish, Answer>(send: (requestId: string, wish: Wish) => Promise<Answer>) {
  const queries = useQueryClient();
  const asked = useRef({ wish: '', requestId: '' });
  return useMutation({
    mutationFn: (wish: Wish) => {
      const text = JSON.stringify(wish);
      if (asked.current.wish !== text) asked.current = { wish: text, requestId: uuid() };
      return send(asked.current.requestId, wish);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
}

/** Changes the booking as it was seen. */
export function useChange(seen: BookingView) {
  return useAsked((requestId: string, wish: DeskChange) => askToChange(seen, requestId, wish));
}

export function useCancel(seen: BookingView) {
  return useAsked((_: string, refundAll: boolean) => askToCancel(seen, refundAll));
}
