import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { demoOperatorId, demoPassword } from '@lintel/cloud/seed.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { localDate, localDay } from '@lintel/core/sites/local-time.ts';
import { addMs, epochMs, hourMs } from '@lintel/core/time.ts';
import { logIn } from '../../scripts/demo/client.ts';
import { addRooms } from '../support/rooms.ts';
import { startBenchCloud } from './cloud-process.ts';
import { atMost, type Figure, percentile } from './figure.ts';

const rooms = 200;
const bookingsADay = 10;
const asked = 60;
const timeZone = 'Europe/London';

type Cloud = Awaited<ReturnType<typeof startBenchCloud>>;

/** A week of a site with 200 rooms of ten bookings a day, as a member's portal asks for it: the time to the last byte, and the bytes. The floor is the bare query of the same spans. */
export async function week(): Promise<readonly Figure[]> {
  const cloud = await startBenchCloud();
  try {
    const begin = addMs(epochMs(Date.now()), 7 * 24 * hourMs);
    const { startsAt } = localDay(timeZone, localDate(timeZone, begin));
    await fill(cloud, await addRooms(cloud, rooms), startsAt);
    const { cookie } = await logIn(cloud.url, 'ada@lintel.example', demoPassword);
    const url = `${cloud.url}/api/sites/${cloud.siteId}/week?from=${localDate(timeZone, startsAt)}`;
    const took: number[] = [];
    const floor: number[] = [];
    let bytes = 0;
    for (let n = 0; n < asked; n++) {
      const startedMs = performance.now();
      bytes = await download(url, cookie);
      took.push(performance.now() - startedMs);
      floor.push(await bareQuery(cloud, startsAt));
    }
    return [
      atMost(
        { name: 'a week, p50', unit: 'ms', value: percentile(took, 0.5), floor: percentile(floor, 0.5) },
        30,
      ),
      atMost({ name: 'a week gzipped', unit: 'kB', value: bytes / 1000 }, 60),
    ];
  } finally {
    await cloud.stop();
  }
}

/** How many bytes came over the wire. Throws unless every booking is in them. */
async function download(url: string, cookie: string): Promise<number> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    get(url, { headers: { cookie, 'accept-encoding': 'gzip' } }, resolve).on('error', reject),
  );
  const { statusCode, headers } = answer;
  const bytes = await buffer(answer);
  if (statusCode !== 200) throw new Error(`the week answered ${statusCode}: ${bytes.toString()}`);
  if (headers['content-encoding'] !== 'gzip') throw new Error('the week came without compression');
  const { resources } = JSON.parse(gunzipSync(bytes).toString()) as { resources: { busy: number[] }[] };
  const spans = resources.reduce((sum, { busy }) => sum + busy.length / 2, 0);
  if (spans < rooms * bookingsADay * 7) throw new Error(`the week shows ${spans} bookings only`);
  return bytes.length;
}

async function bareQuery({ pool, siteId }: Cloud, startsAt: number): Promise<number> {
  const startedMs = performance.now();
  await pool.query(
    `SELECT resource_id, holds_from, holds_until FROM booking WHERE operator_id = $1 AND site_id = $2 AND ends_at > $3 AND starts_at < $4
     AND state = 'confirmed'`,
    [demoOperatorId, siteId, new Date(startsAt), new Date(startsAt + 7 * 24 * hourMs)],
  );
  return performance.now() - startedMs;
}

/** From eight in the morning, each on the hour, none as long as the one before, with a title and somebody's name. */
async function fill(
  { pool, siteId }: Cloud,
  resourceIds: readonly ResourceId[],
  startsAt: number,
): Promise<void> {
  await pool.query(
    `INSERT INTO booking (operator_id, id, site_id, resource_id, holder_id, title, starts_at, ends_at, holds_from, holds_until, state, version, source, booked_at,
       purpose, people, charge_included_ms, charge_credit_cents, charge_amount, calendar_uid)
     SELECT $1, made.id, $2, made.resource_id, holder.id, 'Planning ' || made.n, made.starts_at, made.ends_at, made.starts_at, made.ends_at, 'confirmed', 1,
       'portal', now(), 'use', 3, 0, 0, 0, made.id
     FROM (
       SELECT gen_random_uuid() AS id, r.id AS resource_id, r.n, $4::timestamptz + day * interval '1 day' + (8 + slot) * interval '1 hour' AS starts_at,
         $4::timestamptz + day * interval '1 day' + (8 + slot) * interval '1 hour' + (1 + (r.n + day + slot) % 4) * interval '15 minutes' AS ends_at
       FROM unnest($3::uuid[]) WITH ORDINALITY AS r (id, n), generate_series(0, 6) AS day, generate_series(0, $5 - 1) AS slot
     ) AS made, LATERAL (SELECT id FROM holder WHERE operator_id = $1 AND kind = 'member' ORDER BY id OFFSET made.n % 8 LIMIT 1) AS holder`,
    [demoOperatorId, siteId, resourceIds, new Date(startsAt), bookingsADay],
  );
  await pool.query('ANALYZE booking');
}
