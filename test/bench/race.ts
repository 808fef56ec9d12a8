import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoPassword } from '@lintel/cloud/seed.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { ceilTo, epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import { type Client, logIn, logInAtConsole } from '../../scripts/demo/client.ts';
import { addRooms } from '../support/rooms.ts';
import { startBenchBox } from './box-process.ts';
import { startBenchCloud } from './cloud-process.ts';
import { exactly, type Figure } from './figure.ts';

const slotsEach = 100;
const clientCounts = [2, 8, 64];
const rooms = 20;
/** Beyond every horizon, and before any. */
const farMs = 72 * hourMs;
const nearMs = 2 * hourMs;

type Slot = { readonly resourceId: ResourceId; readonly startsAt: number; readonly endsAt: number };
type Booker = { readonly client: Client; readonly path: string };
type Cloud = Awaited<ReturnType<typeof startBenchCloud>>;

/** Everybody at a barrier for the same hundred slots, one slot after the other, through HTTP: at the cloud, at the box, and at both for slots the box owns. Each slot must be confirmed exactly once. */
export async function race(): Promise<readonly Figure[]> {
  const cloud = await startBenchCloud();
  const box = await startBenchBox(cloud.url, cloud.code);
  try {
    const slots = slotsOf(await addRooms(cloud, rooms));
    const people = await logAllIn(cloud.url, box.url);
    const figures: Figure[] = [];
    for (const count of clientCounts) {
      const places = {
        cloud: { from: farMs, bookers: people.cloud },
        box: { from: nearMs, bookers: people.box },
        both: { from: nearMs, bookers: people.both },
      };
      for (const [place, { from, bookers }] of Object.entries(places)) {
        const confirmed = await raceFor(slots(from), crowd(bookers, count), cloud);
        const name = `${place}, ${count} clients: slots confirmed once`;
        figures.push(exactly({ name, unit: 'of 100', value: confirmed }, slotsEach));
      }
    }
    return figures;
  } finally {
    await box.stop();
    await cloud.stop();
  }
}

async function logAllIn(cloudUrl: string, boxUrl: string) {
  const emails = ['dora@lintel.example', 'liam@lintel.example', 'fran@lintel.example'];
  const cloud: Booker[] = [];
  const box: Booker[] = [];
  for (const email of emails) {
    cloud.push({ client: await logIn(cloudUrl, email, demoPassword), path: '/api/bookings' });
    box.push({ client: await logInAtConsole(boxUrl, email, demoPassword), path: '/api/console/bookings' });
  }
  return { cloud, box, both: cloud.flatMap((one, n) => [one, box[n] ?? one]) };
}

function crowd(bookers: readonly Booker[], count: number): readonly Booker[] {
  return Array.from({ length: count }, (_, n) => bookers[n % bookers.length] as Booker);
}

/** Hands out slots nobody was given before, from so long ahead of now. */
function slotsOf(resourceIds: readonly ResourceId[]): (fromMs: number) => readonly Slot[] {
  const begin = ceilTo(epochMs(Date.now()), hourMs);
  const given = new Map<number, number>();
  return (fromMs) =>
    Array.from({ length: slotsEach }, () => {
      const n = given.get(fromMs) ?? 0;
      given.set(fromMs, n + 1);
      const startsAt = begin + fromMs + Math.floor(n / rooms) * quarterMs;
      return { resourceId: resourceIds[n % rooms] as ResourceId, startsAt, endsAt: startsAt + quarterMs };
    });
}

/** How many of the slots were confirmed to exactly one of those who asked, and are so in the cloud's calendar. */
async function raceFor(slots: readonly Slot[], bookers: readonly Booker[], cloud: Cloud): Promise<number> {
  let once = 0;
  for (const slot of slots) {
    const ids = await Promise.all(bookers.map((booker) => bookOne(booker, slot)));
    const told = ids.filter((id) => id !== undefined);
    if (told.length === 1 && (await holderOf(cloud, slot)).join() === told.join()) once += 1;
    else console.error(`slot ${JSON.stringify(slot)} was confirmed to ${told.length}`);
  }
  return once;
}

/** The id of the booking when it was confirmed; waits for the site's word where it was slow. */
async function bookOne({ client, path }: Booker, slot: Slot): Promise<string | undefined> {
  const requestId = randomUUID();
  for (;;) {
    const { status, body } = await client.post(path, { requestId, title: 'Race', ...slot });
    if (status === 201) return requestId;
    if (status === 409) return undefined;
    if (status !== 202) throw new Error(`booking answered ${status}: ${JSON.stringify(body)}`);
  }
}

/** Whose slot it is in the cloud's calendar, once what the box booked has arrived there. */
async function holderOf({ pool }: Cloud, { resourceId, startsAt }: Slot): Promise<readonly string[]> {
  for (let tries = 0; ; tries++) {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id FROM booking WHERE resource_id = $1 AND starts_at = $2 AND state = 'confirmed'`,
      [resourceId, new Date(startsAt)],
    );
    if (rows.length > 0 || tries >= 200) return rows.map(({ id }) => id);
    await sleep(25);
  }
}
