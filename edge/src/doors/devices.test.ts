import { expect, test } from 'vitest';
import { createDevices, DevicesFileWrong, parseDevices } from './devices.ts';

const doorA = '00000000-0000-4000-8000-00000000000a';
const doorB = '00000000-0000-4000-8000-00000000000b';
const reader = { id: 'front-in', doorId: doorA, driver: 'rdm6300', path: '/dev/serial/by-id/a' };
const relay = { doorId: doorA, driver: 'lcus', path: '/dev/serial/by-id/b', channel: 1 };

const wrong = (content: unknown) => {
  try {
    parseDevices(JSON.stringify(content), 'devices.json');
  } catch (error) {
    if (error instanceof DevicesFileWrong) return error.message;
  }
  return 'nothing wrong';
};

test('a devices file makes its readers and relays, with the usual speed of each', () => {
  const settings = parseDevices(
    JSON.stringify({
      readers: [reader, { ...reader, id: 'front-pin', driver: 'wiegand-uart', path: '/dev/c' }],
      relays: [relay, { ...relay, doorId: doorB, channel: 2 }],
    }),
    'devices.json',
  );
  expect(settings.readers.map((one) => one.baud)).toEqual([9_600, 115_200]);
  const { readers, relays } = createDevices(settings);
  expect(readers.map((one) => [one.doorId, one.reader.id, one.reader.driver])).toEqual([
    [doorA, 'front-in', 'rdm6300'],
    [doorA, 'front-pin', 'wiegand-uart'],
  ]);
  expect([...relays.keys()]).toEqual([doorA, doorB]);
});

test('a box without devices has an empty devices file', () => {
  const { readers, relays } = createDevices(parseDevices('{}', 'devices.json'));
  expect([readers.length, relays.size]).toEqual([0, 0]);
});

test('a file that is not JSON is refused with what to do', () => {
  expect(() => parseDevices('{readers', 'devices.json')).toThrow('devices.json is not JSON. Correct it');
});

test.each([
  [{ reader: [] }, 'reader'],
  [{ readers: 'none' }, 'readers:'],
  [{ readers: [{ ...reader, path: 'ttyUSB0' }], relays: [] }, 'readers.0.path: must be a full path'],
  [{ readers: [{ ...reader, driver: 'osdq' }], relays: [] }, 'readers.0.driver'],
  [{ readers: [{ ...reader, doorId: 'front' }], relays: [] }, 'readers.0.doorId: must be a UUID'],
  [{ readers: [{ ...reader, bauds: 9600 }], relays: [] }, 'bauds'],
  [
    { readers: [reader, { ...reader, path: '/dev/c' }], relays: [] },
    'readers.1.id: another reader is called front-in',
  ],
  [{ readers: [reader, { ...reader, id: 'b' }], relays: [] }, 'readers.1.path: another reader has'],
  [{ readers: [], relays: [{ ...relay, channel: 0 }] }, 'relays.0.channel'],
  [{ readers: [], relays: [relay, { ...relay, doorId: doorB }] }, 'relays.1.channel: channel 1 of'],
  [{ readers: [], relays: [relay, { ...relay, channel: 2 }] }, 'relays.1.doorId: this door has a relay'],
  [
    { readers: [], relays: [relay, { ...relay, doorId: doorB, channel: 2, baud: 19_200 }] },
    'relays.1.baud: the relays of',
  ],
  [{ readers: [reader], relays: [{ ...relay, path: reader.path }] }, 'relays.0.path: a reader has'],
])('a wrong devices file is refused by the name of its field: %#', (content, said) => {
  expect(wrong(content)).toContain(said);
});
