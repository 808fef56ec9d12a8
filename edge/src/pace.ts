/** The time by which silence is judged: monotonic, and no wall clock. Handed in, so that a day of waiting can be tried in a second. */
export type Pace = {
  readonly monoMs: () => number;
  /** Calls `then` once, so long from now, unless the answer was called before. */
  readonly after: (lengthMs: number, then: () => void) => () => void;
};

/** This machine's own. */
export const machinePace: Pace = {
  monoMs: () => performance.now(),
  after: (lengthMs, then) => {
    const timer = setTimeout(then, lengthMs);
    return () => clearTimeout(timer);
  },
};
