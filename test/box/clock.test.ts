import { existsSync } from 'node:fs';
import { hourMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FakeCloud } from '../fakes/cloud-feed.ts';
import { channels, type House, openHouse, readDisk } from './house.ts';
import { horizonBody, memberTag, siteBodies, staffTag } from './site.ts';
import { until } from './until.ts';

let cloud: FakeCloud;
let house: House;
const hasNtp = existsSync('/run/systemd/timesync/synchronized');

beforeEach(async () => {
  cloud = await FakeCloud.start([...siteBodies(), horizonBody()]);
});
afterEach(async () => {
  await house.close();
  await cloud.stop();
});

const trust = async () => (await house.health()).clock.trust;
const lastEvent = () =>
  readDisk(house.dataDir)
    .facts.flatMap(({ text }) => JSON.parse(text).event ?? [])
    .at(-1);

test.skipIf(hasNtp)(
  'a box that nobody told the time lets staff in and nobody else, and says so',
  async () => {
    house = await openHouse();
    await house.process.start();
    await online();
    const { clock } = await house.health();
    expect(clock.trust).toBe('unknown');
    expect(clock.because).toMatch(/not been confirmed/);
    for (const reader of [house.front, house.back]) {
      await reader.present(memberTag);
      await until(lastEvent, (event) => event?.readerId === (reader === house.front ? 'front' : 'back'));
      expect(lastEvent()).toMatchObject({
        outcome: 'refused',
        reason: { kind: 'clock_untrusted' },
        trust: 'unknown',
      });
    }
    expect(house.board.changes).toEqual([]);
    await house.back.present(staffTag(1));
    await house.board.until(channels.back, true);
  },
);

test.skipIf(hasNtp)(
  'a clock that the cloud contradicts is a lower bound, and each door follows its policy',
  async () => {
    cloud.offsetMs = -hourMs;
    house = await openHouse({ cloudUrl: cloud.url });
    await house.process.start();
    await until(house.health, ({ link }) => link.cursor === 1);
    await online();
    expect(await trust()).toBe('bounded');
    await house.back.present(memberTag);
    await until(lastEvent, (event) => event?.readerId === 'back');
    expect(lastEvent()).toMatchObject({
      outcome: 'refused',
      reason: { kind: 'clock_untrusted' },
      trust: 'bounded',
    });
    await house.front.present(memberTag);
    await house.board.until(channels.front, true);
  },
);

test.skipIf(hasNtp)('a clock that was put right is trusted again without a new stream', async () => {
  cloud.offsetMs = -hourMs;
  house = await openHouse({ cloudUrl: cloud.url });
  await house.process.start();
  await until(house.health, ({ link }) => link.cursor === 1);
  expect(await trust()).toBe('bounded');
  cloud.offsetMs = 0;
  await until(trust, (seen) => seen === 'trusted', 3_000);
  expect(cloud.opened).toHaveLength(1);
});

test('a box trusts its clock once the cloud has agreed, and after a kill in the same boot without the cloud', async () => {
  house = await openHouse({ cloudUrl: cloud.url });
  await house.process.start();
  await until(house.health, ({ link, clock }) => link.cursor === 1 && clock.trust === 'trusted');
  const kept = () => readDisk(house.dataDir).clock;
  await until(kept, (text) => /"anchor"/.test(text ?? ''), 2_000);
  await house.process.kill();
  await cloud.stop();
  await house.process.start();
  await online();
  expect(await trust()).toBe('trusted');
  expect((await house.health()).link.state).toBe('cut_off');
  await house.back.present(memberTag);
  await house.board.until(channels.back, true);
});

async function online(): Promise<void> {
  await until(house.health, ({ trouble }) => !trouble.join().includes('does not answer'));
}
