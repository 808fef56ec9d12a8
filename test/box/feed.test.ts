import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { FactBody } from '@lintel/core/sync/wire.ts';
import { addMs, ceilTo, type EpochMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FakeCloud } from '../fakes/cloud-feed.ts';
import { channels, type House, openHouse, readDisk } from './house.ts';
import { horizonBody, memberId, rooms, siteBodies, staffTag, strangersTag } from './site.ts';
import { until } from './until.ts';

let cloud: FakeCloud;
let house: House;
const cursor = async () => (await house.health()).link.cursor;
const linkState = async () => (await house.health()).link.state;
const renamed = (name: string) => {
  const [site] = siteBodies();
  return site?.kind === 'site' ? { ...site, site: { ...site.site, name } } : { kind: 'site' };
};
const siteName = async () => (await house.health()).site?.name;

beforeEach(async () => {
  cloud = await FakeCloud.start([...siteBodies(), horizonBody()]);
  house = await openHouse({ cloudUrl: cloud.url });
  await house.process.start();
  await until(cursor, (at) => at === 1);
});
afterEach(async () => {
  await house.close();
  await cloud.stop();
});

describe('a box that follows the feed', () => {
  test('passes repeats over, and begins again from its cursor after a gap, a cut, garbage and half a line', async () => {
    const two = cloud.change(renamed('Second name'));
    await until(siteName, (name) => name === 'Second name');
    cloud.sayLine({ type: 'change', seq: two, at: nowAt(), body: renamed('Told again') });
    cloud.change(renamed('Third name'));
    await until(siteName, (name) => name === 'Third name');

    cloud.sayLine({ type: 'change', seq: 90, at: nowAt(), body: renamed('From a gap') });
    await until(
      () => cloud.opened.length,
      (count) => count === 2,
    );
    expect(cloud.opened.at(-1)).toEqual({ generation: 'first', cursor: 3 });
    await until(linkState, (state) => state === 'live');

    cloud.changeUnheard(renamed('While away'));
    cloud.say('{"type":"change","seq":5,"at":1,"bo');
    cloud.drop();
    await until(siteName, (name) => name === 'While away');
    expect(cloud.opened.at(-1)?.cursor).toBe(3);

    cloud.say('<html>captive portal</html>\n');
    await until(
      () => cloud.opened.length,
      (count) => count === 4,
    );
    expect(cloud.opened.at(-1)?.cursor).toBe(4);
    cloud.change(renamed('After the noise'));
    await until(siteName, (name) => name === 'After the noise');
    expect(await cursor()).toBe(5);
  });

  test('says that it is cut off while the cloud is away, and live when it is back', async () => {
    expect(await linkState()).toBe('live');
    cloud.isUp = false;
    cloud.drop();
    const cut = await until(house.health, ({ link }) => link.state === 'cut_off');
    expect(cut.trouble.join(' ')).toMatch(/No link to the cloud/);
    cloud.isUp = true;
    const live = await until(house.health, ({ link }) => link.state === 'live');
    expect(live.trouble.join(' ')).not.toMatch(/No link/);
  });

  test('keeps and reports a change it does not know or cannot keep, and goes on', async () => {
    const start = nextMinute(60);
    cloud.change({ kind: 'locker', locker: { id: 7 } } as never);
    const backwards = bookingAt(start, { endsAt: addMs(start, -hourMs) });
    cloud.change({ kind: 'booking', booking: backwards } as never);
    cloud.change(renamed('Later name'));
    await until(siteName, (name) => name === 'Later name');
    await until(
      () => cloud.told.filter(isA('change_unknown')),
      (told) => told.length === 2 && told[0]?.changeKind === 'locker' && told[1]?.changeKind === 'booking',
    );
    expect((await house.health()).trouble.join(' ')).toMatch(/2 changes .* does not know/);
  });

  test('takes a snapshot of a new generation, and forgets what it no longer holds', async () => {
    const rows = [...siteBodies(), horizonBody()].filter(
      (body) => body.kind !== 'plan' && body.kind !== 'grant',
    );
    cloud.beginAgain('second', [renamed('Restored'), ...rows.slice(1)]);
    await until(siteName, (name) => name === 'Restored');
    const before = house.board.changes.length;
    await house.back.present('1f00000000');
    const told = await until(
      () => cloud.told.filter(isA('access_event')),
      (events) => events.length > 0,
    );
    expect(told[0]?.event).toMatchObject({ outcome: 'refused', reason: { kind: 'no_grant' } });
    expect(house.board.changes.length).toBe(before);
  });

  test('takes no snapshot that is not whole, and no tail of another generation', async () => {
    cloud.sayLine({ type: 'snapshot', generation: 'short', seq: 9, rows: 3 });
    cloud.sayLine({ type: 'row', body: renamed('Half a snapshot') });
    cloud.sayLine({ type: 'snapshot_end', seq: 9 });
    await until(
      () => cloud.opened.length,
      (count) => count === 2,
    );
    expect(cloud.opened.at(-1)).toEqual({ generation: 'first', cursor: 1 });
    await until(linkState, (state) => state === 'live');

    cloud.sayLine({ type: 'hello', generation: 'another', epoch: 1, seq: 9, at: nowAt() });
    cloud.sayLine({ type: 'change', seq: 2, at: nowAt(), body: renamed('Foreign tail') });
    await until(
      () => cloud.opened.length,
      (count) => count === 3,
    );
    expect([await siteName(), await cursor()]).toEqual(['Two Doors', 1]);
  });
});

describe('a box that another one has replaced', () => {
  test('books nothing any more, also after a restart, and opens doors', async () => {
    const [before, after] = [nextMinute(60), nextMinute(120)];
    const staff = await house.logIn();
    expect((await staff.post('/api/console/bookings', wishAt(before))).status).toBe(201);
    cloud.turnsAway = 'epoch_over';
    cloud.drop();
    const told = await until(house.health, ({ trouble }) =>
      /another box was enrolled/.test(trouble.join(' ')),
    );
    expect(told.trouble.join(' ')).toMatch(/Enrol this box again with a new code/);
    const refused = await staff.post('/api/console/bookings', wishAt(after));
    expect(refused).toMatchObject({ status: 409, body: { reasons: [{ kind: 'quarantined' }] } });

    await house.process.kill();
    await house.process.start();
    expect((await staff.post('/api/console/bookings', wishAt(after))).status).toBe(409);
    await house.back.present(staffTag(1));
    await house.board.until(channels.back, true);
  });
});

describe('a box that is asked', () => {
  test('answers a question asked three times once, and books once', async () => {
    const booking = bookingAt(nextMinute(60));
    const requestId = cloud.ask({ kind: 'book', bookings: [booking] });
    cloud.ask({ kind: 'book', bookings: [booking] }, requestId);
    await until(
      () => answersTo(requestId).length,
      (count) => count === 1,
    );
    cloud.ask({ kind: 'book', bookings: [booking] }, requestId);
    cloud.ask({ kind: 'book', bookings: [bookingAt(booking.startsAt)] }, randomUUID());
    const answers = await until(
      () => cloud.told.filter(isA('ask_answered')),
      (told) => told.length === 2,
    );
    expect(answers[0]?.answer).toMatchObject({
      kind: 'kept',
      bookings: [{ id: booking.id, state: 'confirmed' }],
    });
    expect(answers[1]?.answer).toMatchObject({ kind: 'refused', reasons: [{ kind: 'taken' }] });
    expect(readDisk(house.dataDir).bookings).toEqual([{ id: booking.id, state: 'confirmed' }]);
  });

  test('does not decide beyond its horizon, nor for another epoch, and does once the horizon has come', async () => {
    const far = bookingAt(nextMinute(40 * 60));
    const requestId = cloud.ask({ kind: 'book', bookings: [far] });
    cloud.ask({ kind: 'book', bookings: [bookingAt(nextMinute(60))] }, randomUUID(), 2);
    const near = cloud.ask({ kind: 'book', bookings: [bookingAt(nextMinute(90))] });
    await until(
      () => answersTo(near).length,
      (count) => count === 1,
    );
    expect(cloud.told.filter(isA('ask_answered'))).toHaveLength(1);

    cloud.change(horizonBody(48));
    cloud.ask({ kind: 'book', bookings: [far] }, requestId);
    await until(
      () => answersTo(requestId),
      (answers) => answers[0]?.answer.kind === 'kept',
    );
  });
});

describe('the outbox', () => {
  test('loses nothing and doubles nothing when acknowledgements are lost and the cloud refuses for a while', async () => {
    await until(
      () => cloud.facts.length,
      (count) => count >= 1,
    );
    cloud.answering = 'lose_the_answer';
    for (let n = 0; n < 4; n++) await house.back.present(strangersTag(n));
    await until(
      () => cloud.repeats,
      (repeats) => repeats > 0,
    );
    cloud.answering = 'refuse';
    for (let n = 4; n < 8; n++) await house.back.present(strangersTag(n));
    await until(house.health, ({ link }) => link.outbox.waiting >= 8);
    await until(house.health, ({ trouble }) => /does not take what happened here/.test(trouble.join(' ')));
    cloud.answering = 'acknowledge';
    await until(house.health, ({ link }) => link.outbox.waiting === 0);
    await until(house.health, ({ trouble }) => !/does not take/.test(trouble.join(' ')));

    expect(cloud.complaints).toEqual([]);
    expect(cloud.facts.map(({ seq }) => seq)).toEqual(cloud.facts.map((_, index) => index + 1));
    expect(cloud.facts).toEqual(readDisk(house.dataDir).facts);
    expect(cloud.told.filter(isA('access_event'))).toHaveLength(8);
  });

  test('is not emptied by an acknowledgement of facts the box never made', async () => {
    cloud.answering = 'acknowledge_too_much';
    await house.back.present(strangersTag(1));
    await until(
      () => cloud.told.filter(isA('access_event')).length,
      (count) => count === 1,
    );
    await until(house.health, ({ trouble }) => /does not take/.test(trouble.join(' ')));
    cloud.answering = 'acknowledge';
    await house.back.present(strangersTag(2));
    await until(
      () => cloud.told.filter(isA('access_event')).length,
      (count) => count === 2,
    );
    await until(house.health, ({ link }) => link.outbox.waiting === 0);
  });
});

function isA<Kind extends FactBody['kind']>(kind: Kind) {
  return (body: FactBody): body is Extract<FactBody, { kind: Kind }> => body.kind === kind;
}

function answersTo(requestId: string) {
  return cloud.told.filter(isA('ask_answered')).filter((told) => told.requestId === requestId);
}

function nowAt(): EpochMs {
  return epochMs(Date.now());
}

function nextMinute(inMin: number): EpochMs {
  return ceilTo(addMs(nowAt(), inMin * minuteMs), minuteMs);
}

function wishAt(startsAt: EpochMs) {
  const endsAt = addMs(startsAt, 30 * minuteMs);
  return { requestId: randomUUID(), resourceId: rooms.quiet, startsAt, endsAt, title: '' };
}

function bookingAt(startsAt: EpochMs, more: Partial<Booking> = {}) {
  return {
    id: randomUUID() as Booking['id'],
    resourceId: rooms.quiet,
    holderId: memberId,
    title: 'Asked',
    startsAt,
    endsAt: addMs(startsAt, 30 * minuteMs),
    purpose: 'use' as const,
    people: 0,
    holdsFrom: startsAt,
    holdsUntil: addMs(startsAt, 30 * minuteMs),
    charge: noCharge,
    state: 'requested' as const,
    version: 1,
    source: 'portal' as const,
    bookedAt: nowAt(),
    ...more,
  };
}
