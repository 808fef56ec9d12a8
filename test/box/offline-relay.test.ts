import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeCloud } from '../fakes/cloud-feed.ts';
import { type House, openHouse } from './house.ts';
import { doors, horizonBody, siteBodies, staffTag } from './site.ts';
import { until } from './until.ts';

let cloud: FakeCloud;
let house: House;

beforeEach(async () => {
  cloud = await FakeCloud.start([...siteBodies(), horizonBody()]);
  house = await openHouse({ cloudUrl: cloud.url });
});
afterEach(async () => {
  await house.close();
  await cloud.stop();
});

test('a door that was granted and did not move is told to the console and to the cloud', async () => {
  const file = house.process.env.LINTEL_DEVICES_FILE ?? '';
  const { readers } = JSON.parse(readFileSync(file, 'utf8'));
  const relay = { doorId: doors.front, driver: 'lcus', path: '/dev/serial/by-id/gone-relay', channel: 1 };
  writeFileSync(file, JSON.stringify({ readers, relays: [relay] }));
  await house.process.start();
  await until(house.health, ({ link }) => link.cursor === 1);
  await until(house.health, ({ trouble }) => !trouble.join().includes('reader front does not answer'));

  const told = (kind: string) => cloud.told.filter((body) => body.kind === kind);
  await house.front.present(staffTag(1));
  await until(
    () => told('alarm'),
    (alarms) => alarms.length === 1,
  );
  await house.back.present(staffTag(2));
  const alarms = await until(
    () => told('alarm'),
    (bodies) => bodies.length === 2,
  );
  expect(told('access_event')).toMatchObject([
    { event: { outcome: 'granted' } },
    { event: { outcome: 'granted' } },
  ]);
  expect(alarms).toEqual([
    { kind: 'alarm', what: 'relay_offline', detail: 'Front door' },
    { kind: 'alarm', what: 'relay_offline', detail: 'Back door' },
  ]);
  const { trouble } = await house.health();
  expect(trouble.join('\n')).toMatch(/Front door stayed locked.*\nBack door stayed locked/);
});
