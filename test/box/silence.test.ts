import { afterAll, beforeAll, expect, test } from 'vitest';
import { FakeCloud } from '../fakes/cloud-feed.ts';
import { type House, openHouse } from './house.ts';
import { horizonBody, siteBodies } from './site.ts';
import { until } from './until.ts';

let cloud: FakeCloud;
let house: House;

beforeAll(async () => {
  cloud = await FakeCloud.start([...siteBodies(), horizonBody()]);
  house = await openHouse({ cloudUrl: cloud.url });
  await house.process.start();
  await until(house.health, ({ link }) => link.state === 'live' && link.cursor === 1);
});
afterAll(async () => {
  await house.close();
  await cloud.stop();
});

test('a cloud that falls silent on an open line is cut off after fifteen seconds and asked again', async () => {
  cloud.beats = false;
  const silentSince = performance.now();
  await until(house.health, ({ link }) => link.state === 'cut_off', 20_000);
  expect(performance.now() - silentSince).toBeGreaterThan(10_000);
  await until(
    () => cloud.opened.length,
    (count) => count >= 2,
    10_000,
  );
  cloud.beats = true;
  await until(house.health, ({ link }) => link.state === 'live');
  expect(cloud.opened.at(-1)).toEqual({ generation: 'first', cursor: 1 });
});
