import type { Door } from '@lintel/core/doors/decide.ts';
import type { DoorId } from '@lintel/core/ids.ts';
import type { Changes } from '../changes.ts';
import type { Service } from '../service.ts';
import type { DeviceState, Relay } from './ports.ts';
import { RelayOffline } from './ports.ts';

export type DeviceView = { readonly driver: string; readonly state: DeviceState; readonly why?: string };

type Strike = {
  readonly relay: Relay;
  state: DeviceState;
  why: string | undefined;
  unlockedUntilMono: number;
};

/** The relays of this box's doors: moves them, and knows which are unlocked now. */
export class Strikes {
  readonly #strikes: ReadonlyMap<DoorId, Strike>;
  readonly #changes: Changes;
  /** Doors that stayed locked when they were last granted, by name. */
  readonly #unopened = new Map<DoorId, string>();

  constructor(relays: ReadonlyMap<DoorId, Relay>, changes: Changes) {
    this.#changes = changes;
    this.#strikes = new Map(
      [...relays].map(([doorId, relay]) => [
        doorId,
        { relay, state: 'offline' as const, why: undefined, unlockedUntilMono: 0 },
      ]),
    );
  }

  /** Resolves once the relay was told to open for the door's pulse; throws `RelayOffline` when there is none or it cannot be told. */
  async unlock(door: Door): Promise<void> {
    try {
      await this.#move(door);
      this.#unopened.delete(door.id);
    } catch (error) {
      this.#unopened.set(door.id, door.name);
      throw error;
    }
  }

  async #move(door: Door): Promise<void> {
    const strike = this.#strikes.get(door.id);
    if (!strike)
      throw new RelayOffline(`No relay is set up for ${door.name}. Add it to the box's devices file.`);
    await strike.relay.pulse(door.pulseMs);
    strike.unlockedUntilMono = performance.now() + door.pulseMs;
    this.#changes.tell('doors');
    setTimeout(() => this.#changes.tell('doors'), door.pulseMs + 5).unref();
  }

  isUnlocked(doorId: DoorId): boolean {
    return (this.#strikes.get(doorId)?.unlockedUntilMono ?? 0) > performance.now();
  }

  /** Doors that stayed locked when they should have opened, and relays that are away, as sentences. */
  trouble(): readonly string[] {
    const unopened = [...this.#unopened.values()].map(
      (name) => `${name} stayed locked when it was last granted: its relay could not be told to open.`,
    );
    const away = [...this.#strikes.values()]
      .filter(({ state }) => state === 'offline')
      .map(({ relay, why }) => `A relay (${relay.driver}) does not answer${why ? `: ${why}` : '.'}`);
    return [...unopened, ...away];
  }

  relayOf(doorId: DoorId): DeviceView | undefined {
    const strike = this.#strikes.get(doorId);
    if (!strike) return undefined;
    return { driver: strike.relay.driver, state: strike.state, ...(strike.why ? { why: strike.why } : {}) };
  }

  services(): readonly Service[] {
    return [...this.#strikes].map(([doorId, strike]) => ({
      name: `relay ${strike.relay.driver} of door ${doorId}`,
      run: (signal) =>
        strike.relay.run(signal, {
          state: (state, why) => {
            strike.state = state;
            strike.why = why;
            this.#changes.tell('doors');
          },
        }),
    }));
  }
}
