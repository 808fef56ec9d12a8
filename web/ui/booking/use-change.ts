import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { uuid } from '../uuid.ts';
import { askToCancel, askToChange, type Change } from './change.ts';

const topics = ['bookings', 'waits', 'series', 'allowance'];

/** Changes a booking over `path`. The same change of the same version keeps its request id, so that trying again after no answer changes nothing twice. */
export function useChange(path: string, booking: BookingView) {
  const queries = useQueryClient();
  const asked = useRef({ change: '', requestId: '' });
  return useMutation({
    mutationFn: (change: Change) => {
      const text = JSON.stringify([booking.id, booking.version, change]);
      if (asked.current.change !== text) asked.current = { change: text, requestId: uuid() };
      return askToChange(path, booking, asked.current.requestId, change);
    },
    onSettled: () => Promise.all(topics.map((topic) => queries.invalidateQueries({ queryKey: [topic] }))),
  });
}

export function useCancel(path: string, booking: BookingView) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => askToCancel(path, booking),
    onSettled: () => Promise.all(topics.map((topic) => queries.invalidateQueries({ queryKey: [topic] }))),
  });
}
