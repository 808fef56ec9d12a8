import { useSyncExternalStore } from 'react';

function watch(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

/** The parts of the address behind `#/`: `#/day/abc` reads as `['day', 'abc']`. Changes with the address, so Back works. */
export function useHash(): readonly string[] {
  const hash = useSyncExternalStore(watch, () => location.hash);
  return hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
}

export function hashOf(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

export function goTo(...parts: readonly string[]): void {
  location.hash = hashOf(...parts);
}
