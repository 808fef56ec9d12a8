import type { Presented } from '@lintel/core/doors/presented.ts';
import { createReader, type ReaderSetting } from '../../edge/src/doors/devices.ts';
import type { DeviceState, Reader } from '../../edge/src/doors/ports.ts';

/** A reader that runs, with everything it told. */
export type RunningReader = {
  readonly reader: Reader;
  readonly told: Presented[];
  readonly states: { readonly state: DeviceState; readonly why: string | undefined }[];
  isOnline(): boolean;
  /** The next presentation from now on, without waking the process meanwhile. */
  next(): Promise<Presented>;
  stop(): Promise<void>;
};

export function runReader(setting: ReaderSetting): RunningReader {
  const reader = createReader(setting);
  const told: Presented[] = [];
  const states: RunningReader['states'] = [];
  const waiting: ((presented: Presented) => void)[] = [];
  const signal = new AbortController();
  const running = reader.run(signal.signal, {
    presented: (presented) => {
      told.push(presented);
      for (const resolve of waiting.splice(0)) resolve(presented);
    },
    state: (state, why) => states.push({ state, why }),
  });
  return {
    reader,
    told,
    states,
    isOnline: () => states.at(-1)?.state === 'online',
    next: () => new Promise((resolve) => waiting.push(resolve)),
    stop: async () => {
      signal.abort();
      await running;
    },
  };
}
