import { encodeCard } from '@lintel/core/doors/layout-card.ts';
import { type DoorId, id } from '@lintel/core/ids.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../devices/eventually.ts';
import { type Line, openLine } from '../devices/line.ts';
import {
  qrDevice,
  type Rdm6300Device,
  rdm6300Device,
  rdm6300Frame,
  type WiegandUartDevice,
  wiegandSentence,
  wiegandUartDevice,
} from '../devices/reader-devices.ts';
import { type RunningReader, runReader } from '../devices/run-reader.ts';
import { readerContract } from './reader.contract.ts';

const tag = (nth: number) => nth.toString(16).padStart(10, 'a');
const h10301 = (nth: number) => encodeCard('H10301', { facility: 123, number: nth });

readerContract({
  driver: 'rdm6300',
  setting: (base) => ({ ...base, driver: 'rdm6300', baud: 9_600 }),
  device: rdm6300Device,
  present: (device, nth) => device.end.send(rdm6300Frame(tag(nth))),
  seen: (nth) => ({ kind: 'card', length: 40, bits: tag(nth) }),
});

readerContract({
  driver: 'wiegand-uart',
  setting: (base) => ({ ...base, driver: 'wiegand-uart', baud: 115_200, heartbeat: true, parity: 'checked' }),
  device: wiegandUartDevice,
  present: (device, nth) => device.end.send(wiegandSentence(`W,26,${h10301(nth).bits.toUpperCase()}`)),
  seen: (nth) => ({ kind: 'card', ...h10301(nth) }),
});

readerContract({
  driver: 'qr-line',
  setting: (base) => ({ ...base, driver: 'qr-line', baud: 9_600 }),
  device: qrDevice,
  present: (device, nth) => device.end.send(Buffer.from(`pass-number-${nth}\r\n`)),
  seen: (nth) => ({ kind: 'pass', text: `pass-number-${nth}` }),
});

const doorId = id<DoorId>('00000000-0000-4000-8000-00000000000d');
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

describe('a Wiegand reader at the door', () => {
  let line: Line;
  let device: WiegandUartDevice;
  let run: RunningReader;

  beforeEach(async () => {
    line = await openLine();
    device = wiegandUartDevice(line.devicePath);
    const usual = { driver: 'wiegand-uart', baud: 115_200, heartbeat: true, parity: 'checked' } as const;
    run = runReader({ id: 'r', doorId, path: line.driverPath, ...usual });
    await eventually(run.isOnline);
  });
  afterEach(async () => {
    await run.stop();
    device.close();
    await line.close();
  });

  test('tells the PIN that was typed', async () => {
    await device.type('4711');
    await eventually(() => run.told.length === 1);
    expect(run.told).toEqual([{ kind: 'pin', digits: '4711' }]);
  });

  test('refuses a card whose parity broke between reader and microcontroller', async () => {
    await device.present(26, '3d88eb80');
    await eventually(() => run.told.length === 1);
    expect(run.told).toEqual([{ kind: 'misread', what: 'parity' }]);
  });

  test('shows the person what was decided', async () => {
    run.reader.feedback?.('wait');
    run.reader.feedback?.('granted');
    run.reader.feedback?.('refused');
    await eventually(() => device.shown.length === 3);
    expect(device.shown).toEqual(['W', 'G', 'R']);
  });

  test('is offline when it says nothing for five seconds, and online with its next word', async () => {
    device.beat(false);
    await eventually(() => !run.isOnline());
    expect(run.states.at(-1)?.why).toBe(
      'The reader has said nothing for 5 s. Check its power and its cable.',
    );
    device.beat(true);
    await eventually(run.isOnline);
  });
});
