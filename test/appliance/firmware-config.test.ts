import { readFileSync } from 'node:fs';
import { id, type SiteId } from '@lintel/core/ids.ts';
import { type MqttIdentity, mayPublish } from '@lintel/edge/broker/topics.ts';
import { sensors } from '@lintel/edge/occupancy/sensors.ts';
import { describe, expect, test } from 'vitest';

const siteId = id<SiteId>('0197a000-0000-7000-8000-000000000001');
const read = (path: string) =>
  readFileSync(new URL(`../../firmware-config/${path}`, import.meta.url), 'utf8');

/** The client each example tells its reader to add at the box. */
function clientOf(text: string): MqttIdentity {
  const found = /At the box: --name (\S+) --role (sensor|esphome|tasmota|zigbee2mqtt)$/m.exec(text);
  if (!found?.[1] || !found[2]) throw new Error('the example names no client');
  return { name: found[1], role: found[2] as MqttIdentity['role'] };
}

/** The values of these YAML keys, with ESPHome's substitutions put in. */
function valuesOf(text: string, keys: string): string[] {
  const raw = [...text.matchAll(new RegExp(`^\\s*(?:- )?(?:${keys}): (\\S+)$`, 'gm'))].map(
    (match) => match[1] ?? '',
  );
  const given = (name: string) => new RegExp(`^  ${name}: (\\S+)$`, 'm').exec(text)?.[1] ?? `no ${name}`;
  return raw.map((value) => value.replaceAll(/\$\{(\w+)\}/g, (_all, name: string) => given(name)));
}

const esphome = read('esphome/desk-sensor.yaml');
const zigbee = read('zigbee2mqtt/configuration.yaml');
const tasmota = read('tasmota/commands.txt');
const [zigbeeBase = ''] = valuesOf(zigbee, 'base_topic');
const tasmotaTopic = /\bTopic (\S+?);/.exec(tasmota)?.[1] ?? '';

const examples: readonly {
  name: string;
  client: MqttIdentity;
  topics: readonly string[];
  logsInAs: string | undefined;
}[] = [
  {
    name: 'ESPHome',
    client: clientOf(esphome),
    topics: [
      ...valuesOf(esphome, 'topic|state_topic'),
      ...valuesOf(esphome, 'topic_prefix').map((t) => `${t}/debug`),
    ],
    logsInAs: valuesOf(esphome, 'username')[0],
  },
  {
    name: 'Zigbee2MQTT',
    client: clientOf(zigbee),
    topics: [
      `${zigbeeBase}/bridge/state`,
      ...valuesOf(zigbee, 'friendly_name').flatMap((name) => [
        `${zigbeeBase}/${name}`,
        `${zigbeeBase}/${name}/availability`,
      ]),
    ],
    logsInAs: valuesOf(zigbee, 'user')[0],
  },
  {
    name: 'Tasmota',
    client: clientOf(tasmota),
    topics: ['tele/%/SENSOR', 'tele/%/LWT', 'stat/%/RESULT'].map((topic) => topic.replace('%', tasmotaTopic)),
    logsInAs: /MqttUser (\S+?);/.exec(tasmota)?.[1],
  },
];

describe.each(examples)('the $name example', ({ client, topics, logsInAs }) => {
  test('logs in as the client it says to add', () => expect(logsInAs).toBe(client.name));

  test('publishes only where the broker lets that client publish, and nobody else', () => {
    expect(topics.length).toBeGreaterThanOrEqual(3);
    for (const topic of topics) {
      expect(mayPublish(client, siteId, topic), topic).toBe(true);
      expect(mayPublish({ name: 'another', role: 'sensor' }, siteId, topic), topic).toBe(false);
    }
  });
});

test('the devices example listens to topics that the examples publish', () => {
  const listed = sensors.parse(JSON.parse(read('devices.example.json')).sensors);
  const published = examples.flatMap(({ topics }) => topics);
  expect(listed.length).toBeGreaterThanOrEqual(4);
  for (const { topic, availability } of listed) {
    expect(published).toContain(topic);
    expect(published).toContain(availability);
  }
});
