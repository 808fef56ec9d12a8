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
import { findSync, isNewSync, syncedByNtp } from './ntp.ts';

const saveEveryMs = 60_000;
/** How soon a clock that NTP has put right is trusted again. */
const hearNtpEveryMs = 5_000;

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

/** Where the box looks for the time: the machine's clocks, and the file that NTP touches. */
export type ClockSources = { readonly read: () => ClockReading; readonly syncFile: string };

/** The box's clock with its trust (design §3): remembers what was proved across restarts, and asks the machine each time. */
export class BoxClock {
  #memory: ClockMemory;
  #isUnsaved = false;
  #saveNow: () => void = () => {};
  readonly #read: () => ClockReading;
  readonly #syncFile: string;

  constructor(store: Store, { read, syncFile }: ClockSources = { read: readClock, syncFile: syncedByNtp }) {
    this.#read = read;
    this.#syncFile = syncFile;
    const text = findMeta(store, 'clock');
    const known = text ? saved.parse(JSON.parse(text)) : undefined;
    this.#memory = { floorAt: epochMs(known?.floorAt ?? 0), anchor: known?.anchor };
  }

  now(): ClockVerdict {
    const verdict = judgeClock(this.#read(), this.#memory);
    if (verdict.trust === 'trusted' && verdict.at > this.#memory.floorAt) {
      this.#memory = { ...this.#memory, floorAt: verdict.at };
    }
    return verdict;
  }

  /** Hears the cloud's time, answered within `roundTripMs` over the authenticated stream: a lower bound always, an anchor when they agree. */
  hear(cloudAt: EpochMs, roundTripMs: number): void {
    const reading = this.#read();
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

  /** Looks whether NTP has set the clock since the last anchor; then the clock is right from here. */
  hearNtp(): void {
    const syncedAtMs = findSync(this.#syncFile);
    const reading = this.#read();
    if (syncedAtMs === undefined || !isNewSync(syncedAtMs, reading, this.#memory.anchor)) return;
    this.#memory = { ...this.#memory, anchor: this.#anchor(reading, 'ntp') };
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
        const listening = setInterval(() => this.hearNtp(), hearNtpEveryMs);
        try {
          while (!signal.aborted) await this.#keepUntilNews(writer, signal);
          await this.#keep(writer);
        } finally {
          clearInterval(listening);
        }
      },
    };
  }

  async #keepUntilNews(writer: Writer, signal: AbortSignal): Promise<void> {
    this.hearNtp();
    this.now();
    this.#isUnsaved = false;
    await this.#keep(writer);
    if (this.#isUnsaved) return;
    const wake = new AbortController();
    this.#saveNow = () => wake.abort();
    await sleep(saveEveryMs, AbortSignal.any([signal, wake.signal]));
  }

  #keep(writer: Writer): Promise<void> {
    return writer.run('keepClock', { text: JSON.stringify(this.#memory) });
  }

  #anchor(reading: ClockReading, by: ClockAnchor['by']): ClockAnchor {
    return { ...reading, by };
  }
}
