import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addMqttClient } from '@lintel/edge/broker/clients.ts';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clockLine } from '../../scripts/doctor/clock.ts';
import { draw, examine } from '../../scripts/doctor.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'doctor-test-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

function makeStore(sql = ''): void {
  const db = new Database(join(dataDir, 'site.db'));
  db.pragma('journal_mode = WAL');
  db.exec(`CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT); ${sql}`);
  db.close();
}

async function report(more: { cloudUrl?: string; devicesFile?: string } = {}): Promise<string> {
  const lines = await examine({ dataDir, cloudUrl: more.cloudUrl, devicesFile: more.devicesFile });
  for (const line of lines) if (line.state !== 'ok') expect(line.fix, line.what).toBeTruthy();
  return lines.map(draw).join('\n');
}

describe('the doctor', () => {
  test('finds a healthy box healthy', async () => {
    makeStore();
    const siteId = '0197a000-0000-7000-8000-000000000001';
    const box = { operatorId: siteId, siteId, siteName: 'London', epoch: 2 };
    writeFileSync(join(dataDir, 'box.json'), JSON.stringify(box), { mode: 0o600 });
    await addMqttClient(join(dataDir, 'mqtt-clients.json'), { name: 'desk-3', role: 'sensor' });
    const devicesFile = join(dataDir, 'devices.json');
    const line = join(dataDir, 'reader');
    writeFileSync(line, '');
    writeFileSync(devicesFile, JSON.stringify({ readers: [{ driver: 'rdm6300', path: line }], relays: [] }));
    const cloud = createServer((_request, answer) => answer.end('{}'));
    await new Promise<void>((resolve) => cloud.listen(0, '127.0.0.1', resolve));
    const { port } = cloud.address() as AddressInfo;
    const words = await report({ cloudUrl: `http://127.0.0.1:${port}`, devicesFile });
    cloud.close();
    for (const part of [
      'readable and whole',
      'FULL takes effect',
      'London',
      'desk-3 (sensor)',
      'answers',
      '1 readers',
    ]) {
      expect(words).toContain(part);
    }
    expect(words).toMatch(/ok {5} .*reader: there/);
  });

  test('names what is missing on an empty machine, each with what to do', async () => {
    const words = await report({ devicesFile: join(dataDir, 'none.json') });
    expect(words).toContain('MISSING store');
    expect(words).toContain('MISSING enrolment');
    expect(words).toContain('MISSING devices');
    expect(words).toContain('warn    broker clients');
  });

  test('sees a damaged store, a restored one, an open key and a reader that is gone', async () => {
    writeFileSync(join(dataDir, 'site.db'), 'x'.repeat(9000));
    expect(await report()).toMatch(/MISSING store: .*site\.db/);
    rmSync(join(dataDir, 'site.db'));
    makeStore("INSERT INTO meta VALUES ('needs_online_registration', '1')");
    writeFileSync(join(dataDir, 'credential-key'), 'x');
    chmodSync(join(dataDir, 'credential-key'), 0o644);
    const devicesFile = join(dataDir, 'devices.json');
    writeFileSync(devicesFile, '{"readers":[{"driver":"rdm6300","path":"/dev/absent"}]}');
    const words = await report({ devicesFile });
    expect(words).toContain('restored from a backup');
    expect(words).toContain('others can read it');
    expect(words).toContain('MISSING /dev/absent');
  });

  test('warns of a cloud that does not answer: the site works on', async () => {
    expect(await report({ cloudUrl: 'http://127.0.0.1:1' })).toContain('warn    cloud');
    expect(await report({ cloudUrl: 'nonsense' })).toContain('MISSING cloud');
  });
});

describe('the clock', () => {
  const machine = (paths: readonly string[]) => {
    for (const path of paths) {
      mkdirSync(join(dataDir, path, '..'), { recursive: true });
      writeFileSync(join(dataDir, path), '1');
    }
    return clockLine(dataDir).state;
  };

  test('is good when synchronised and kept by a battery, and missing with neither', () => {
    expect(machine([])).toBe('missing');
    expect(machine(['run/systemd/timesync/synchronized'])).toBe('warn');
    expect(machine(['sys/class/rtc/rtc0/time'])).toBe('ok');
  });
});
