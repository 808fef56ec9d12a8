import { type DoorId, id } from '@lintel/core/ids.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../devices/eventually.ts';
import { type Line, openLine } from '../devices/line.ts';
import { type Rdm6300Device, rdm6300Device, rdm6300Frame } from '../devices/reader-devices.ts';
import { type RunningReader, runReader } from '../devices/run-reader.ts';
import { readerContract } from './reader.contract.ts';

const doorId = id<DoorId>('00000000-0000-4000-8000-00000000000d');
const tag = (nth: number) => nth.toString(16).padStart(10, 'a');

readerContract({
  driver: 'rdm6300',
  setting: (base) => ({ ...base, driver: 'rdm6300', baud: 9_600 }),
  device: rdm6300Device,
  present: (device, nth) => device.end.send(rdm6300Frame(tag(nth))),
  seen: (nth) => ({ kind: 'card', length: 40, bits: tag(nth) }),
});

describe('an RDM6300 at the door', () => {
  let line: Line;
  let device: Rdm6300Device;
  let run: RunningReader;

  beforeEach(async () => {
    line = await openLine();
    device = rdm6300Device(line.devicePath);
    run = runReader({ id: 'r', doorId, driver: 'rdm6300', path: line.driverPath, baud: 9_600 });
    await eventually(run.isOnline);
  });
  afterEach(async () => {
    await run.stop();
    device.close();
    await line.close();
  });

  test('takes a tag that is held before it for two seconds as one presentation', async () => {
    await device.present('0123456789', 30);
    await device.present('FEDCBA9876');
    await eventually(() => run.told.length >= 2);
    expect(run.told.map((one) => one.kind === 'card' && one.bits)).toEqual(['0123456789', 'fedcba9876']);
  });

  test('refuses a tag whose frame lost a bit on the way', async () => {
    device.end.spoilNext({ kind: 'flip', byte: 5, bit: 0 });
    await device.present('0123456789');
    await eventually(() => run.told.length === 1);
    expect(run.told).toEqual([{ kind: 'misread', what: 'checksum' }]);
  });
});
