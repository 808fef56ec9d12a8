import { encodeCard } from '@lintel/core/doors/layout-card.ts';
import { type DoorId, id } from '@lintel/core/ids.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../devices/eventually.ts';
import { type Line, openLine } from '../devices/line.ts';
import { type WiegandUartDevice, wiegandSentence, wiegandUartDevice } from '../devices/reader-devices.ts';
import { type RunningReader, runReader } from '../devices/run-reader.ts';
import { readerContract } from './reader.contract.ts';

const doorId = id<DoorId>('00000000-0000-4000-8000-00000000000d');
const h10301 = (nth: number) => encodeCard('H10301', { facility: 123, number: nth });

readerContract({
  driver: 'wiegand-uart',
  setting: (base) => ({ ...base, driver: 'wiegand-uart', baud: 115_200, heartbeat: true, parity: 'checked' }),
  device: wiegandUartDevice,
  present: (device, nth) => device.end.send(wiegandSentence(`W,26,${h10301(nth).bits.toUpperCase()}`)),
  seen: (nth) => ({ kind: 'card', ...h10301(nth) }),
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
