import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LineClosed, SerialLine } from '../../edge/src/doors/readers/serial-line.ts';
import { eventually } from '../devices/eventually.ts';
import { type Line, openLine } from '../devices/line.ts';

describe('a serial line', () => {
  let line: Line;
  let serial: SerialLine;
  let stop: AbortController;
  let running: Promise<void>;
  let whys: string[];

  const start = (path: string) => {
    whys = [];
    stop = new AbortController();
    serial = new SerialLine(path, 9_600);
    running = serial.run(stop.signal, {
      opened: () => undefined,
      received: () => undefined,
      closed: (why) => whys.push(why),
    });
  };

  beforeEach(async () => {
    line = await openLine();
  });
  afterEach(async () => {
    stop.abort();
    await running;
    await line.close();
  });

  test('gives a device up that takes no bytes for a second, and has it again when it does', async () => {
    start(line.driverPath);
    await eventually(() => serial.isOpen);
    line.stall();
    const askedMs = performance.now();
    await expect(serial.send(new Uint8Array(500_000))).rejects.toThrow(LineClosed);
    expect(performance.now() - askedMs).toBeLessThan(3_000);
    await eventually(() => whys.length > 0);
    expect(whys[0]).toContain('takes no bytes: the device hangs. Unplug it');
    line.resume();
    await eventually(() => serial.isOpen);
    await serial.send(Uint8Array.of(1));
  });

  test('spends no time while nothing is said, also right after it was pulled out while it spoke', async () => {
    start(line.driverPath);
    await eventually(() => serial.isOpen);
    await line.vanish();
    await eventually(() => whys.length > 0);
    const before = process.cpuUsage();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1_000).toBeLessThan(300);
  });

  test('says that a file is no serial line', async () => {
    start('/etc/hostname');
    await eventually(() => whys.length > 0);
    expect(whys[0]).toContain('/etc/hostname is not a serial line');
  });

  test('says that a device is missing', async () => {
    start('/dev/no-such-device');
    await eventually(() => whys.length > 1);
    expect(whys[0]).toBe('There is no device at /dev/no-such-device. Plug it in, or correct its path.');
  });

  test('stops at once also while it waits to try again', async () => {
    start('/dev/no-such-device');
    await eventually(() => whys.length >= 4);
    const askedMs = performance.now();
    stop.abort();
    await running;
    expect(performance.now() - askedMs).toBeLessThan(500);
  });
});
