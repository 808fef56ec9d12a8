import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { id, type ResourceId, type SiteId } from '@lintel/core/ids.ts';
import type { AgendaView } from '@lintel/core/panels/wire.ts';
import mqtt from 'mqtt';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Broker, createBroker } from './broker.ts';
import { addMqttClient, followMqttClients, removeMqttClient } from './clients.ts';

const siteId = id<SiteId>('0197a000-0000-7000-8000-000000000001');
const room = id<ResourceId>('0197a000-0000-7000-8000-000000000002');
const motion = `lintel/${siteId}/sensors/desk-3/motion`;
const agendas = `lintel/${siteId}/resources/+/agenda`;
const run = promisify(execFile);
const stock = process.env.PATH?.split(delimiter).some((folder) => existsSync(join(folder, 'mosquitto_sub')));

let folder: string;
let file: string;
let broker: Broker;
let port: number;
let stop: () => Promise<void>;
let enrolled: boolean;

function create(): Broker {
  return createBroker({
    host: '127.0.0.1',
    port: 0,
    siteId: () => (enrolled ? siteId : undefined),
    clients: followMqttClients(file),
    log: pino({ level: 'silent' }),
  });
}

async function begin(): Promise<void> {
  const abort = new AbortController();
  const ended = broker.run(abort.signal);
  await eventually(() => broker.ports().length === 1);
  port = broker.ports()[0] ?? 0;
  stop = async () => {
    abort.abort();
    await ended;
  };
}

async function eventually(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !holds(); tries++) await new Promise((r) => setTimeout(r, 10));
  if (!holds()) throw new Error('it did not come about within five seconds');
}

const passwords = new Map<string, string>();
async function add(name: string, role: Parameters<typeof addMqttClient>[1]['role'], prefix?: string) {
  passwords.set(name, (await addMqttClient(file, { name, role, prefix })).password);
}

const connected: mqtt.MqttClient[] = [];
async function connect(name: string, options: mqtt.IClientOptions = {}): Promise<mqtt.MqttClient> {
  const login = { username: name, password: passwords.get(name) ?? 'none' };
  const client = mqtt.connect({ host: '127.0.0.1', port, reconnectPeriod: 0, ...login, ...options });
  connected.push(client);
  client.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    client.once('error', reject);
    client.once('close', () => reject(new Error('closed')));
  });
  return client;
}

const closed = (client: mqtt.MqttClient) =>
  new Promise<void>((resolve) => client.once('close', () => resolve()));

/** Raw bytes to the broker, and everything it answers until it hangs up or a second passes. */
function exchange(bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    const got: Buffer[] = [];
    const socket = connectSocket(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk: Buffer) => got.push(chunk));
    socket.on('error', () => {});
    socket.setTimeout(1000, () => socket.destroy());
    socket.on('close', () => resolve(Buffer.concat(got)));
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'broker-'));
  file = join(folder, 'mqtt-clients.json');
  enrolled = true;
  await add('desk-3', 'sensor');
  await add('room-1', 'panel');
  broker = create();
  await begin();
});

afterEach(async () => {
  for (const client of connected.splice(0)) client.end(true);
  await stop();
  rmSync(folder, { recursive: true });
});

describe('logging in', () => {
  test('a client without credentials, or with wrong ones, is refused by code 4', async () => {
    await expect(connect('desk-3', { username: '', password: '' })).rejects.toMatchObject({ code: 4 });
    await expect(connect('desk-3', { password: 'guess' })).rejects.toMatchObject({ code: 4 });
    await expect(connect('nobody')).rejects.toMatchObject({ code: 4 });
    expect(broker.trouble().join()).toContain('wrong name or password');
  });

  test('a box that is not enrolled asks clients to come again', async () => {
    enrolled = false;
    await expect(connect('desk-3')).rejects.toMatchObject({ code: 3 });
  });

  test('a damaged list of clients lets nobody in, and says so', async () => {
    writeFileSync(file, '{"clients": [', { mode: 0o600 });
    await expect(connect('desk-3')).rejects.toMatchObject({ code: 3 });
    expect(broker.trouble().join()).toContain('restore it from a backup');
  });

  test('after twenty wrong passwords an address waits', async () => {
    for (let tries = 0; tries < 20; tries++) {
      await expect(connect('desk-3', { password: 'guess' })).rejects.toMatchObject({ code: 4 });
    }
    await expect(connect('desk-3')).rejects.toMatchObject({ code: 5 });
  });

  test('one client cannot take over another’s client id', async () => {
    const panel = await connect('room-1', { clientId: 'the-panel' });
    await expect(connect('desk-3', { clientId: 'the-panel' })).rejects.toMatchObject({ code: 2 });
    expect(panel.connected).toBe(true);
  });

  test('no client id without a clean session is answered with CONNACK 2 (MQTT-3.1.3-8)', async () => {
    const packet = Buffer.from([0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, 0x00, 0, 10, 0, 0]);
    expect(await exchange(packet)).toEqual(Buffer.from([0x20, 0x02, 0x00, 0x02]));
  });

  test('a stranger who talks on without logging in is cut off', async () => {
    const endless = Buffer.concat([Buffer.from([0x10, 0xff, 0xff, 0x7f]), Buffer.alloc(300_000)]);
    const startedMs = performance.now();
    await exchange(endless);
    expect(performance.now() - startedMs).toBeLessThan(900);
  });
});

describe('topics', () => {
  test('a sensor is heard on its own topic', async () => {
    const heard: string[] = [];
    broker.listen(`lintel/${siteId}/sensors/+/motion`, (topic, payload) => heard.push(`${topic} ${payload}`));
    const sensor = await connect('desk-3');
    await sensor.publishAsync(motion, 'ON', { qos: 1 });
    expect(heard).toEqual([`${motion} ON`]);
  });

  test.each([
    `lintel/${siteId}/sensors/desk-4/motion`,
    `lintel/${siteId}/resources/${room}/agenda`,
    'elsewhere',
    '$SYS/broker/uptime',
  ])('a sensor that publishes to %s is disconnected and named', async (topic) => {
    const heard: string[] = [];
    broker.listen('#', (name) => heard.push(name));
    const sensor = await connect('desk-3');
    const gone = closed(sensor);
    sensor.publish(topic, 'ON');
    await gone;
    expect(heard).toEqual([]);
    expect(broker.trouble().join()).toContain('desk-3');
  });

  test('a last will on a foreign topic is not published', async () => {
    const heard: string[] = [];
    broker.listen('#', (name) => heard.push(name));
    const will = { topic: 'elsewhere', payload: Buffer.from('x'), qos: 0, retain: false } as const;
    const sensor = await connect('desk-3', { will });
    sensor.stream.destroy();
    await eventually(() => broker.trouble().join().includes('elsewhere'));
    expect(heard).toEqual([]);
  });

  test('a foreign subscription is answered with SUBACK 0x80 and its own goes on', async () => {
    const panel = await connect('room-1');
    const granted = new Promise((resolve) =>
      panel.on('packetreceive', (packet) => packet.cmd === 'suback' && resolve(packet.granted)),
    );
    panel.subscribe(['#', agendas]);
    expect(await granted).toEqual([128, 0]);
  });

  test('a flood is disconnected', async () => {
    const sensor = await connect('desk-3');
    const gone = closed(sensor);
    for (let count = 0; count < 300; count++) sensor.publish(motion, 'ON');
    await gone;
    expect(broker.trouble().join()).toContain('messages a second');
  });

  test('a client that was removed is out with its next message', async () => {
    const sensor = await connect('desk-3');
    removeMqttClient(file, 'desk-3');
    const gone = closed(sensor);
    sensor.publish(motion, 'ON');
    await gone;
  });
});

describe('agendas', () => {
  const agenda = { freeMin: 30 } as AgendaView;

  test('a panel that comes later gets the last agenda at once, also after the broker was restarted', async () => {
    broker.publishAgenda(room, agenda);
    await stop();
    await begin();
    const panel = await connect('room-1');
    const got = new Promise<string>((resolve) => panel.once('message', (_topic, body) => resolve(`${body}`)));
    await panel.subscribeAsync(agendas);
    expect(JSON.parse(await got)).toEqual(agenda);
  });

  test.skipIf(!stock)('stock mosquitto clients publish and subscribe', async () => {
    const login = (name: string) => [
      '-h',
      '127.0.0.1',
      '-p',
      `${port}`,
      '-u',
      name,
      '-P',
      passwords.get(name) ?? '',
    ];
    broker.publishAgenda(room, agenda);
    const { stdout } = await run('mosquitto_sub', [...login('room-1'), '-t', agendas, '-C', '1', '-W', '5']);
    expect(JSON.parse(stdout)).toEqual(agenda);
    const heard: string[] = [];
    broker.listen('#', (_topic, payload) => heard.push(payload));
    await run('mosquitto_pub', [...login('desk-3'), '-q', '1', '-t', motion, '-m', 'ON']);
    expect(heard).toEqual(['ON']);
    const stranger = spawn('mosquitto_pub', ['-h', '127.0.0.1', '-p', `${port}`, '-t', motion, '-m', 'ON']);
    // mosquitto_pub ends with the CONNACK code it was refused by.
    expect(await new Promise((resolve) => stranger.once('exit', resolve))).toBe(4);
  });
});
