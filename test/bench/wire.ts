import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openBox } from '../../edge/src/box.ts';
import { readConfig } from '../../edge/src/config.ts';
import { parseDevices } from '../../edge/src/doors/devices.ts';
import { lcusBoard } from '../devices/lcus-board.ts';
import { openLine } from '../devices/line.ts';
import { rdm6300Device } from '../devices/reader-devices.ts';
import { bareWire } from './bare-wire.ts';
import { type Figure, percentile, told } from './figure.ts';
import { siteWithOneCard } from './small-site.ts';

const taps = 150;
const tagGapMs = 320;
const bareGapMs = 20;

/** From the last byte of a tag's frame put on the line to the relay board having the whole command: two pseudo-terminals, the real drivers, the real disk. */
export async function wire(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-bench-'));
  const readerLine = await openLine();
  const relayLine = await openLine();
  const site = siteWithOneCard();
  const devices = parseDevices(
    JSON.stringify({
      readers: [{ id: 'bench', doorId: site.doorId, driver: 'rdm6300', path: readerLine.driverPath }],
      relays: [{ doorId: site.doorId, driver: 'lcus', path: relayLine.driverPath, channel: 1 }],
    }),
    'the bench',
  );
  const config = readConfig({ LINTEL_DATA_DIR: folder });
  const box = await openBox(config, devices, () => site.credentialKey, pino({ level: 'silent' }));
  const device = rdm6300Device(readerLine.devicePath);
  const board = lcusBoard(relayLine.devicePath);
  const stop = new AbortController();
  const services = [...box.strikes.services(), ...box.entrances.services()];
  const running = services.map((service) => service.run(stop.signal));
  try {
    await box.writer.run('applyChanges', { changes: site.changes, at: site.at });
    await untilOnline(
      () =>
        box.entrances.readersOf(site.doorId)[0]?.state === 'online' &&
        box.strikes.relayOf(site.doorId)?.state === 'online',
    );
    const took: number[] = [];
    for (let n = 0; n < taps; n++) {
      await board.until(1, false);
      const shownMs = performance.now();
      const opened = board.until(1, true);
      await device.present(site.tag);
      await opened;
      took.push(performance.now() - shownMs);
      await new Promise((resolve) => setTimeout(resolve, tagGapMs));
    }
    const floor = await bareWire(site.tag, taps, bareGapMs);
    const figure = (name: string, share: number) =>
      told({ name, unit: 'ms', value: percentile(took, share), floor: percentile(floor, share) });
    return [figure('last byte in to relay, p50', 0.5), figure('last byte in to relay, p99', 0.99)];
  } finally {
    stop.abort();
    await Promise.all(running);
    device.close();
    board.close();
    box.store.close();
    await box.writer.close();
    await readerLine.close();
    await relayLine.close();
    rmSync(folder, { recursive: true });
  }
}

async function untilOnline(isOnline: () => boolean): Promise<void> {
  while (!isOnline()) await new Promise((resolve) => setTimeout(resolve, 20));
}
