import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { chainStart, follow } from '@lintel/core/sync/chain.ts';
import type { Fact } from '@lintel/core/sync/wire.ts';
import { minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sha256 } from '../../edge/src/sync/record.ts';
import type { Client } from '../../scripts/demo/client.ts';
import { channels, type House, openHouse, readDisk } from './house.ts';
import { rooms, staffTag, staffTags, strangersTag } from './site.ts';

const kills = 10;
let house: House;
let staff: Client;

beforeAll(async () => {
  house = await openHouse();
  await house.process.start();
  staff = await house.logIn();
});
afterAll(() => house.close());

test(`killed ${kills} times among taps and bookings, the box has lost nothing that anybody was told`, async () => {
  const promised: string[] = [];
  let asked = 0;
  let heldOpen = 0;
  for (let kill = 0; kill < kills; kill++) {
    const busy = new AbortController();
    const people = [
      tap(house.front, busy.signal),
      tap(house.back, busy.signal),
      ...[0, 1].map(async (room) => {
        while (!busy.signal.aborted) {
          const id = await book(room, asked++);
          if (id) promised.push(id);
        }
      }),
    ];
    await sleep(150 + Math.random() * 500);
    heldOpen += house.board.isOn(channels.front) || house.board.isOn(channels.back) ? 1 : 0;
    await house.process.kill();
    busy.abort();
    await Promise.all(people);
    await house.process.start();
    await house.board.until(channels.front, false);
    await house.board.until(channels.back, false);
    checkDisk(promised);
  }
  expect(promised.length).toBeGreaterThan(kills);
  expect(heldOpen).toBeGreaterThan(0);
});

function checkDisk(promised: readonly string[]): void {
  const { facts, bookings } = readDisk(house.dataDir);
  expect(follow({ seq: 0, hash: chainStart }, facts, sha256)).toMatchObject({
    kind: 'follows',
    fresh: { length: facts.length },
  });
  const held = new Set(bookings.filter(({ state }) => state === 'confirmed').map(({ id }) => id));
  expect(promised.filter((id) => !held.has(id))).toEqual([]);
  const told = new Set(facts.flatMap(bookingOf));
  expect(held).toEqual(told);
  for (const [door, channel] of Object.entries(channels)) {
    const moved = house.board.changes.filter((change) => change.channel === channel && change.on).length;
    const granted = facts.filter((fact) => grantedAt(fact, door)).length;
    expect([door, granted >= moved]).toEqual([door, true]);
  }
}

function bookingOf({ text }: Fact): string[] {
  const body = JSON.parse(text);
  return body.kind === 'booking' ? [body.booking.id] : [];
}

function grantedAt({ text }: Fact, reader: string): boolean {
  const { event } = JSON.parse(text);
  return event?.readerId === reader && event.outcome === 'granted';
}

async function tap(reader: House['front'], signal: AbortSignal): Promise<void> {
  for (let n = 0; !signal.aborted; n++) {
    await reader.present(n % 3 === 0 ? strangersTag(n) : staffTag(n % staffTags));
    await sleep(30);
  }
}

/** The booking's id when the box said that it is booked; nothing when it did not answer. */
async function book(room: number, n: number): Promise<string | undefined> {
  const startsAt = Math.ceil(Date.now() / minuteMs) * minuteMs + (n + 5) * minuteMs;
  const wish = { requestId: randomUUID(), startsAt, endsAt: startsAt + minuteMs, title: `n ${n}` };
  const resourceId = room === 0 ? rooms.quiet : rooms.loud;
  const answer = await staff
    .post('/api/console/bookings', { ...wish, resourceId })
    .catch(() => sleep(20, undefined));
  return answer?.status === 201 ? wish.requestId : undefined;
}
