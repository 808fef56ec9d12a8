import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoDoorId, demoResourceId, demoSiteId } from '../../cloud/src/seed.ts';
import type { DemoSite } from '../../cloud/src/seed-data.ts';
import { addMqttClient } from '../../edge/src/broker/clients.ts';
import { type LcusBoardDevice, lcusBoard } from '../../test/devices/lcus-board.ts';
import { type Line, openLine } from '../../test/devices/line.ts';
import {
  type QrDevice,
  qrDevice,
  type Rdm6300Device,
  rdm6300Device,
  type WiegandUartDevice,
  wiegandUartDevice,
} from '../../test/devices/reader-devices.ts';

/** The doors that have simulated hardware, by the channel of the relay board that opens them. */
export const channels = { 'Front door': 1, 'Reading room': 2, 'Booth A': 3 } as const;
export type DemoDoor = keyof typeof channels;

/** The simulated hardware of one demo site: real bytes on pseudo-terminals, outside every driver. */
export type DemoDevices = {
  readonly front: Rdm6300Device;
  readonly frontQr: QrDevice;
  readonly room: WiegandUartDevice;
  readonly booth: Rdm6300Device;
  readonly board: LcusBoardDevice;
  readonly devicesFile: string;
  readonly sensor: { readonly topic: string; readonly name: string; readonly password: string };
  /** The device ends of the lines: what is written there is what the reader sent. */
  readonly paths: Readonly<Record<string, string>>;
  close(): Promise<void>;
};

const lineNames = ['front-rdm6300', 'front-qr', 'reading-wiegand', 'booth-rdm6300', 'relays'] as const;
type LineName = (typeof lineNames)[number];

/** Opens the lines in `directory`, puts a device at each, and writes the box's devices file and broker client. */
export async function openDemoDevices(
  site: DemoSite['key'],
  boxDir: string,
  directory: string,
): Promise<DemoDevices> {
  rmSync(directory, { recursive: true, force: true });
  const lines = {} as Record<LineName, Line>;
  for (const name of lineNames) {
    mkdirSync(join(directory, name), { recursive: true });
    lines[name] = await openLine(join(directory, name));
  }
  const sensorName = 'pir-reading';
  const topic = `lintel/${demoSiteId(site)}/sensors/${sensorName}/motion`;
  mkdirSync(boxDir, { recursive: true, mode: 0o700 });
  const { password } = await addMqttClient(join(boxDir, 'mqtt-clients.json'), {
    name: sensorName,
    role: 'sensor',
  });
  const devicesFile = join(boxDir, 'devices.json');
  writeFileSync(devicesFile, JSON.stringify(settings(site, lines, topic), null, 2));

  const devices = {
    front: rdm6300Device(lines['front-rdm6300'].devicePath),
    frontQr: qrDevice(lines['front-qr'].devicePath),
    room: wiegandUartDevice(lines['reading-wiegand'].devicePath),
    booth: rdm6300Device(lines['booth-rdm6300'].devicePath),
    board: lcusBoard(lines.relays.devicePath),
  };
  return {
    ...devices,
    devicesFile,
    sensor: { topic, name: sensorName, password },
    paths: Object.fromEntries(lineNames.map((name) => [name, lines[name].devicePath])),
    close: async () => {
      for (const device of Object.values(devices)) device.close();
      for (const name of lineNames) await lines[name].close();
    },
  };
}

function settings(site: DemoSite['key'], lines: Readonly<Record<LineName, Line>>, topic: string) {
  const doorId = (name: DemoDoor) => demoDoorId(site, name);
  const path = (name: LineName) => lines[name].driverPath;
  return {
    readers: [
      { id: 'front-rdm6300', doorId: doorId('Front door'), driver: 'rdm6300', path: path('front-rdm6300') },
      { id: 'front-qr', doorId: doorId('Front door'), driver: 'qr-line', path: path('front-qr') },
      {
        id: 'reading-wiegand',
        doorId: doorId('Reading room'),
        driver: 'wiegand-uart',
        path: path('reading-wiegand'),
      },
      { id: 'booth-rdm6300', doorId: doorId('Booth A'), driver: 'rdm6300', path: path('booth-rdm6300') },
    ],
    relays: (Object.keys(channels) as DemoDoor[]).map((name) => ({
      doorId: doorId(name),
      driver: 'lcus',
      path: path('relays'),
      channel: channels[name],
    })),
    sensors: [{ topic, resourceId: demoResourceId(site, 'Reading room'), payload: 'on_off', holdMin: 5 }],
  };
}
