import { id, type ResourceId, type SiteId } from '@lintel/core/ids.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  agendaTopic,
  covers,
  type MqttIdentity,
  mayPublish,
  mayRead,
  mqttRoles,
  prefixFault,
} from './topics.ts';

const siteId = id<SiteId>('0197a000-0000-7000-8000-000000000001');
const room = id<ResourceId>('0197a000-0000-7000-8000-000000000002');

const level = fc.constantFrom('a', 'b', 'c', '');
const topic = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/'));
const filter = fc
  .tuple(fc.array(fc.constantFrom('a', 'b', '+'), { minLength: 1, maxLength: 4 }), fc.boolean())
  .map(([levels, open]) => [...levels, ...(open ? ['#'] : [])].join('/'));

describe('covering', () => {
  test('a filter covers another only when it matches every topic the other matches', () => {
    fc.assert(
      fc.property(filter, filter, topic, (wide, narrow, name) => {
        if (covers(wide, narrow) && covers(narrow, name)) expect(covers(wide, name)).toBe(true);
      }),
    );
  });

  test.each([
    ['a/#', 'a', true],
    ['a/#', 'a/b/c', true],
    ['a/+', 'a/#', false],
    ['a/+', 'a/+', true],
    ['a/b', 'a/+', false],
    ['+/b', 'a/b', true],
    ['+', 'a/b', false],
    ['#', '$SYS/x', false],
    ['+/x', '$SYS/x', false],
    ['a/+/c', 'a//c', true],
  ])('%s covers %s: %s', (wide, narrow, expected) => expect(covers(wide, narrow)).toBe(expected));
});

describe('who owns a topic', () => {
  test('no client of any role publishes to the box’s own topics, whatever its name', () => {
    const own = [
      agendaTopic(siteId, room),
      `lintel/${siteId}/resources/x`,
      `lintel/${siteId}`,
      'lintel',
      `lintel/${siteId}/sensors`,
      '$SYS/broker',
    ];
    for (const role of mqttRoles) {
      for (const name of ['resources', 'sensors', 'agenda', 'a']) {
        for (const other of own) expect(mayPublish({ name, role }, siteId, other)).toBe(false);
      }
    }
  });

  test('a sensor publishes under its own name and not under its neighbour’s', () => {
    const client: MqttIdentity = { name: 'desk-3', role: 'sensor' };
    expect(mayPublish(client, siteId, `lintel/${siteId}/sensors/desk-3/motion`)).toBe(true);
    expect(mayPublish(client, siteId, `lintel/${siteId}/sensors/desk-30/motion`)).toBe(false);
    expect(mayPublish(client, siteId, 'zigbee2mqtt/desk-3')).toBe(false);
  });

  test('a panel reads agendas and nothing wider', () => {
    const panel: MqttIdentity = { name: 'room-1', role: 'panel' };
    expect(mayRead(panel, siteId, agendaTopic(siteId, '+'))).toBe(true);
    expect(mayRead(panel, siteId, agendaTopic(siteId, room))).toBe(true);
    expect(mayRead(panel, siteId, `lintel/${siteId}/#`)).toBe(false);
    expect(mayRead(panel, siteId, '#')).toBe(false);
  });

  test.each(['lintel', 'lintel/x', 'homeassistant/x', 'a/+/b', '#', '', '/a', 'a/', '$SYS'])(
    'the prefix "%s" is given to nobody',
    (prefix) => expect(prefixFault(prefix)).toBeTypeOf('string'),
  );
});
