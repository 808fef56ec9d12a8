import { randomUUID } from 'node:crypto';
import { demoOperatorId, demoPassword } from '@lintel/cloud/seed.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { ceilTo, epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import { type Client, expectStatus, logIn } from '../../scripts/demo/client.ts';
import { addRooms } from '../support/rooms.ts';
import { startBenchCloud } from './cloud-process.ts';
import { atLeastOfFloor, type Figure } from './figure.ts';

const bookingsEach = 400;
const rooms = 20;

type Cloud = Awaited<ReturnType<typeof startBenchCloud>>;

/** Bookings a second through HTTP, judged, written, fed and told, beside bare inserts of such rows by as many connections under the same constraint in the same table. */
export async function book(): Promise<readonly Figure[]> {
  const cloud = await startBenchCloud();
  try {
    const next = freeSlots(await addRooms(cloud, rooms));
    const staff = await logIn(cloud.url, 'dora@lintel.example', demoPassword);
    await perSecond(1, () => bookOne(staff, next()));
    const figures: Figure[] = [];
    for (const clients of [1, 8]) {
      const bare = await perSecond(clients, () => insertOne(cloud, next()));
      const value = await perSecond(clients, () => bookOne(staff, next()));
      const name = `${clients} ${clients === 1 ? 'client' : 'clients'}`;
      figures.push(atLeastOfFloor({ name, unit: 'bookings/s', value, floor: bare }, 0.3));
    }
    return figures;
  } finally {
    await cloud.stop();
  }
}

type Slot = { readonly resourceId: ResourceId; readonly startsAt: number; readonly endsAt: number };

/** Slots beyond the horizon that nobody was given before. */
function freeSlots(resourceIds: readonly ResourceId[]): () => Slot {
  const begin = ceilTo(epochMs(Date.now()), hourMs) + 72 * hourMs;
  let n = 0;
  return () => {
    const startsAt = begin + Math.floor(n / rooms) * quarterMs;
    const resourceId = resourceIds[n++ % rooms] as ResourceId;
    return { resourceId, startsAt, endsAt: startsAt + quarterMs };
  };
}

async function perSecond(clients: number, one: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  let left = bookingsEach;
  const work = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: clients }, work));
  return (bookingsEach * 1000) / (performance.now() - startedMs);
}

async function bookOne(staff: Client, slot: Slot): Promise<void> {
  expectStatus(await staff.post('/api/bookings', { requestId: randomUUID(), title: 'Bench', ...slot }), 201);
}

/** The least a booking can cost: its row, checked by the same constraint, committed. */
async function insertOne({ pool, siteId }: Cloud, { resourceId, startsAt, endsAt }: Slot): Promise<void> {
  const id = randomUUID();
  await pool.query(
    `INSERT INTO booking (operator_id, id, site_id, resource_id, title, starts_at, ends_at, holds_from, holds_until, state, version, source, booked_at, purpose,
       people, charge_included_ms, charge_credit_cents, charge_amount, calendar_uid)
     VALUES ($1, $2, $3, $4, 'Bare', $5, $6, $5, $6, 'confirmed', 1, 'office', now(), 'use', 0, 0, 0, 0, $2)`,
    [demoOperatorId, id, siteId, resourceId, new Date(startsAt), new Date(endsAt)],
  );
}
