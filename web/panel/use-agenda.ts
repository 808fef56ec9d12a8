import { agendaView } from '@lintel/core/panels/wire.ts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call, Refused } from '../ui/api.ts';
import { listen } from '../ui/events.ts';
import type { Known } from './age.ts';
import { findAgenda, keepAgenda } from './memory.ts';

/** Often enough that one lost question does not make the panel look old (15 s). */
const askEveryMs = 5_000;
const patienceMs = 4_000;

export type Agenda = {
  readonly known: Known | undefined;
  /** Why the last question had no good answer; absent after one that had. */
  readonly error: Error | undefined;
  readonly ask: () => Promise<void>;
};

/** The agenda of this panel's resource: asked every few seconds and at every event. `revoked` is told when the box no longer knows the panel. */
export function useAgenda(token: string, revoked: () => void): Agenda {
  const [known, setKnown] = useState<Known | undefined>(findAgenda);
  const [error, setError] = useState<Error>();
  const newest = useRef(0);

  const ask = useCallback(async () => {
    const asked = { askedMonoMs: performance.now(), askedWallMs: Date.now() };
    try {
      const agenda = await call(agendaView, '/api/panel/agenda', { token, timeoutMs: patienceMs });
      if (asked.askedMonoMs < newest.current) return;
      newest.current = asked.askedMonoMs;
      setKnown({ agenda, ...asked });
      setError(undefined);
      keepAgenda(agenda, asked.askedWallMs);
    } catch (cause) {
      if (cause instanceof Refused && cause.status === 401) revoked();
      else setError(cause instanceof Error ? cause : new Error(String(cause)));
    }
  }, [token, revoked]);

  useEffect(() => {
    const askNow = () => void ask();
    askNow();
    const timer = setInterval(askNow, askEveryMs);
    const stop = listen('/api/panel/events', { changed: askNow, opened: askNow, lost: askNow });
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [ask]);

  return { known, error, ask };
}
