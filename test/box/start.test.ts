import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BoxProcess } from './box-process.ts';
import { type House, openHouse, readDisk } from './house.ts';
import { findNamespace } from './namespace.ts';
import { doors } from './site.ts';
import { until } from './until.ts';

const namespace = findNamespace();
let house: House;
const siteDb = () => join(house.dataDir, 'site.db');
const hashOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

/** Launches the box, which must end by itself, and gives what it said. */
async function refusedStart(): Promise<string> {
  house.process.launch();
  const late = setTimeout(() => void house.process.kill(), 20_000);
  const ended = await house.process.ended();
  clearTimeout(late);
  expect([ended, house.process.said]).toEqual([{ code: 1, signal: null }, expect.any(String)]);
  return house.process.said.trim();
}

describe('a box starts', () => {
  test('with a devices file that names lines which are not there, says which, and keeps the rest going', async () => {
    const env = { ...house.process.env, LINTEL_DEVICES_FILE: join(house.dataDir, 'absent.json') };
    const reader = {
      id: 'gone',
      doorId: doors.front,
      driver: 'rdm6300',
      path: '/dev/serial/by-id/gone-reader',
    };
    const relay = { doorId: doors.front, driver: 'lcus', path: '/dev/serial/by-id/gone-relay', channel: 1 };
    writeFileSync(env.LINTEL_DEVICES_FILE, JSON.stringify({ readers: [reader], relays: [relay] }));
    const box = new BoxProcess(env);
    try {
      await box.start();
      const trouble = async () => (await house.health()).trouble.join('\n');
      await until(trouble, (said) => /reader gone.*gone-reader/.test(said) && /relay.*gone-relay/.test(said));
      const staff = await house.logIn();
      const opened = await staff.post(`/api/console/doors/${doors.front}/open`);
      expect([opened.status, opened.body]).toEqual([503, expect.objectContaining({ kind: 'relay_offline' })]);
      expect((await staff.get('/api/console/day')).status).toBe(200);
    } finally {
      await box.kill();
    }
  });

  test.skipIf(!namespace)('without its screens, and says at their address what to do', async () => {
    const bare = new BoxProcess(house.process.env, [...(namespace ?? []), ...withoutScreens]);
    try {
      await bare.start();
      const page = await fetch(`${bare.url}/console/`);
      expect(page.status).toBe(503);
      expect(await page.text()).toMatch(/npm run build/);
      expect((await fetch(`${bare.url}/health`)).status).toBe(200);
    } finally {
      await bare.kill();
    }
  });

  test('and stops cleanly when asked, with its relays released', async () => {
    await house.process.start();
    await until(house.health, ({ trouble }) => !trouble.join().includes('does not answer'));
    expect(await house.process.stop()).toEqual({ code: 0, signal: null });
    expect(readDisk(house.dataDir).facts).toHaveLength(1);
    expect([house.board.isOn(1), house.board.isOn(2)]).toEqual([false, false]);
  });
});

describe('a box does not start, and says in one sentence what to do,', () => {
  test('when its port is taken', async () => {
    const squatter = createServer();
    const port = Number(new URL(house.url).port);
    await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve));
    const said = await refusedStart();
    squatter.close();
    expect(lastLine(said)).toMatch(new RegExp(`${port} on 127.0.0.1 is taken.*LINTEL_BOX_PORT`));
  });

  test('when another box runs on its data folder, also after a box was killed there', async () => {
    const other = { ...house.process.env, LINTEL_BOX_PORT: '0', LINTEL_MQTT_PORT: '0' };
    const first = new BoxProcess(house.process.env);
    const second = new BoxProcess(other);
    try {
      await first.start();
      await first.kill();
      await first.start();
      second.launch();
      expect(await second.ended()).toEqual({ code: 1, signal: null });
      expect(second.said.trim()).toMatch(/^Another box is running on .*Stop it first.*LINTEL_DATA_DIR\)\.$/);
      expect((await fetch(`${first.url}/health`)).status).toBe(200);
    } finally {
      await first.kill();
      await second.kill();
    }
  });

  test('when its store is not a database, and leaves it as it is', async () => {
    writeFileSync(siteDb(), Buffer.alloc(64 * 1024, 'not a database '));
    const before = hashOf(siteDb());
    const said = await refusedStart();
    expect(said).toMatch(/site\.db is damaged.*Restore a backup, or enrol the box again/);
    expect(said.split('\n')).toHaveLength(1);
    expect(hashOf(siteDb())).toBe(before);
  });

  test('when pages of its store were overwritten, and leaves it as it is', async () => {
    const bytes = readFileSync(siteDb());
    bytes.fill(0xee, 8 * 4096, 12 * 4096);
    writeFileSync(siteDb(), bytes);
    const before = hashOf(siteDb());
    expect(await refusedStart()).toMatch(/site\.db is damaged.*Restore a backup, or enrol the box again/);
    expect(hashOf(siteDb())).toBe(before);
  });

  test('when its store was written by a newer version', async () => {
    const db = new Database(siteDb());
    db.pragma('user_version = 900');
    db.close();
    expect(await refusedStart()).toMatch(
      /site\.db was written by a newer Lintel \(schema 900.*Install that version/,
    );
  });

  test('when its devices file is absent, or not JSON, or names a door twice', async () => {
    const devicesFile = house.process.env.LINTEL_DEVICES_FILE ?? '';
    writeFileSync(devicesFile, '{"readers": [');
    expect(await refusedStart()).toMatch(/devices\.json is not JSON/);
    const relay = { doorId: doors.front, driver: 'lcus', path: '/dev/serial/by-id/board', channel: 1 };
    writeFileSync(devicesFile, JSON.stringify({ relays: [relay, { ...relay, channel: 2 }] }));
    expect(await refusedStart()).toMatch(/relays\.1\.doorId: this door has a relay already/);
  });
});

const withoutScreens = ['sh', '-c', 'mount -t tmpfs none "$0" && exec "$@"', 'web/dist'];
const lastLine = (text: string) => text.split('\n').at(-1) ?? '';
