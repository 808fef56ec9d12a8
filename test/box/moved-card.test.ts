import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectStatus } from '../../scripts/demo/client.ts';
import { channels, type House, openHouse } from './house.ts';
import { rooms, staffTag } from './site.ts';
import { until } from './until.ts';

const folder = mkdtempSync(join(tmpdir(), 'lintel-card-'));
const machine = join(folder, 'serial');
let house: House;

beforeAll(async () => {
  writeFileSync(machine, 'board one');
  house = await openHouse({ env: { LINTEL_MACHINE_FILE: machine } });
  await house.process.start();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true });
});

async function book(inMin: number) {
  const staff = await house.logIn();
  const startsAt = Math.ceil(Date.now() / minuteMs) * minuteMs + inMin * minuteMs;
  const wish = { requestId: randomUUID(), resourceId: rooms.quiet, startsAt, endsAt: startsAt + minuteMs };
  return staff.post('/api/console/bookings', wish);
}

test('a card that is put into another machine opens doors, books nothing, and says so', async () => {
  expectStatus(await book(10), 201);
  await house.process.kill();
  await house.process.start();
  expectStatus(await book(20), 201);

  await house.process.kill();
  writeFileSync(machine, 'board two');
  await house.process.start();
  const { trouble } = await until(house.health, (health) => /another machine/.test(health.trouble.join(' ')));
  expect(trouble.join(' ')).toMatch(/Doors work; nothing is booked here until the box is enrolled again/);
  expect(expectStatus(await book(30), 409)).toMatchObject({ reasons: [{ kind: 'quarantined' }] });
  await house.back.present(staffTag(0));
  await house.board.until(channels.back, true);
});
