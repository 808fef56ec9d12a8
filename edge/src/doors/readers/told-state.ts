import type { DeviceListener, DeviceState } from '../ports.ts';

/** Tells a listener the state of a device, and each state with its reason only once in a row. */
export class ToldState {
  readonly #listener: DeviceListener;
  #last: string | undefined;

  constructor(listener: DeviceListener) {
    this.#listener = listener;
  }

  tell(state: DeviceState, why?: string): void {
    const text = `${state} ${why ?? ''}`;
    if (text === this.#last) return;
    this.#last = text;
    this.#listener.state(state, why);
  }
}
