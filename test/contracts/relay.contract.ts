import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DeviceState, type Relay, RelayOffline } from '../../edge/src/doors/ports.ts';
import { eventually } from '../devices/eventually.ts';
import type { LcusBoardDevice } from '../devices/lcus-board.ts';
import { type Line, openLine } from '../devices/line.ts';

/** Two relays of one driver on one line, and the board that they move. */
export type RelayUnderTest = {
  readonly driver: string;
  readonly relays: (path: string) => readonly [Relay, Relay];
  readonly board: (path: string) => LcusBoardDevice;
  /** Moves a channel past the driver, as another program might have left it. */
  readonly leaveOn: (board: LcusBoardDevice, channel: number) => void;
};

type Running = { states: { state: DeviceState; why: string | undefined }[]; stop: () => Promise<void> };

function runRelay(relay: Relay): Running {
  const stop = new AbortController();
  const states: Running['states'] = [];
  const running = relay.run(stop.signal, { state: (state, why) => states.push({ state, why }) });
  return {
    states,
    stop: async () => {
      stop.abort();
      await running;
    },
  };
}

const isOnline = (run: Running) => () => run.states.at(-1)?.state === 'online';

/** What every relay promises, tried over a real pseudo-terminal. */
export function relayContract(kind: RelayUnderTest): void {
  describe(`a relay with the driver ${kind.driver}`, () => {
    let line: Line;
    let board: LcusBoardDevice;
    let relays: readonly [Relay, Relay];
    let runs: readonly [Running, Running];

    const replug = async () => {
      await line.restore();
      board.close();
      board.end.open();
    };

    beforeEach(async () => {
      line = await openLine();
      board = kind.board(line.devicePath);
      kind.leaveOn(board, 1);
      relays = kind.relays(line.driverPath);
      runs = [runRelay(relays[0]), runRelay(relays[1])];
      await eventually(isOnline(runs[0]));
      await eventually(isOnline(runs[1]));
    });
    afterEach(async () => {
      await Promise.all(runs.map((run) => run.stop()));
      board.close();
      await line.close();
    });

    test('is released when its line comes, whatever it was left at', async () => {
      await board.until(1, false, 1_000);
      expect(board.changes.filter((change) => change.on)).toEqual([expect.objectContaining({ channel: 1 })]);
    });

    test('opens when it is told to, and releases after the pulse', async () => {
      await board.until(1, false);
      await relays[0].pulse(300);
      await board.until(1, true, 1_000);
      await board.until(1, false, 1_000);
      const [opened, released] = board.changes.slice(-2);
      const heldMs = (released?.atMs ?? 0) - (opened?.atMs ?? 0);
      expect(heldMs).toBeGreaterThan(280);
      expect(heldMs).toBeLessThan(600);
    });

    test('is held longer by a second pulse, without letting go between', async () => {
      await board.until(1, false);
      const before = board.changes.length;
      await relays[0].pulse(800);
      await sleep(300);
      await relays[0].pulse(800);
      await relays[0].pulse(50);
      await board.until(1, false, 2_000);
      const [opened, released, ...more] = board.changes.slice(before);
      expect(more).toEqual([]);
      expect((released?.atMs ?? 0) - (opened?.atMs ?? 0)).toBeGreaterThan(1_050);
    });

    test('leaves the other relay of the board alone', async () => {
      await board.until(1, false);
      await relays[1].pulse(60_000);
      await board.until(2, true, 1_000);
      await relays[0].pulse(100);
      await board.until(1, true, 1_000);
      await board.until(1, false, 1_000);
      await runs[0].stop();
      expect(board.isOn(2)).toBe(true);
      expect(isOnline(runs[1])()).toBe(true);
    });

    test('is released when it is stopped in the middle of a pulse, and opens no more', async () => {
      await relays[0].pulse(60_000);
      await board.until(1, true, 1_000);
      await runs[0].stop();
      await board.until(1, false, 1_000);
      await expect(relays[0].pulse(100)).rejects.toThrow(RelayOffline);
    });

    test('says no while its line is away, and does not open later for it', async () => {
      await line.vanish();
      await eventually(() => !isOnline(runs[0])());
      expect(runs[0].states.at(-1)?.why).toMatch(/plug/i);
      const askedMs = performance.now();
      await expect(relays[0].pulse(60_000)).rejects.toThrow(RelayOffline);
      expect(performance.now() - askedMs).toBeLessThan(500);
      const before = board.changes.length;
      await replug();
      await eventually(isOnline(runs[0]));
      await sleep(100);
      expect(board.changes.slice(before).filter((change) => change.on)).toEqual([]);
    });

    test('is asserted again for the rest of its pulse when the line was away', async () => {
      await relays[0].pulse(2_000);
      await board.until(1, true, 1_000);
      const openedMs = performance.now();
      await line.vanish();
      board.powerCycle();
      await replug();
      await board.until(1, true, 1_500);
      await board.until(1, false, 3_000);
      expect(performance.now() - openedMs).toBeGreaterThan(1_900);
      expect(performance.now() - openedMs).toBeLessThan(2_500);
    });

    test('is released when its line comes back after the pulse has ended', async () => {
      await relays[0].pulse(200);
      await board.until(1, true, 1_000);
      await line.vanish();
      await sleep(300);
      expect(board.isOn(1)).toBe(true);
      await replug();
      await board.until(1, false, 5_000);
    });

    test.each([0, -1, 60_001, Number.NaN])('refuses a pulse of %d ms', async (lengthMs) => {
      await expect(relays[0].pulse(lengthMs)).rejects.toThrow(RangeError);
    });

    test('starts without its line, and is online once it is there', async () => {
      await Promise.all(runs.map((run) => run.stop()));
      await line.vanish();
      runs = [runRelay(relays[0]), runRelay(relays[1])];
      await eventually(() => runs[0].states.length > 0);
      expect(runs[0].states[0]?.state).toBe('offline');
      await replug();
      await eventually(isOnline(runs[0]));
      await relays[0].pulse(200);
      await board.until(1, true, 1_000);
    });
  });
}
