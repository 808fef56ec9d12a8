/**
 * A count in shared memory that two threads see. One rings it after it has posted a message, the other sleeps on it and is awake in a few hundredths of a millisecond,
 * without a turn of its event loop. A ring is never missed: whoever waits names the count it had seen before it looked for messages.
 */
export class Bell {
  /** What the other thread is given to make its own `Bell` of. */
  readonly shared: SharedArrayBuffer;
  readonly #rung: Int32Array<SharedArrayBuffer>;

  constructor(shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = shared;
    this.#rung = new Int32Array(shared);
  }

  /** How often it was rung. */
  get rung(): number {
    return Atomics.load(this.#rung, 0);
  }

  ring(): void {
    Atomics.add(this.#rung, 0, 1);
    Atomics.notify(this.#rung, 0);
  }

  /** Blocks this thread until the bell was rung since `seen`, at most so long; false when it was not. */
  wait(seen: number, mostMs: number): boolean {
    return Atomics.wait(this.#rung, 0, seen, mostMs) !== 'timed-out';
  }
}
