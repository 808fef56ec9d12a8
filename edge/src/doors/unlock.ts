import type { Door } from '@lintel/core/doors/decide.ts';
import { RelayOffline } from './ports.ts';

export type UnlockPorts = {
  readonly move: (door: Door) => Promise<void>;
  /** Keeps it for those who look at the record; never waits and never fails. */
  readonly alarm: (what: string, detail: string) => void;
};

/**
 * Moves the strike of a door that was granted. When its relay cannot be told the door stays locked, which is kept as a fact of its own beside the access event (that says
 * what was decided), and `RelayOffline` goes on to whoever shows it at the door.
 */
export async function unlockOrTell({ move, alarm }: UnlockPorts, door: Door): Promise<void> {
  try {
    await move(door);
  } catch (error) {
    if (error instanceof RelayOffline) alarm('relay_offline', door.name);
    throw error;
  }
}
