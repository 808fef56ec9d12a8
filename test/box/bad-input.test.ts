import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { problem } from '@lintel/core/sync/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, expectStatus, pairPanel } from '../../scripts/demo/client.ts';
import { type House, openHouse } from './house.ts';
import { doors, memberPin, rooms, staffLogin } from './site.ts';

let house: House;
let staff: Client;
let panel: Client;

beforeAll(async () => {
  house = await openHouse();
  await house.process.start();
  staff = await house.logIn();
  panel = await pairPanel(staff, rooms.quiet, 'By the door');
});
afterAll(() => house.close());

const step = Math.ceil(Date.now() / minuteMs) * minuteMs;
const wish = (more: object = {}) => ({
  requestId: randomUUID(),
  resourceId: rooms.loud,
  startsAt: step + 60 * minuteMs,
  endsAt: step + 61 * minuteMs,
  title: 'Standing',
  ...more,
});

/** A body exactly as given, with the login of `who`. */
async function post(who: Client, path: string, body: string, contentType = 'application/json') {
  const response = await fetch(`${house.url}${path}`, {
    method: 'POST',
    headers: { cookie: who.cookie, 'content-type': contentType },
    body,
  });
  return { status: response.status, problem: problem.parse(await response.json()) };
}

describe('a body that cannot be used', () => {
  test.each([
    ['resourceId', { resourceId: 'the nice one' }],
    ['startsAt', { startsAt: 'soon' }],
    ['endsAt', { endsAt: -1 }],
    ['title', { title: 'x'.repeat(121) }],
    ['requestId', { requestId: 7 }],
  ])('is answered 400 and %s is named', async (field, wrong) => {
    const answer = await post(staff, '/api/console/bookings', JSON.stringify(wish(wrong)));
    expect(answer.status).toBe(400);
    expect(answer.problem.fields?.map(({ path }) => path)).toContain(field);
    expect(answer.problem.sentence).toContain(field);
  });

  test('is answered 400 when it is not JSON, and when it does not say that it is', async () => {
    const broken = await post(staff, '/api/console/bookings', '{"requestId":');
    expect(broken.status).toBe(400);
    expect(broken.problem.sentence).toMatch(/JSON/);
    const plain = await post(staff, '/api/console/bookings', JSON.stringify(wish()), 'text/plain');
    expect(plain.status).toBe(400);
  });

  test('is answered 413 with a sentence when it is 2 MB long, and 411 when it does not say how long', async () => {
    const long = JSON.stringify(wish({ title: 'x'.repeat(2 * 1024 * 1024) }));
    for (const path of ['/api/console/bookings', '/api/panel/pair', '/api/login']) {
      const answer = await post(staff, path, long);
      expect([path, answer.status]).toEqual([path, 413]);
      expect(answer.problem.sentence).toMatch(/at most \d+ kB/);
    }
    expect(await postInChunks('/api/login', JSON.stringify(staffLogin))).toBe(411);
    expect((await house.health()).store.writable).toBe(true);
  });

  test('books with a request id in capitals as with the same one in small letters', async () => {
    const requestId = randomUUID();
    const first = await staff.post('/api/console/bookings', wish({ requestId: requestId.toUpperCase() }));
    const again = await staff.post('/api/console/bookings', wish({ requestId }));
    expect(expectStatus(again, 201)).toEqual(expectStatus(first, 201));
    const walkIn = await panel.post('/api/panel/bookings', {
      requestId: randomUUID().toUpperCase(),
      lengthMin: 1,
    });
    expectStatus(walkIn, 201);
  });

  test('is refused with its reason when it is well formed and ends before it starts', async () => {
    const answer = await staff.post('/api/console/bookings', wish({ endsAt: step }));
    expect(expectStatus(answer, 409)).toMatchObject({ reasons: [{ kind: 'ends_before_start' }] });
  });
});

describe('what does not exist', () => {
  test.each([
    ['/api/console/bookings', () => wish({ resourceId: randomUUID() })],
    [`/api/console/bookings/${randomUUID()}/cancel`, () => ({})],
    ['/api/console/bookings/%00/cancel', () => ({})],
    [`/api/console/doors/${randomUUID()}/open`, () => ({})],
    ['/api/console/doors/front/open', () => ({})],
    ['/api/console/nothing', () => ({})],
  ])('%s is answered 404 with a sentence', async (path, body) => {
    const answer = await post(staff, path, JSON.stringify(body()));
    expect(answer.status).toBe(404);
    expect(answer.problem.sentence).not.toBe('');
  });

  test('a page of events before number zero is answered 400', async () => {
    expect((await staff.get('/api/console/access-events?before=0')).status).toBe(400);
    expect((await staff.get('/api/console/access-events?limit=1000000')).status).toBe(400);
  });
});

describe('somebody without the right login', () => {
  const consolePaths = [
    '/api/console/doors',
    '/api/console/day',
    '/api/console/panels',
    '/api/events',
    '/api/me',
  ];

  test('is answered 401 at every route of the console, also with a panel’s token', async () => {
    for (const who of [house.stranger(), panel]) {
      for (const path of consolePaths) expect([path, (await who.get(path)).status]).toEqual([path, 401]);
      expect((await who.post(`/api/console/doors/${doors.front}/open`)).status).toBe(401);
    }
    const token = panel.cookie.split('=')[1] ?? '';
    const asBearer = { headers: { authorization: `Bearer ${token}`, cookie: `lintel_console=${token}` } };
    expect((await fetch(`${house.url}/api/console/doors`, asBearer)).status).toBe(401);
    expect(house.board.isOn(1)).toBe(false);
  });

  test('is answered 401 at every route of a panel, also with a console login', async () => {
    for (const who of [house.stranger(), staff]) {
      for (const path of ['/api/panel/agenda', '/api/panel/events'])
        expect([path, (await who.get(path)).status]).toEqual([path, 401]);
      expect((await who.post('/api/panel/bookings', { requestId: randomUUID(), lengthMin: 1 })).status).toBe(
        401,
      );
    }
  });
});

describe('somebody who guesses', () => {
  test('a password is told to wait after ten wrong tries, however many are sent at once', async () => {
    const tries = Array.from({ length: 30 }, (_, n) =>
      house.stranger().post('/api/login', { email: 'Freya@Site.Example', password: `guess ${n}` }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(20);
    expect((await house.stranger().post('/api/login', staffLogin)).status).toBe(429);
  });

  test('a PIN at a panel is told to wait after ten wrong ones, and a walk-in is not', async () => {
    const book = (more: object) =>
      panel.post('/api/panel/bookings', { requestId: randomUUID(), lengthMin: 1, ...more });
    const tries = Array.from({ length: 20 }, (_, n) => book({ pin: String(1_000 + n) }));
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 403).length).toBeLessThanOrEqual(10);
    expect((await book({ pin: memberPin })).status).toBe(429);
    expect([201, 409]).toContain((await book({})).status);
  });

  test('a pairing code is told to wait after twenty wrong ones, however many are sent at once', async () => {
    const tries = Array.from({ length: 60 }, (_, n) =>
      house.stranger().post('/api/panel/pair', { code: String(n).padStart(6, '0') }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 404).length).toBeLessThanOrEqual(20);
    const late = await post(staff, '/api/panel/pair', JSON.stringify({ code: '123456' }));
    expect(late.status).toBe(429);
    expect(late.problem.sentence).toMatch(/Wait/);
  });
});

test('no path leads out of the folder of the screens', async () => {
  const paths = [
    '/console/../../../package.json',
    '/console/..%2f..%2f..%2fpackage.json',
    '/console/%2e%2e/%2e%2e/%2e%2e/package.json',
    '/panel/..\\..\\..\\package.json',
    '/panel/%2e%2e%2f%2e%2e%2fedge/src/main.ts',
    '/console//etc/passwd',
    '/console/%00',
    '/console/%',
  ];
  for (const path of paths) {
    const { status, text } = await rawGet(path);
    expect([
      path,
      text.includes('"workspaces"') || text.includes('root:') || text.includes('import '),
    ]).toEqual([path, false]);
    expect([path, status]).not.toEqual([path, 200]);
  }
  expect((await house.health()).trouble.join()).not.toContain('store');
});

/** The path as written, which `fetch` would tidy up. */
function rawGet(path: string): Promise<{ readonly status: number; readonly text: string }> {
  const { port } = new URL(house.url);
  return new Promise((resolve, reject) => {
    const asking = request({ port, path, host: '127.0.0.1' }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asking.once('error', reject);
    asking.end();
  });
}

/** Without a content length, so that only counting tells how long it is. */
async function postInChunks(path: string, text: string): Promise<number> {
  const body = new Blob([text]).stream();
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    duplex: 'half' as const,
  };
  return (await fetch(`${house.url}${path}`, init)).status;
}
