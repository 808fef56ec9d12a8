import type { MqttRole } from './topics.ts';

/** How much a client may send. Zigbee2MQTT speaks for a whole network and repeats it all when it starts. */
export type PublishLimit = {
  readonly perSecond: number;
  readonly burst: number;
  readonly payloadMostBytes: number;
};

const sensorLimit = { perSecond: 20, burst: 200, payloadMostBytes: 16_384 };

export const publishLimits: Record<MqttRole, PublishLimit> = {
  sensor: sensorLimit,
  esphome: sensorLimit,
  tasmota: sensorLimit,
  zigbee2mqtt: { perSecond: 200, burst: 4000, payloadMostBytes: 4_194_304 },
  panel: { perSecond: 1, burst: 5, payloadMostBytes: 1024 },
};

export type Bucket = { readonly left: number; readonly atMs: number };

/** The bucket after one more message at `nowMs` (monotonic), or undefined when it was empty. `before` is absent for the first message. */
export function takeOne(before: Bucket | undefined, limit: PublishLimit, nowMs: number): Bucket | undefined {
  const refilled = before ? before.left + ((nowMs - before.atMs) / 1000) * limit.perSecond : limit.burst;
  const left = Math.min(limit.burst, refilled) - 1;
  return left < 0 ? undefined : { left, atMs: nowMs };
}

/** Connections at once from one address, and wrong passwords from it in `failureWindowMs`, before it is turned away unread. */
export const connectionsMost = 64;
export const failuresMost = 20;
export const failureWindowMs = 60_000;

/** Counts connections and wrong passwords by address. `nowMs` is monotonic. */
export class Admission {
  readonly #open = new Map<string, number>();
  readonly #failures = new Map<string, { count: number; sinceMs: number }>();

  /** Whether one more connection from here is let in; the caller owes a `leave` for every true. */
  enter(address: string): boolean {
    const open = this.#open.get(address) ?? 0;
    if (open >= connectionsMost) return false;
    this.#open.set(address, open + 1);
    return true;
  }

  leave(address: string): void {
    const open = (this.#open.get(address) ?? 1) - 1;
    if (open > 0) this.#open.set(address, open);
    else this.#open.delete(address);
  }

  failed(address: string, nowMs: number): void {
    const before = this.#failures.get(address);
    const fresh = !before || nowMs - before.sinceMs > failureWindowMs;
    this.#failures.set(
      address,
      fresh ? { count: 1, sinceMs: nowMs } : { ...before, count: before.count + 1 },
    );
    if (this.#failures.size > 1000) this.#forget(nowMs);
  }

  mayTry(address: string, nowMs: number): boolean {
    const failures = this.#failures.get(address);
    return !failures || failures.count < failuresMost || nowMs - failures.sinceMs > failureWindowMs;
  }

  #forget(nowMs: number): void {
    for (const [address, failures] of this.#failures) {
      if (nowMs - failures.sinceMs > failureWindowMs) this.#failures.delete(address);
    }
  }
}
