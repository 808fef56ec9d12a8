import { randomUUID } from 'node:crypto';
import { closeSync, cpSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AccessEvent, accessEvent } from '@lintel/core/doors/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, expectStatus } from '../../scripts/demo/client.ts';
import { channels, type House, openHouse, readDisk } from './house.ts';
import { findNamespace } from './namespace.ts';
import { rooms, staffTag, strangersTag } from './site.ts';
import { until } from './until.ts';

const unshare = findNamespace();

let house: House;
let staff: Client;

/** The box's data folder as seen through its process, in whose namespace alone the small disk is. */
const disk = () => `/proc/${house.process.pid}/root${house.dataDir}`;
const filler = () => join(disk(), 'filler');

beforeAll(async () => {
  if (!unshare) return;
  // The prepared folder is copied onto the small disk, which then lies over it.
  const onSmallDisk = (dir: string) => [
    ...unshare,
    'sh',
    '-c',
    'cp -a "$0" "$0.old" && mount -t tmpfs -o size=6m none "$0" && cp -a "$0.old/." "$0" && exec "$@"',
    dir,
  ];
  house = await openHouse({ wrapper: onSmallDisk });
  await house.process.start();
  staff = await house.logIn();
  await until(house.health, ({ trouble }) => !trouble.join().includes('does not answer'));
});
afterAll(() => house?.close());

test.skipIf(!unshare)(
  'a box whose disk is full keeps to what is written, says so, and forgets nothing',
  async () => {
    const healthy = await house.health();
    expect(healthy.store.writable).toBe(true);
    await house.front.present(staffTag(0));
    await house.board.until(channels.front, true);
    await house.board.until(channels.front, false);

    await keepsRoomForDoors();
    fill();
    const strangers = await wearOut();
    const before = (await onDisk()).facts.length;
    await house.back.present(staffTag(1));
    await house.board.until(channels.back, true);
    const opened = house.board.changes.filter(({ channel }) => channel === channels.front).length;
    await house.front.present(staffTag(2));
    await house.front.present(strangersTag(1));
    const full = await until(house.health, ({ trouble }) => waitingIn(trouble) === strangers + 3);
    expect(full.store.writable).toBe(false);
    expect(full.trouble[0]).toMatch(/cannot be written.*Doors follow their written policy.*Free space/);
    expect(house.board.changes.filter(({ channel }) => channel === channels.front)).toHaveLength(opened);

    const byHand = await staff.post('/api/console/doors/00000000-0000-7000-8002-000000000001/open');
    expect(expectStatus(byHand, 503)).toMatchObject({
      kind: 'not_recorded',
      sentence: expect.stringMatching(/Front door/),
    });
    const startsAt = Math.ceil(Date.now() / minuteMs) * minuteMs + 60 * minuteMs;
    const wish = { resourceId: rooms.quiet, startsAt, endsAt: startsAt + 30 * minuteMs, title: 'Full' };
    const requestId = randomUUID();
    const refused = await staff.post('/api/console/bookings', { ...wish, requestId });
    expect(expectStatus(refused, 503)).toMatchObject({ sentence: expect.stringMatching(/Try again/) });
    const whileFull = await onDisk();
    expect([whileFull.bookings, whileFull.facts.length]).toEqual([[], before]);
    expect((await house.stranger().get('/api/console/day')).status).toBe(401);
    expect((await staff.get('/api/console/day')).status).toBe(200);

    rmSync(filler());
    const clean = await until(
      house.health,
      ({ store, trouble }) => store.writable && trouble.length === healthy.trouble.length,
    );
    expect(clean.trouble.map(wordsOf)).toEqual(healthy.trouble.map(wordsOf));
    expectStatus(await staff.post('/api/console/bookings', { ...wish, requestId }), 201);
    const after = await onDisk();
    expect(after.bookings).toEqual([{ id: requestId, state: 'confirmed' }]);
    expect(after.facts.map(({ seq }) => seq)).toEqual(after.facts.map((_, index) => index + 1));
    const waited = after.facts.slice(before).flatMap(({ text }) => eventOf(text) ?? []);
    expect(waited.map(({ outcome, reason }) => [outcome, reason?.kind])).toEqual([
      ...Array.from({ length: strangers }, () => ['refused', 'unknown_credential']),
      ['granted', undefined],
      ['refused', 'not_recorded'],
      ['refused', 'unknown_credential'],
    ]);
  },
);

/** With little left nothing is booked any more, while doors go on and are written down. */
async function keepsRoomForDoors(): Promise<void> {
  fill(400 * 1024);
  const startsAt = Math.ceil(Date.now() / minuteMs) * minuteMs + 30 * minuteMs;
  const wish = { requestId: randomUUID(), resourceId: rooms.loud, startsAt, endsAt: startsAt + minuteMs };
  const refused = await staff.post('/api/console/bookings', wish);
  expect(expectStatus(refused, 503)).toMatchObject({
    kind: 'disk_full',
    sentence: expect.stringMatching(/kept for the doors/),
  });
  const { store, trouble } = await house.health();
  expect([store.writable, trouble.join(' ')]).toEqual([
    true,
    expect.stringMatching(/Nothing is booked here/),
  ]);
  await house.back.present(staffTag(3));
  await house.board.until(channels.back, true);
  await house.board.until(channels.back, false);
  rmSync(filler());
}

/**
 * Taps by strangers until the store takes nothing any more, also after a quiet while: its log has some room of its own that no disk is too full for. How many of them wait.
 */
async function wearOut(): Promise<number> {
  for (let n = 100; n < 600; n++) {
    await house.front.present(strangersTag(n));
    await sleep(20);
    if (waitingIn((await house.health()).trouble) === 0) continue;
    await sleep(2_500);
    const waiting = waitingIn((await house.health()).trouble);
    if (waiting > 0) return waiting;
  }
  throw new Error('the store wrote 500 taps to a disk without room');
}

function waitingIn(trouble: readonly string[]): number {
  return Number(/(\d+) taps are not on disk yet/.exec(trouble.join(' '))?.[1] ?? 0);
}

/** Everything the disk has left, to the last byte or to so many. */
function fill(leftBytes = 0): void {
  const file = openSync(filler(), 'w');
  const block = Buffer.alloc(64 * 1024, 1);
  const left = () => statfsSync(disk()).bavail * statfsSync(disk()).bsize;
  try {
    while (leftBytes === 0 || left() > leftBytes) writeSync(file, block);
    return;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    closeSync(file);
  }
  expect(left()).toBe(0);
}

/** A copy of the store as it lies on the small disk, read past the box. */
async function onDisk(): Promise<ReturnType<typeof readDisk>> {
  const copy = mkdtempSync(join(tmpdir(), 'lintel-copy-'));
  try {
    for (const name of ['site.db', 'site.db-wal']) cpSync(join(disk(), name), join(copy, name));
    return readDisk(copy);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function eventOf(text: string): AccessEvent | undefined {
  const body = JSON.parse(text);
  return body.kind === 'access_event' ? accessEvent.parse(body.event) : undefined;
}

const wordsOf = (sentence: string) => sentence.replace(/\d+/g, 'n');
