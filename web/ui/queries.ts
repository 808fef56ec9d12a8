import { QueryCache, QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Refused, Unreachable } from './api.ts';
import { heard, unheard } from './connection.ts';
import { type Changed, listen } from './events.ts';

/** The first word of every query's key: what it shows, so that an event knows what to ask again. */
type Topic =
  | 'me'
  | 'sites'
  | 'bookings'
  | 'series'
  | 'waits'
  | 'notices'
  | 'allowance'
  | 'access'
  | 'doors'
  | 'health'
  | 'pass'
  | 'panels';

const topicsOf: Record<Changed['what'], readonly Topic[]> = {
  bookings: ['bookings', 'series', 'waits', 'notices', 'allowance', 'pass'],
  access: ['access', 'doors'],
  doors: ['doors', 'health'],
  link: ['sites', 'bookings', 'health'],
  sites: ['sites', 'bookings', 'me', 'pass'],
};

/** Events bring news at once; this is only for an event stream that died without a word. */
const askAgainMs = 20_000;

/**
 * Asks also while the browser says it is offline: a box on the local network answers without any internet.
 * A stale login asks who is logged in, which shows the log-in page.
 */
export function createQueries(): QueryClient {
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({
      onSuccess: heard,
      onError: (error, query) => {
        if (error instanceof Unreachable) unheard();
        else heard();
        const stale = error instanceof Refused && error.status === 401;
        if (stale && query.queryKey[0] !== 'me') void queries.invalidateQueries({ queryKey: ['me'] });
      },
    }),
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: (failures, error) => error instanceof Unreachable && failures < 1,
        retryDelay: 500,
        refetchInterval: askAgainMs,
        refetchOnWindowFocus: 'always',
        refetchOnReconnect: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  });
  return queries;
}

/** Keeps every query of this screen true while it is shown: an event asks again what it names, a new connection everything. */
export function useLive(queries: QueryClient, path: string): void {
  useEffect(() => {
    return listen(path, {
      changed: (change) => {
        heard();
        const topics = change && topicsOf[change.what];
        void queries.invalidateQueries({
          predicate: (query) => !topics || topics.some((topic) => topic === query.queryKey[0]),
        });
      },
      opened: () => {
        heard();
        void queries.invalidateQueries();
      },
      lost: () => void queries.invalidateQueries({ queryKey: ['me'] }),
    });
  }, [queries, path]);
}
