import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healthView } from '@lintel/core/health/wire.ts';
import type { Fact } from '@lintel/core/sync/wire.ts';
import { epochMs } from '@lintel/core/time.ts';
import Database from 'better-sqlite3';
import { openForWriting } from '../../edge/src/database/open.ts';
import { rows } from '../../edge/src/database/rows.ts';
import { applyChanges } from '../../edge/src/sync/apply.ts';
import { ensureIncarnation } from '../../edge/src/sync/position.ts';
import { readBody } from '../../edge/src/sync/read-body.ts';
import { Client, logInAtConsole } from '../../scripts/demo/client.ts';
import { portNear } from '../../scripts/demo/process.ts';
import { lcusBoard } from '../devices/lcus-board.ts';
import { openLine } from '../devices/line.ts';
import { rdm6300Device } from '../devices/reader-devices.ts';
import { BoxProcess } from './box-process.ts';
import { credentialKey, doors, horizonBody, operatorId, siteBodies, siteId, staffLogin } from './site.ts';

export type HouseSettings = {
  /** The cloud it belongs to; a box without one belongs to no site yet, and knows its site from an earlier feed. */
  readonly cloudUrl?: string;
  readonly wrapper?: (dataDir: string) => readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

export type House = Awaited<ReturnType<typeof openHouse>>;

/** A data folder of a box, its two readers and its relay board on pseudo-terminals, and the process that is not started yet. */
export async function openHouse({ cloudUrl, wrapper, env = {} }: HouseSettings = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'lintel-house-'));
  const dataDir = join(folder, 'box');
  mkdirSync(dataDir, { mode: 0o700 });
  const [front, back, relays] = [await openLine(), await openLine(), await openLine()];
  const devicesFile = join(folder, 'devices.json');
  writeFileSync(devicesFile, JSON.stringify(devicesOf(front.driverPath, back.driverPath, relays.driverPath)));
  if (cloudUrl) belong(dataDir);
  else knowSite(dataDir);
  const process = new BoxProcess(
    {
      LINTEL_DATA_DIR: dataDir,
      LINTEL_CLOUD_URL: cloudUrl ?? 'http://127.0.0.1:9',
      LINTEL_DEVICES_FILE: devicesFile,
      LINTEL_BOX_PORT: String(await portNear(0)),
      LINTEL_MQTT_PORT: String(await portNear(0)),
      LINTEL_LOG_LEVEL: 'warn',
      ...env,
    },
    wrapper?.(dataDir),
  );
  const devices = {
    front: rdm6300Device(front.devicePath),
    back: rdm6300Device(back.devicePath),
    board: lcusBoard(relays.devicePath),
  };
  return {
    dataDir,
    process,
    url: process.url,
    ...devices,
    health: async () => healthView.parse(await (await fetch(`${process.url}/health`)).json()),
    logIn: () => logInAtConsole(process.url, staffLogin.email, staffLogin.password),
    stranger: () => new Client(process.url),
    close: async () => {
      await process.kill();
      for (const device of Object.values(devices)) device.close();
      for (const line of [front, back, relays]) await line.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The channel of the relay board that opens each door. */
export const channels = { front: 1, back: 2 } as const;

function devicesOf(frontPath: string, backPath: string, relaysPath: string) {
  const relay = { driver: 'lcus', path: relaysPath };
  return {
    readers: [
      { id: 'front', doorId: doors.front, driver: 'rdm6300', path: frontPath },
      { id: 'back', doorId: doors.back, driver: 'rdm6300', path: backPath },
    ],
    relays: [
      { ...relay, doorId: doors.front, channel: channels.front },
      { ...relay, doorId: doors.back, channel: channels.back },
    ],
  };
}

function belong(dataDir: string): void {
  const identity = { operatorId, siteId, siteName: 'Two Doors', epoch: 1 };
  writeFileSync(join(dataDir, 'box.json'), JSON.stringify(identity), { mode: 0o600 });
  keepCredentialKey(dataDir);
}

/** The store as an earlier feed left it, through the box's own code. */
function knowSite(dataDir: string): void {
  const store = openForWriting(join(dataDir, 'site.db'));
  const changes = [...siteBodies(), horizonBody()].map((body, index) => ({
    ...readBody(body),
    seq: index + 1,
  }));
  store.client.transaction(() => {
    ensureIncarnation(store);
    applyChanges(store, changes, epochMs(Date.now()), rows);
  })();
  store.close();
  keepCredentialKey(dataDir);
}

function keepCredentialKey(dataDir: string): void {
  writeFileSync(join(dataDir, 'credential-key'), credentialKey.toString('hex'), { mode: 0o600 });
}

/** What is on the box's disk, read past the box. */
export function readDisk(dataDir: string) {
  const db = new Database(join(dataDir, 'site.db'), { readonly: true });
  try {
    const facts = db
      .prepare('SELECT seq, id, at, text, prev_hash AS prevHash, hash FROM fact ORDER BY seq')
      .all() as Fact[];
    const bookings = db.prepare('SELECT id, state FROM booking').all() as { id: string; state: string }[];
    const clock = db.prepare("SELECT value FROM meta WHERE key = 'clock'").pluck().get() as
      | string
      | undefined;
    return { facts, bookings, clock };
  } finally {
    db.close();
  }
}
