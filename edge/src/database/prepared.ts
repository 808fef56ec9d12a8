import type { Store } from './open.ts';

/** Statements made once a connection and kept with it: building a query costs more than running it, and at a door somebody waits. */
export function prepared<Statements>(build: (store: Store) => Statements): (store: Store) => Statements {
  const kept = new WeakMap<Store, Statements>();
  return (store) => {
    const known = kept.get(store);
    if (known) return known;
    const fresh = build(store);
    kept.set(store, fresh);
    return fresh;
  };
}
