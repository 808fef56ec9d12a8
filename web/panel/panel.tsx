import { useCallback, useState } from 'react';
import { findToken, forget, keepToken } from './memory.ts';
import { Pairing } from './pairing.tsx';
import { Room } from './room.tsx';

/** What hangs by a room: paired once by a code, then the room's own sign until someone removes the panel at the console. */
export function Panel() {
  const [token, setToken] = useState(findToken);
  const [wasRemoved, setWasRemoved] = useState(false);

  const paired = useCallback((given: string) => {
    keepToken(given);
    setWasRemoved(false);
    setToken(given);
  }, []);
  const revoked = useCallback(() => {
    forget();
    setWasRemoved(true);
    setToken(undefined);
  }, []);

  return token ? (
    <Room token={token} revoked={revoked} />
  ) : (
    <Pairing paired={paired} wasRemoved={wasRemoved} />
  );
}
