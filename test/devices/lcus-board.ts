import { DeviceEnd } from './device-end.ts';

/** A relay that moved, and when by this process's monotonic clock. */
type RelayChange = { readonly channel: number; readonly on: boolean; readonly atMs: number };

/** A simulated LCUS board: moves its relays as the frames say, ignores everything else, never answers. */
export type LcusBoardDevice = {
  readonly end: DeviceEnd;
  isOn(channel: number): boolean;
  /** Every relay that moved, in order. A relay told what it already is does not move. */
  readonly changes: readonly RelayChange[];
  /** How many right frames came, moved or not. */
  readonly frames: number;
  /** Calls for each change from now on; the answer stops it. */
  onChange(listener: (change: RelayChange) => void): () => void;
  /** The next time the channel is set so; at once when it is. Throws when that takes longer than `withinMs`. */
  until(channel: number, on: boolean, withinMs?: number): Promise<void>;
  /** Moves a relay past the line, as another program might have left it. */
  force(channel: number, on: boolean): void;
  /** Loses power: every relay falls, the line stays. */
  powerCycle(): void;
  close(): void;
};

export function lcusBoard(path: string, channels = 4): LcusBoardDevice {
  const on = new Array<boolean>(channels + 1).fill(false);
  const changes: RelayChange[] = [];
  const listeners = new Set<(change: RelayChange) => void>();
  let held: number[] = [];
  let frames = 0;

  const set = (channel: number, state: boolean) => {
    if (on[channel] === state) return;
    on[channel] = state;
    const change = { channel, on: state, atMs: performance.now() };
    changes.push(change);
    for (const listener of listeners) listener(change);
  };
  const end = new DeviceEnd(path, (bytes) => {
    held = [...held, ...bytes];
    while (held.length >= 4) {
      const frame = held.slice(0, 4);
      const [channel = 0, state = 0] = frame.slice(1);
      const isRight = isFrame(frame) && channel <= channels;
      held = held.slice(isRight ? 4 : 1);
      if (!isRight) continue;
      frames += 1;
      set(channel, state === 1);
    }
  });
  const onChange = (listener: (change: RelayChange) => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  };
  return {
    end,
    isOn: (channel) => on[channel] === true,
    changes,
    get frames() {
      return frames;
    },
    onChange,
    until: async (channel, state, withinMs = 5_000) => {
      if (on[channel] === state) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const late = setTimeout(
        () => reject(new Error(`relay ${channel} was not ${state ? 'on' : 'off'} within ${withinMs} ms`)),
        withinMs,
      );
      const stop = onChange((change) => {
        if (change.channel === channel && change.on === state) resolve();
      });
      await promise.finally(() => {
        clearTimeout(late);
        stop();
      });
    },
    force: set,
    powerCycle: () => {
      for (let channel = 1; channel <= channels; channel++) set(channel, false);
    },
    close: () => end.close(),
  };
}

function isFrame(frame: readonly number[]): boolean {
  const [mark = 0, channel = 0, state = 0, sum = 0] = frame;
  return mark === 0xa0 && channel >= 1 && state <= 1 && sum === ((mark + channel + state) & 0xff);
}
