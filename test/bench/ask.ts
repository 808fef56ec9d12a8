import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { demoPassword } from '@lintel/cloud/seed.ts';
import { ceilTo, epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import { type Client, expectStatus, logIn } from '../../scripts/demo/client.ts';
import { addRooms } from '../support/rooms.ts';
import { startBenchBox } from './box-process.ts';
import { startBenchCloud } from './cloud-process.ts';
import { type Figure, percentile, told } from './figure.ts';
import { openSlowLink } from './slow-link.ts';

const roundTripMs = 40;
const asks = 200;
const rooms = 10;

/** A portal booking before the horizon: judged in the cloud, asked of the box, written there with FULL, acknowledged, told; over a link whose round trip takes 40 ms. The floor is one bare round trip over that link. */
export async function ask(): Promise<readonly Figure[]> {
  const cloud = await startBenchCloud();
  const link = await openSlowLink(cloud.url, roundTripMs);
  const box = await startBenchBox(link.url, cloud.code);
  try {
    const resourceIds = await addRooms(cloud, rooms);
    const staff = await logIn(cloud.url, 'dora@lintel.example', demoPassword);
    const begin = ceilTo(epochMs(Date.now()), hourMs) + hourMs;
    const took: number[] = [];
    await untilBoxAnswers(staff, { resourceId: resourceIds[0], startsAt: begin - quarterMs, endsAt: begin });
    for (let n = 0; n < asks; n++) {
      const startsAt = begin + Math.floor(n / rooms) * quarterMs;
      const wish = { resourceId: resourceIds[n % rooms], startsAt, endsAt: startsAt + quarterMs };
      took.push(await timeOf(() => bookOne(staff, wish)));
    }
    const floor: number[] = [];
    for (let n = 0; n < 50; n++) floor.push(await timeOf(() => bareRoundTrip(link.url)));
    return [0.5, 0.99].map((share) =>
      told({
        name: `asked to told, p${share * 100}`,
        unit: 'ms',
        value: percentile(took, share),
        floor: percentile(floor, share),
      }),
    );
  } finally {
    await box.stop();
    await link.close();
    await cloud.stop();
  }
}

async function timeOf(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

async function bookOne(staff: Client, wish: object): Promise<void> {
  const requestId = randomUUID();
  expectStatus(await staff.post('/api/bookings', { requestId, title: 'Asked', ...wish }), 201);
}

/** The box has just been enrolled: the first booking is confirmed once it has taken its snapshot. */
async function untilBoxAnswers(staff: Client, wish: object): Promise<void> {
  const requestId = randomUUID();
  while ((await staff.post('/api/bookings', { requestId, title: 'First', ...wish })).status === 202);
}

/** One request that the server turns away at once. */
async function bareRoundTrip(url: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => socket.write('?\r\n\r\n'));
    socket.setNoDelay(true);
    socket.once('data', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}
