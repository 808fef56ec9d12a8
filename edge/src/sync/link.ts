import type { EpochMs } from '@lintel/core/time.ts';
import type { Changes } from '../changes.ts';

/** Silence after which the link counts as cut off on screens. Nothing else depends on it. */
export const silenceMs = 15_000;

/** What the screens say of the link to the cloud. It decides nothing: the cursor does. */
export class Link {
  #heardAt: EpochMs | undefined;
  #heardMono: number | undefined;
  #live = false;
  #trouble: string | undefined;
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  heard(at: EpochMs): void {
    this.#heardAt = at;
    this.#heardMono = performance.now();
    this.#trouble = undefined;
    this.#become(true);
  }

  lost(why: string): void {
    this.#trouble = why;
    this.#become(false);
  }

  state(): {
    readonly state: 'live' | 'cut_off';
    readonly heardAt: EpochMs | undefined;
    readonly trouble: string | undefined;
  } {
    const silent = this.#heardMono === undefined || performance.now() - this.#heardMono > silenceMs;
    return {
      state: this.#live && !silent ? 'live' : 'cut_off',
      heardAt: this.#heardAt,
      trouble: this.#trouble,
    };
  }

  #become(live: boolean): void {
    if (live === this.#live) return;
    this.#live = live;
    this.#changes.tell('link');
  }
}
