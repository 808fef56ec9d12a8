import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { uuid } from '../uuid.ts';
import { book, type Wish } from './book.ts';

/** Books over `path`. The same wish keeps its request id, so that trying again after no answer never books twice. */
export function useBook(path: string) {
  const queries = useQueryClient();
  const asked = useRef({ wish: '', requestId: '' });
  return useMutation({
    mutationFn: (wish: Wish) => {
      const text = JSON.stringify(wish);
      if (asked.current.wish !== text) asked.current = { wish: text, requestId: uuid() };
      return book(path, asked.current.requestId, wish);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
}
