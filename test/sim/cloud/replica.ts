import type { Store } from '../../../edge/src/database/store.ts';
import type { Doing } from './transactions.ts';

/**
 * A standby that falls behind for a while. What confirms a booking to a person waits until the standby has it (docs/PRODUCTION.md); the log of the database is one line, so everything before it is there
 * too. What sites report and what the house does by itself may be lost with the primary.
 */
export class Replica {
  #bytes: Buffer | undefined;
  #isSynchronous = true;

  get isBehind(): boolean {
    return this.#bytes !== undefined;
  }

  fallBehind(store: Store, isSynchronous: boolean): void {
    this.#bytes = store.client.serialize();
    this.#isSynchronous = isSynchronous;
  }

  committed(store: Store, doing: Doing): void {
    if (this.#bytes && this.#isSynchronous && doing === 'person') this.#bytes = store.client.serialize();
  }

  /** What it has; from here on it keeps up again. */
  promote(): Buffer {
    const bytes = this.#bytes;
    if (!bytes) throw new Error('the standby is not behind');
    this.#bytes = undefined;
    return bytes;
  }
}
