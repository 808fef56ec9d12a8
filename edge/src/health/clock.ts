import { existsSync, readFileSync } from 'node:fs';
import type { ClockAnchor, ClockMemory, ClockReading, ClockVerdict } from '@lintel/core/health/clock.ts';
import { agreesWith, judgeClock } from '@lintel/core/health/clock.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { epochMs } from '@lintel/core/time.ts';
import { z } from 'zod';
import { findMeta } from '../database/meta.ts';
import type { Store } from '../database/store.ts';
import type { Writer } from '../database/writer.ts';
import type { Service } from '../service.ts';
import { sleep } from '../service.ts';

const syncedByNtp = '/run/systemd/timesync/synchronized';
const saveEveryMs = 60_000;

const saved = z.object({
  floorAt: z.int(),
  anchor: z
    .object({ wallMs: z.number(), monoMs: z.number(), bootId: z.string(), by: z.enum(['ntp', 'cloud']) })
    .optional(),
});

/** The machine's clocks at this moment. */
export function readClock(): ClockReading {
  return { wallMs: Date.now(), monoMs: Number(process.hrtime.bigint() / 1_000_000n), bootId };
}

const bootId = existsSync('/proc/sys/kernel/random/boot_id')
  ? readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  : `start-${process.pid}-${Date.now()}`;

/** The box's clock with its trust (design §3): remembers what was proved across restarts, and asks the machine each time. */
export class BoxClock {
  #memory: ClockMemory;
  #isUnsaved = false;
  #saveNow: () => void = () => {};

  constructor(store: Store) {
    const text = findMeta(store, 'clock');
    const known = text ? saved.parse(JSON.parse(text)) : undefined;
    this.#memory = { floorAt: epochMs(known?.floorAt ?? 0), anchor: known?.anchor };
  }

  now(): ClockVerdict {
    const verdict = judgeClock(readClock(), this.#memory);
    if (verdict.trust === 'trusted' && verdict.at > this.#memory.floorAt) {
      this.#memory = { ...this.#memory, floorAt: verdict.at };
    }
    return verdict;
  }

  /** Hears the cloud's time, answered within `roundTripMs` over the authenticated stream: a lower bound always, an anchor when they agree. */
  hear(cloudAt: EpochMs, roundTripMs: number): void {
    const reading = readClock();
    this.atLeast(cloudAt);
    if (agreesWith(cloudAt, reading, roundTripMs)) {
      const isFirst = this.#memory.anchor?.bootId !== reading.bootId;
      this.#memory = { ...this.#memory, anchor: this.#anchor(reading, 'cloud') };
      if (isFirst) {
        this.#isUnsaved = true;
        this.#saveNow();
      }
    }
  }

  /** It is at least this late: the issue time of a statement the cloud has signed. */
  atLeast(at: EpochMs): void {
    if (at > this.#memory.floorAt) this.#memory = { ...this.#memory, floorAt: at };
  }

  /** Watches NTP and keeps what was proved on disk, so that a restart knows at least that. */
  service(writer: Writer): Service {
    return {
      name: 'clock',
      run: async (signal) => {
        while (!signal.aborted) {
          if (existsSync(syncedByNtp)) {
            this.#memory = { ...this.#memory, anchor: this.#anchor(readClock(), 'ntp') };
          }
          this.now();
          this.#isUnsaved = false;
          await writer.run('keepClock', { text: JSON.stringify(this.#memory) });
          if (this.#isUnsaved) continue;
          const wake = new AbortController();
          this.#saveNow = () => wake.abort();
          await sleep(saveEveryMs, AbortSignal.any([signal, wake.signal]));
        }
        await writer.run('keepClock', { text: JSON.stringify(this.#memory) });
      },
    };
  }

  #anchor(reading: ClockReading, by: ClockAnchor['by']): ClockAnchor {
    return { ...reading, by };
  }
}
