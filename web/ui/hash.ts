import { useMemo, useSyncExternalStore } from 'react';

function watch(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

const readHash = () => location.hash;

/** The parts of the address behind `#/`: `#/day/abc?kind=room` reads as `['day', 'abc']`. Changes with the address, so Back works. */
export function useHash(): readonly string[] {
  const hash = useSyncExternalStore(watch, readHash);
  const path = hash.replace(/^#\/?/, '').split('?')[0] ?? '';
  return path.split('/').filter(Boolean).map(decoded);
}

/** What stands behind the question mark of the same address. */
export function useHashQuery(): URLSearchParams {
  const hash = useSyncExternalStore(watch, readHash);
  return useMemo(() => new URLSearchParams(hash.split('?')[1] ?? ''), [hash]);
}

export function hashOf(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** The same with words behind the question mark; none when there are none. */
export function hashWith(query: Readonly<Record<string, string>>, ...parts: readonly string[]): string {
  const words = new URLSearchParams(query).toString();
  return words ? `${hashOf(...parts)}?${words}` : hashOf(...parts);
}

export function goTo(...parts: readonly string[]): void {
  location.hash = hashOf(...parts);
}

/** Puts other words behind the question mark of this address, in its place: Back leads to the page before, not to the choice before. */
export function replaceQuery(query: Readonly<Record<string, string>>): void {
  const path = location.hash.split('?')[0] || '#/';
  const words = new URLSearchParams(query).toString();
  history.replaceState(history.state, '', words ? `${path}?${words}` : path);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** An address somebody has mangled is read as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
