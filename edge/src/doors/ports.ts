import type { Presented } from '@lintel/core/doors/presented.ts';

/** Whether a device answers now. `why` is a sentence for whoever has to repair it. */
export type DeviceState = 'online' | 'offline';

export type DeviceListener = {
  /** Called when the state or its reason has changed, first soon after the start. */
  state(state: DeviceState, why?: string): void;
};

export type ReaderListener = DeviceListener & {
  /** Called once for each presentation, in order; what a tag repeats while it stays in the field is one presentation. */
  presented(presented: Presented): void;
};

/** What the person at the reader may be shown by it. */
export type Feedback = 'granted' | 'refused' | 'wait';

export type Reader = {
  readonly id: string;
  readonly driver: string;
  /** Reads until the signal; reconnects by itself. What was presented while the line was away is never told later. */
  run(signal: AbortSignal, listener: ReaderListener): Promise<void>;
  /** Shows it where the reader can; never waits and never fails. */
  feedback?(feedback: Feedback): void;
};

export type Relay = {
  readonly driver: string;
  /**
   * Keeps the relay's line until the signal; reconnects by itself. The relay is released when its line comes and before this ends; a pulse whose
   * time has not run out is asserted again when the line is back.
   */
  run(signal: AbortSignal, listener: DeviceListener): Promise<void>;
  /**
   * Resolves once the device was told to open: the bytes have left. It is told to release `lengthMs` later by the monotonic clock; a second pulse
   * extends the first and never shortens it. Throws `RelayOffline` when the device cannot be told: then it will not open later either.
   */
  pulse(lengthMs: number): Promise<void>;
};

export class RelayOffline extends Error {
  override readonly name = 'RelayOffline';
}

/** What no strike needs longer; a door that stays open is another order than a pulse. */
const pulseMaxMs = 60_000;

export function assertPulse(lengthMs: number): void {
  if (Number.isFinite(lengthMs) && lengthMs > 0 && lengthMs <= pulseMaxMs) return;
  throw new RangeError(`a pulse lasts more than 0 and at most ${pulseMaxMs} ms, not ${lengthMs}`);
}
