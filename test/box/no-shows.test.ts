import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { addMs, epochMs, floorTo, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, test } from 'vitest';
import { FakeCloud } from '../fakes/cloud-feed.ts';
import { booking } from '../support/box-store.ts';
import { channels, type House, openHouse, readDisk } from './house.ts';
import { horizonBody, memberId, memberTag, rooms, siteBodies } from './site.ts';
import { until } from './until.ts';

let cloud: FakeCloud;
let house: House;

beforeAll(async () => {
  const rows = siteBodies().map((body) =>
    body.kind === 'resource' ? { ...body, resource: { ...body.resource, graceMs: 30 * minuteMs } } : body,
  );
  cloud = await FakeCloud.start([...rows, horizonBody()]);
  house = await openHouse({ cloudUrl: cloud.url });
  await house.process.start();
  await until(house.health, ({ link, clock }) => link.cursor === 1 && clock.trust === 'trusted');
});
afterAll(async () => {
  await house.close();
  await cloud.stop();
});

/** A member's booking that began so long ago. */
function begun(minutesAgo: number, resourceId: Booking['resourceId']): Booking {
  const startsAt = floorTo(epochMs(Date.now() - minutesAgo * minuteMs), minuteMs);
  const endsAt = addMs(startsAt, 2 * hourMs);
  const span = {
    startsAt,
    endsAt,
    holdsFrom: startsAt,
    holdsUntil: endsAt,
    bookedAt: addMs(startsAt, -hourMs),
  };
  return booking(1, 0, 60, { ...span, id: randomUUID() as Booking['id'], resourceId, holderId: memberId });
}
const stateOf = (id: string) => readDisk(house.dataDir).bookings.find((one) => one.id === id)?.state;

test('a member who opens the room with a tag is checked in, and nothing of the tap waits for it', async () => {
  const mine = begun(5, rooms.quiet);
  cloud.change({ kind: 'booking', booking: mine } as never);
  await until(
    () => stateOf(mine.id),
    (state) => state === 'confirmed',
  );
  await house.back.present(memberTag);
  await house.board.until(channels.back, true);
  await until(
    () => stateOf(mine.id),
    (state) => state === 'checked_in',
  );
  await until(
    () => cloud.told,
    (told) =>
      told.some(
        (body) => body.kind === 'booking' && body.booking.state === 'checked_in' && body.by === 'Ada',
      ),
  );
});

test('what nobody came to is released once its grace is over, and the cloud hears of it', async () => {
  const missed = begun(31, rooms.loud);
  // Nobody's, so that no tap in the record can be theirs.
  const theirs = { ...missed, holderId: undefined };
  cloud.change({ kind: 'booking', booking: theirs } as never);
  await until(
    () => stateOf(missed.id),
    (state) => state === 'released',
    20_000,
  );
  await until(
    () => cloud.told,
    (told) =>
      told.some(
        (body) => body.kind === 'booking' && body.booking.state === 'released' && body.by === 'the box',
      ),
  );
});
