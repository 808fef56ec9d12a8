import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { id, type ResourceId } from '@lintel/core/ids.ts';
import { addMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createOccupancy, type Occupancy, type OccupancyChanged } from './occupancy.ts';
import { readAvailability, readPayload } from './payload.ts';
import { Readings } from './readings.ts';
import { type Sensor, sensors } from './sensors.ts';

const room = id<ResourceId>('0197a000-0000-7000-8000-000000000002');
const start = epochMs(1_800_000_000_000);
const pir = { topic: 'lintel/x/sensors/desk-3/motion', resourceId: room, payload: 'on_off' };
const zigbee = { topic: 'zigbee2mqtt/hall', resourceId: room, payload: 'json:occupancy' };

let folder: string;
let telemetryFile: string;
let agoMs: number;
let heard: Map<string, (text: string) => void>;
let changes: OccupancyChanged[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'occupancy-'));
  telemetryFile = join(folder, 'telemetry.db');
  agoMs = 0;
  heard = new Map();
  changes = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

async function running(
  list: readonly Sensor[],
  then: (occupancy: Occupancy) => Promise<void>,
): Promise<void> {
  const occupancy = createOccupancy({
    sensors: list,
    telemetryFile,
    keepDays: 30,
    now: () => addMs(start, agoMs),
    nowMs: () => agoMs,
    listen: (filter, hear) => {
      heard.set(filter, (text) => hear(filter, text));
      return () => heard.delete(filter);
    },
    onChange: (change) => changes.push(change),
    log: pino({ level: 'silent' }),
  });
  const abort = new AbortController();
  const ended = occupancy.run(abort.signal);
  try {
    await then(occupancy);
  } finally {
    abort.abort();
    await ended;
  }
}

const say = (topic: string, text: string) => heard.get(topic)?.(text);
const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1000));

function kept(): unknown[] {
  const db = new Database(telemetryFile, { readonly: true });
  try {
    return db.prepare('SELECT sensor, word FROM reading ORDER BY at').all();
  } finally {
    db.close();
  }
}

describe('a room with a sensor', () => {
  test('is occupied by motion, vacant five minutes after it, and every reading is on disk', async () => {
    await running(sensors.parse([pir]), async (occupancy) => {
      expect(occupancy.occupied(room)).toBeUndefined();
      say(pir.topic, 'ON');
      expect(occupancy.occupied(room)).toBe(true);
      agoMs = minuteMs;
      say(pir.topic, 'OFF');
      agoMs = 7 * minuteMs;
      await seconds(1.2);
      expect(occupancy.occupied(room)).toBe(false);
    });
    expect(changes).toEqual([
      { resourceId: room, occupied: true, sensor: pir.topic, at: start },
      { resourceId: room, occupied: false, sensor: pir.topic, at: addMs(start, 6 * minuteMs) },
    ]);
    expect(kept()).toEqual([
      { sensor: pir.topic, word: 'motion' },
      { sensor: pir.topic, word: 'still' },
    ]);
  });

  test('is unknown once its sensor went offline or silent', async () => {
    const availability = 'esphome/desk-3/status';
    await running(sensors.parse([{ ...pir, availability }]), async (occupancy) => {
      say(pir.topic, 'OFF');
      say(availability, 'offline');
      expect(occupancy.occupied(room)).toBeUndefined();
      say(availability, 'online');
      say(pir.topic, 'OFF');
      expect(occupancy.occupied(room)).toBe(false);
      agoMs = 25 * hourMs;
      await seconds(1.2);
      expect(occupancy.occupied(room)).toBeUndefined();
    });
    expect(changes.map(({ occupied }) => occupied)).toEqual([false, undefined, false, undefined]);
  });

  test('stays as it was when a message makes no sense, and the sentence names the sensor', async () => {
    await running(sensors.parse([zigbee]), async (occupancy) => {
      say(zigbee.topic, '{"occupancy":true}');
      say(zigbee.topic, '{"battery":90}');
      expect(occupancy.occupied(room)).toBe(true);
      expect(occupancy.trouble().join()).toContain('zigbee2mqtt/hall');
      say(zigbee.topic, '{"occupancy":true}');
      expect(occupancy.trouble()).toEqual([]);
    });
    expect(changes).toHaveLength(1);
  });
});

describe('the file of readings', () => {
  test('when damaged is moved aside and begun anew, and the box says so', async () => {
    writeFileSync(telemetryFile, 'not a database '.repeat(1000));
    await running(sensors.parse([pir]), async (occupancy) => {
      say(pir.topic, 'ON');
      await seconds(1.5);
      expect(occupancy.trouble().join()).toContain('begun anew');
    });
    expect(kept()).toHaveLength(1);
    expect(readdirSync(folder).some((name) => name.includes('damaged'))).toBe(true);
  });

  test('that cannot be written costs readings and not the room', async () => {
    telemetryFile = join(folder, 'absent', 'telemetry.db');
    await running(sensors.parse([pir]), async (occupancy) => {
      say(pir.topic, 'ON');
      await seconds(1);
      expect(occupancy.occupied(room)).toBe(true);
      expect(occupancy.trouble().join()).toContain('must be writable');
    });
  });

  test('forgets what is older than it is asked to keep', () => {
    const readings = new Readings(telemetryFile, start);
    const at = (days: number) => ({ at: days, sensor: 's', resourceId: room, word: 'motion' });
    readings.keep([at(1), at(2), at(3)]);
    expect(readings.prune(3)).toBe(2);
    readings.close();
    expect(kept()).toHaveLength(1);
  });
});

describe('what a sensor says', () => {
  test.each([
    ['on_off', 'ON', { word: 'motion' }],
    ['on_off', 'OFF', { word: 'still' }],
    ['json:occupancy', '{"occupancy":false,"battery":100}', { word: 'still' }],
    ['json:Switch1', '{"Time":"2026-01-01T00:00:00","Switch1":"ON"}', { word: 'motion' }],
    ['json:a.b', '{"a":{"b":1}}', { word: 'motion' }],
  ])('%s of %s', (kind, text, read) => expect(readPayload(kind, text)).toEqual(read));

  test.each([
    ['on_off', 'maybe'],
    ['json:occupancy', '{"occupancy":null}'],
    ['json:occupancy', 'ON'],
    ['json:__proto__', '{}'],
    ['json:occupancy', '[1'],
  ])('%s of %s is a fault, never "nobody"', (kind, text) => {
    expect(readPayload(kind, text)).toHaveProperty('fault');
  });

  test('a sensor says that it is gone as text or as JSON', () => {
    expect(readAvailability('Offline')).toEqual({ word: 'offline' });
    expect(readAvailability('{"state":"online"}')).toEqual({ word: 'online' });
    expect(readAvailability('{}')).toHaveProperty('fault');
  });
});

describe('the section of the devices file', () => {
  test.each([
    [{ ...pir, topic: 'zigbee2mqtt/+' }, 'one topic'],
    [{ ...pir, payload: 'yes' }, 'must be on_off'],
    [{ ...pir, resourceId: 'room 1' }, 'UUID'],
    [{ ...pir, hold: 3 }, 'hold'],
  ])('%o is refused with what to do', (entry, words) => {
    expect(sensors.safeParse([entry]).error?.message).toContain(words);
  });

  test('the same sensor twice is refused', () => {
    expect(sensors.safeParse([pir, pir]).error?.message).toContain('listed twice');
  });
});
