import { setTimeout as sleep } from 'node:timers/promises';
import type { Presented } from '@lintel/core/doors/presented.ts';
import type { DoorId } from '@lintel/core/ids.ts';
import { id } from '@lintel/core/ids.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReaderSetting } from '../../edge/src/doors/devices.ts';
import { eventually } from '../devices/eventually.ts';
import { type Line, openLine } from '../devices/line.ts';
import type { ReaderDevice } from '../devices/reader-devices.ts';
import { type RunningReader, runReader } from '../devices/run-reader.ts';

/** What the contract needs to know of a driver. `present` shows the nth of many different cards; `seen` is what the box must be run.told of it. */
export type ReaderUnderTest = {
  readonly driver: string;
  readonly setting: (base: { id: string; doorId: DoorId; path: string }) => ReaderSetting;
  readonly device: (path: string) => ReaderDevice;
  readonly present: (device: ReaderDevice, nth: number) => Promise<void>;
  readonly seen: (nth: number) => Presented;
};

const doorId = id<DoorId>('00000000-0000-4000-8000-00000000000d');

/** What every reader on a serial line promises, tried over a real pseudo-terminal. */
export function readerContract(kind: ReaderUnderTest): void {
  describe(`a reader with the driver ${kind.driver}`, () => {
    let line: Line;
    let device: ReaderDevice;
    let run: RunningReader;

    const start = () => runReader(kind.setting({ id: 'reader-1', doorId, path: line.driverPath }));
    const cards = () => run.told.filter((one) => one.kind !== 'misread');

    beforeEach(async () => {
      line = await openLine();
      device = kind.device(line.devicePath);
      run = start();
      await eventually(run.isOnline);
    });
    afterEach(async () => {
      await run.stop();
      device.close();
      await line.close();
    });

    test('tells what is presented, each once and in order', async () => {
      for (const nth of [1, 2, 3]) await kind.present(device, nth);
      await eventually(() => run.told.length === 3);
      expect(run.told).toEqual([kind.seen(1), kind.seen(2), kind.seen(3)]);
    });

    test('tells it when it comes, without waiting for anything else', async () => {
      const waitedMs: number[] = [];
      for (let nth = 1; nth <= 30; nth++) {
        const sentMs = performance.now();
        const next = run.next();
        await kind.present(device, nth);
        await next;
        waitedMs.push(performance.now() - sentMs);
      }
      expect(waitedMs.sort((a, b) => a - b)[15]).toBeLessThan(20);
    });

    test('tells a card that came twice at once only once', async () => {
      device.end.spoilNext({ kind: 'duplicate' });
      await kind.present(device, 1);
      await kind.present(device, 2);
      await eventually(() => run.told.length >= 2);
      expect(run.told).toEqual([kind.seen(1), kind.seen(2)]);
    });

    test('tells a card shown again later again', async () => {
      await kind.present(device, 1);
      await sleep(1_100);
      await kind.present(device, 1);
      await eventually(() => run.told.length === 2);
      expect(run.told).toEqual([kind.seen(1), kind.seen(1)]);
    });

    test('puts a card together that came in two pieces', async () => {
      device.end.spoilNext({ kind: 'split', at: 6, ms: 40 });
      await kind.present(device, 1);
      await eventually(() => run.told.length === 1);
      expect(run.told).toEqual([kind.seen(1)]);
    });

    test('says of half a card that it was misread, and reads the next', async () => {
      device.end.spoilNext({ kind: 'cut', bytes: 8 });
      await kind.present(device, 1);
      await eventually(() => run.told.length === 1);
      expect(run.told).toEqual([{ kind: 'misread', what: 'length' }]);
      await kind.present(device, 2);
      await eventually(() => cards().length === 1);
      expect(cards()).toEqual([kind.seen(2)]);
    });

    test('never tells a card that was not presented while the line babbles', async () => {
      await device.end.noise(10_000, 7);
      await sleep(400);
      expect(cards().filter((one) => one.kind !== 'pass')).toEqual([]);
      expect(run.told.length).toBeLessThan(60);
      run.told.length = 0;
      await kind.present(device, 1);
      await eventually(() => cards().length === 1);
      expect(cards()).toEqual([kind.seen(1)]);
    });

    test('reads again after the reader lost its power', async () => {
      await device.reboot(200);
      await kind.present(device, 1);
      await eventually(() => run.told.length === 1);
      expect(run.told).toEqual([kind.seen(1)]);
    });

    test('says that its line is away, and reads again when it is back', async () => {
      await line.vanish();
      await eventually(() => !run.isOnline());
      expect(run.states.at(-1)?.why).toMatch(/plug/i);
      device.close();
      await line.restore();
      device = kind.device(line.devicePath);
      await eventually(run.isOnline);
      await kind.present(device, 1);
      await eventually(() => run.told.length === 1);
      expect(run.told).toEqual([kind.seen(1)]);
    });

    test('starts without its line, and reads once it is there', async () => {
      await run.stop();
      await line.vanish();
      device.close();
      run = start();
      await eventually(() => run.states.length > 0);
      expect(run.states).toEqual([{ state: 'offline', why: expect.stringContaining(line.driverPath) }]);
      await line.restore();
      device = kind.device(line.devicePath);
      await eventually(run.isOnline);
      await kind.present(device, 1);
      await eventually(() => run.told.length === 1);
      expect(run.told).toEqual([kind.seen(1)]);
    });

    test('never tells later what was presented while nobody listened', async () => {
      await run.stop();
      await kind.present(device, 1);
      await sleep(100);
      run = start();
      await eventually(run.isOnline);
      await kind.present(device, 2);
      await eventually(() => run.told.length > 0);
      expect(run.told).toEqual([kind.seen(2)]);
    });

    test('ends when told to and leaves its line to others, who cannot have it before', async () => {
      const second = start();
      await eventually(() => second.states.length > 0);
      expect(second.states[0]).toEqual({
        state: 'offline',
        why: expect.stringContaining('Another program holds'),
      });
      await run.stop();
      run = second;
      await eventually(run.isOnline);
    });

    test('shows an answer without failing, also when its line is away', async () => {
      run.reader.feedback?.('granted');
      await line.vanish();
      run.reader.feedback?.('refused');
      await eventually(() => !run.isOnline());
      run.reader.feedback?.('wait');
    });
  });
}
