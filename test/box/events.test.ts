import { randomUUID } from 'node:crypto';
import { minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, expectStatus, pairPanel } from '../../scripts/demo/client.ts';
import { type House, openHouse } from './house.ts';
import { listen } from './listen.ts';
import { rooms, staffTag } from './site.ts';
import { until } from './until.ts';

let house: House;
let staff: Client;

beforeAll(async () => {
  house = await openHouse();
  await house.process.start();
  staff = await house.logIn();
  await until(house.health, ({ trouble }) => !trouble.join().includes('does not answer'));
});
afterAll(() => house.close());

test('a tap and a booking are told to the console within a second, and to a panel only the booking', async () => {
  const panel = await pairPanel(staff, rooms.quiet, 'Beside the quiet room');
  const console = await listen(staff, '/api/events');
  const beside = await listen(panel, '/api/panel/events');
  const tappedMs = performance.now();
  await house.front.present(staffTag(0));
  await until(() => console.told.some(({ what }) => what === 'access'), Boolean);
  expect(performance.now() - tappedMs).toBeLessThan(1_000);

  const startsAt = Math.ceil(Date.now() / minuteMs) * minuteMs + 60 * minuteMs;
  const wish = { requestId: randomUUID(), resourceId: rooms.quiet, startsAt, endsAt: startsAt + minuteMs };
  const bookedMs = performance.now();
  expectStatus(await staff.post('/api/console/bookings', wish), 201);
  for (const stream of [console, beside]) {
    await until(() => stream.told.some(({ what }) => what === 'bookings'), Boolean);
    expect(performance.now() - bookedMs).toBeLessThan(1_000);
  }
  expect(beside.told.map(({ what }) => what)).not.toContain('access');
  console.close();
  beside.close();
});

test('a panel that staff remove is refused from then on, and its open stream ends', async () => {
  const panel = await pairPanel(staff, rooms.loud, 'Stolen tablet');
  const staying = await pairPanel(staff, rooms.loud, 'The other one');
  const [stream, other] = [
    await listen(panel, '/api/panel/events'),
    await listen(staying, '/api/panel/events'),
  ];
  expectStatus(await panel.get('/api/panel/agenda'), 200);
  const { panels } = expectStatus(await staff.get('/api/console/panels'), 200) as {
    panels: { id: string; name: string }[];
  };
  const stolen = panels.find(({ name }) => name === 'Stolen tablet');
  const removal = { method: 'DELETE', headers: { cookie: staff.cookie } };
  expect((await fetch(`${house.url}/api/console/panels/${stolen?.id}`, removal)).status).toBe(204);

  await until(() => stream.isOver, Boolean, 2_000);
  for (const path of ['/api/panel/agenda', '/api/panel/events']) expectStatus(await panel.get(path), 401);
  expectStatus(await panel.post('/api/panel/bookings', { requestId: randomUUID(), lengthMin: 5 }), 401);
  expect(other.isOver).toBe(false);
  other.close();
});

test('the stream of a console ends when its login does', async () => {
  const leaving = await house.logIn();
  const stream = await listen(leaving, '/api/events');
  const other = await listen(staff, '/api/events');
  expectStatus(await leaving.post('/api/logout'), 204);
  await until(() => stream.isOver, Boolean, 2_000);
  expect(other.isOver).toBe(false);
  other.close();
});

test('viewers who leave are forgotten, however many came', async () => {
  const crowd = await Promise.all(Array.from({ length: 60 }, () => listen(staff, '/api/events')));
  for (const viewer of crowd) viewer.close();
  await house.back.present(staffTag(3));
  const last = await listen(staff, '/api/events');
  await house.back.present(staffTag(4));
  await until(() => last.told.some(({ what }) => what === 'access'), Boolean);
  last.close();
  expect(house.process.said).not.toMatch(/error|MaxListeners/i);
});
