import { randomUUID } from 'node:crypto';
import { demoOperatorId, demoPassword, demoSiteId } from '@lintel/cloud/seed.ts';
import { healthView } from '@lintel/core/health/wire.ts';
import type { ResourceId } from '@lintel/core/ids.ts';
import { ceilTo, epochMs, hourMs, quarterMs } from '@lintel/core/time.ts';
import { expect, test } from 'vitest';
import { type Client, logIn, logInAtConsole } from '../../scripts/demo/client.ts';
import { bookingOnDisk } from '../../scripts/story/facts.ts';
import { startBenchBox } from '../bench/box-process.ts';
import { startBenchCloud } from '../bench/cloud-process.ts';
import { addRooms } from '../support/rooms.ts';
import { openTwoNetworks } from '../support/two-networks.ts';

type Told = 'confirmed' | 'requested' | 'refused';
type Slot = { readonly resourceId: ResourceId; readonly startsAt: number; readonly endsAt: number };
type Side = { readonly client: Client; readonly path: string };
type Attempt = { readonly id: string; readonly slot: Slot; readonly side: Side; readonly told: Told };

const rooms = 10;

/** Real processes, a real network between them, and the link cut in the middle of a race for the same slots: in both directions, then in one, then again. */
test('nobody is booked twice while the site is cut off, and each is told the truth', {
  timeout: 300_000,
}, async (context) => {
  const networks = openTwoNetworks();
  if (!networks) return context.skip();
  const cloud = await startBenchCloud(networks.cloudHost);
  const box = await startBenchBox(cloud.url, cloud.code, networks);
  try {
    const next = slotsOf(await addRooms(cloud, rooms));
    const portal = {
      client: await logIn(cloud.url, 'dora@lintel.example', demoPassword),
      path: '/api/bookings',
    };
    const console = {
      client: await logInAtConsole(box.url, 'fran@lintel.example', demoPassword),
      path: '/api/console/bookings',
    };
    await untilBoxAnswers(portal, next(2));
    const attempts: Attempt[] = [];
    for (const ways of ['both', 'to_box', 'both'] as const) {
      const slots = Array.from({ length: 12 }, () => next(3));
      const racing = slots.map((slot, n) => racedAt(portal, console, slot, n * 20));
      setTimeout(() => networks.cut(ways), 120);
      attempts.push(...(await Promise.all(racing)).flat());

      const alone = await Promise.all(Array.from({ length: 5 }, () => attempt(console, next(3))));
      expect(alone.map(({ told }) => told)).toEqual(Array(5).fill('confirmed'));
      const asked = await attempt(portal, next(3));
      expect(asked.told).toBe('requested');
      const far = await attempt(portal, next(72));
      expect(far.told).toBe('confirmed');
      expect((await attempt(console, next(72))).told).toBe('refused');
      attempts.push(...alone, asked, far);

      networks.heal();
      await untilAllSent(box.url);
      attempts.splice(0, attempts.length, ...(await Promise.all(attempts.map(untilDecided))));
    }
    await agree(attempts, cloud.pool, box.dataDir);
  } finally {
    await box.stop();
    await cloud.stop();
    networks.close();
  }
});

async function racedAt(
  portal: Side,
  console: Side,
  slot: Slot,
  afterMs: number,
): Promise<readonly Attempt[]> {
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  return await Promise.all([attempt(portal, slot), attempt(console, slot)]);
}

async function attempt(side: Side, slot: Slot, id: string = randomUUID()): Promise<Attempt> {
  const { status, body } = await side.client.post(side.path, { requestId: id, title: 'Race', ...slot });
  const told = { 201: 'confirmed', 202: 'requested', 409: 'refused' }[status] as Told | undefined;
  if (!told) throw new Error(`booking answered ${status}: ${JSON.stringify(body)}`);
  return { id, slot, side, told };
}

/** What was only asked is decided once the link is back: the same request is put until it is answered. */
async function untilDecided(last: Attempt): Promise<Attempt> {
  let now = last;
  const untilMs = performance.now() + 60_000;
  while (now.told === 'requested' && performance.now() < untilMs)
    now = await attempt(now.side, now.slot, now.id);
  return now;
}

/** Every slot has one holder at most; whoever was told *confirmed* holds it on both sides, and nobody else does. */
async function agree(
  attempts: readonly Attempt[],
  pool: Awaited<ReturnType<typeof startBenchCloud>>['pool'],
  dataDir: string,
): Promise<void> {
  const { rows } = await pool.query<{ id: string; version: number; state: string }>(
    'SELECT id, version, state FROM booking WHERE operator_id = $1 AND site_id = $2',
    [demoOperatorId, demoSiteId('london')],
  );
  const inCloud = new Map(rows.map((row) => [row.id, row]));
  const bySlot = Map.groupBy(attempts, ({ slot }) => `${slot.resourceId} ${slot.startsAt}`);
  for (const rivals of bySlot.values()) {
    const winners = rivals.filter(({ told }) => told === 'confirmed');
    expect(winners, JSON.stringify(rivals)).toHaveLength(1);
  }
  for (const { id, told } of attempts) {
    expect(told).not.toBe('requested');
    const kept = inCloud.get(id);
    expect(kept?.state === 'confirmed', `${id} was ${told} and is ${kept?.state}`).toBe(told === 'confirmed');
    const onBox = bookingOnDisk(dataDir, id);
    if (told === 'confirmed') expect(onBox).toMatchObject({ state: 'confirmed', version: kept?.version });
    else expect(onBox?.state).not.toBe('confirmed');
  }
}

async function untilBoxAnswers(portal: Side, slot: Slot): Promise<void> {
  const id = randomUUID();
  while ((await attempt(portal, slot, id)).told === 'requested');
}

/** The site is heard again and everything it did is in the cloud. */
async function untilAllSent(boxUrl: string): Promise<void> {
  const untilMs = performance.now() + 60_000;
  for (;;) {
    const health = healthView.parse(await (await fetch(`${boxUrl}/health`)).json());
    if (health.link.state === 'live' && health.link.outbox.waiting === 0) return;
    if (performance.now() > untilMs) throw new Error('The box did not send its facts in time.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Slots nobody was given before, so many hours ahead. */
function slotsOf(resourceIds: readonly ResourceId[]): (hours: number) => Slot {
  const begin = ceilTo(epochMs(Date.now()), hourMs);
  let n = 0;
  return (hours) => {
    const startsAt = begin + hours * hourMs + Math.floor(n / rooms) * quarterMs;
    const resourceId = resourceIds[n++ % rooms] as ResourceId;
    return { resourceId, startsAt, endsAt: startsAt + quarterMs };
  };
}
