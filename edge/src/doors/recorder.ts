import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import type { Service } from '../service.ts';
import { sleep } from '../service.ts';
import { type InTime, inTime } from './in-time.ts';

const retryEveryMs = 2_000;
const keptMost = 1_000;

/**
 * Puts access events on disk, within the time a door can wait. An event the store refused (a full disk) is kept in memory and written as soon as the store takes it again:
 * up to a thousand, the newest dropped and counted beyond that.
 */
export class Recorder {
  readonly #write: (event: AccessEvent) => Promise<unknown>;
  #unwritten: AccessEvent[] = [];
  #lost = 0;

  constructor(write: (event: AccessEvent) => Promise<unknown>) {
    this.#write = write;
  }

  /** How many events wait in memory for a store that refuses them, and how many more there was no room for. */
  get unwritten(): { readonly waiting: number; readonly lost: number } {
    return { waiting: this.#unwritten.length, lost: this.#lost };
  }

  /** Never rejects. `late`: it was not on disk after `waitMs`, and is still being written; should the store refuse it then, it is kept as by `recordLater`. */
  async record(event: AccessEvent, waitMs: number): Promise<InTime<unknown>['kind']> {
    const record = await inTime(
      this.#write(event).then(() => event),
      waitMs,
    );
    if (record.kind === 'late') this.recordLater(event, record.inTheEnd);
    return record.kind;
  }

  /** Keeps the event in memory until the store takes it. With `unless`, a write still under way: only when that one comes to nothing, or tells of another answer. */
  recordLater(event: AccessEvent, unless?: Promise<AccessEvent | undefined>): void {
    if (unless) {
      void unless.then((written) => {
        if (!written || !tellsTheSame(written, event)) this.recordLater(event);
      });
    } else if (this.#unwritten.length < keptMost) this.#unwritten.push(event);
    else this.#lost += 1;
  }

  /** Writes what the store refused, oldest first, once it takes writes again. */
  service(): Service {
    return {
      name: 'access record',
      run: async (signal) => {
        while (!signal.aborted) {
          await sleep(retryEveryMs, signal);
          await this.#retry();
        }
      },
    };
  }

  async #retry(): Promise<void> {
    while (this.#unwritten.length > 0) {
      const [oldest] = this.#unwritten;
      if (!oldest || !(await this.#takes(oldest))) return;
      this.#unwritten.shift();
    }
  }

  #takes(event: AccessEvent): Promise<boolean> {
    return this.#write(event).then(
      () => true,
      () => false,
    );
  }
}

/** Whether the door did the same by both, and for the same reason. */
function tellsTheSame(one: AccessEvent, other: AccessEvent): boolean {
  return one.outcome === other.outcome && one.reason?.kind === other.reason?.kind;
}
