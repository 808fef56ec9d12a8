import { useSyncExternalStore } from 'react';

/** Whether this screen hears its server. `since` is the last moment by the reader's own clock at which it did. */
export type Connection = { readonly kind: 'live' } | { readonly kind: 'lost'; readonly since: number };

let connection: Connection = { kind: 'live' };
let heardAt = Date.now();
const watchers = new Set<() => void>();

function become(next: Connection): void {
  connection = next;
  for (const watcher of watchers) watcher();
}

/** An answer or an event came. */
export function heard(): void {
  heardAt = Date.now();
  if (connection.kind === 'lost') become({ kind: 'live' });
}

/** A question had no answer. What is on the screen stays, with its age. */
export function unheard(): void {
  if (connection.kind === 'live') become({ kind: 'lost', since: heardAt });
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    () => connection,
  );
}
