import { randomUUID } from 'node:crypto';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { agendaView, panelFreeView } from '@lintel/core/panels/wire.ts';
import { hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Client, expectStatus, pairPanel } from '../../scripts/demo/client.ts';
import { FakeCloud } from '../fakes/cloud-feed.ts';
import { type House, openHouse } from './house.ts';
import { horizonBody, memberId, memberPin, otherPin, rooms, siteBodies, staffPin } from './site.ts';
import { until } from './until.ts';

let cloud: FakeCloud;
let house: House;
let staff: Client;
let panel: Client;
let loudPanel: Client;

beforeAll(async () => {
  cloud = await FakeCloud.start([...siteBodies(), horizonBody()]);
  house = await openHouse({ cloudUrl: cloud.url });
  await house.process.start();
  await until(house.health, ({ link }) => link.cursor === 1);
  staff = await house.logIn();
  panel = await pairPanel(staff, rooms.quiet, 'By the door');
  loudPanel = await pairPanel(staff, rooms.loud, 'By the other door');
});
afterAll(async () => {
  await house.close();
  await cloud.stop();
});

const agenda = () => panel.read('/api/panel/agenda', agendaView);
/** The site's rule for panels, as the office would set it, once it has come to this one. */
async function setPanels(names: 'hidden' | 'shown', act: 'open' | 'pin'): Promise<void> {
  const [site] = siteBodies();
  if (site?.kind !== 'site') throw new Error('the site comes first');
  const seq = cloud.change({ ...site, site: { ...site.site, panel: { names, act } } } as never);
  await until(house.health, ({ link }) => link.cursor === seq);
}
const walkIn = async (more: object, at = panel) =>
  at.post('/api/panel/bookings', { requestId: randomUUID(), ...more });
const act = (id: string, what: string, more: object = {}, at = panel) =>
  at.post(`/api/panel/bookings/${id}/${what}`, { requestId: randomUUID(), ...more });
const bookingOf = (answer: { body: unknown }) => (answer.body as { booking: BookingView }).booking;

/** Takes every booking of today back, so that each test finds the room free. */
beforeEach(async () => {
  const day = expectStatus(await staff.get('/api/console/day'), 200) as { bookings: BookingView[] };
  for (const { id } of day.bookings)
    await staff.post(`/api/console/bookings/${id}/cancel`, { refundAll: true });
  await setPanels('hidden', 'open');
});
const inTheHour = (more: object = {}) => {
  const startsAt = Math.ceil(Date.now() / minuteMs) * minuteMs + 45 * minuteMs;
  return {
    requestId: randomUUID(),
    resourceId: rooms.quiet,
    startsAt,
    endsAt: startsAt + hourMs,
    title: 'Jury',
    ...more,
  };
};

describe('whoever stands before a panel', () => {
  test('has the room until the next booking, and not a minute longer', async () => {
    const next = inTheHour();
    expectStatus(await staff.post('/api/console/bookings', next), 201);
    const { freeMin, freeFrom } = await agenda();
    expect((freeFrom ?? 0) + freeMin * minuteMs).toBe(next.startsAt);
    const booked = bookingOf({ body: expectStatus(await walkIn({ until: 'next' }), 201) });
    expect(booked).toMatchObject({ endsAt: next.startsAt, title: '', source: 'panel' });
    expect((await agenda()).freeMin).toBe(0);
    expect(expectStatus(await walkIn({ until: 'next' }), 409)).toMatchObject({
      reasons: [{ kind: 'taken' }],
    });
  });

  test('says for how long, or until the next, and not both or neither', async () => {
    for (const body of [{}, { lengthMin: 15, until: 'next' }, { lengthMin: 0 }, { until: 'midnight' }])
      expect((await walkIn(body)).status).toBe(400);
  });

  test('extends until the next booking, and is refused beyond it', async () => {
    const next = inTheHour();
    expectStatus(await staff.post('/api/console/bookings', next), 201);
    const { id } = bookingOf({ body: expectStatus(await walkIn({ lengthMin: 5 }), 201) });
    expect(bookingOf(await act(id, 'extend', { until: 'next' })).endsAt).toBe(next.startsAt);
    expect(expectStatus(await act(id, 'extend', { lengthMin: 1 }), 409)).toMatchObject({
      reasons: [{ kind: 'taken' }],
    });
  });

  test('finds the nearest free room now, and none that is taken', async () => {
    const free = await panel.read('/api/panel/free', panelFreeView);
    expect(free.free.map(({ resource }) => resource.name)).toEqual(['Loud room']);
    const now = Math.floor(Date.now() / minuteMs) * minuteMs;
    expectStatus(
      await staff.post(
        '/api/console/bookings',
        inTheHour({ resourceId: rooms.loud, startsAt: now, endsAt: now + hourMs }),
      ),
      201,
    );
    expect((await panel.read('/api/panel/free', panelFreeView)).free).toEqual([]);
  });

  test('touches no booking of another room and no block', async () => {
    const now = Math.floor(Date.now() / minuteMs) * minuteMs;
    const span = { startsAt: now, endsAt: now + hourMs };
    const other = inTheHour({ ...span, resourceId: rooms.loud });
    const block = inTheHour({ ...span, purpose: 'block' });
    for (const wish of [other, block]) {
      expectStatus(await staff.post('/api/console/bookings', wish), 201);
      for (const what of ['end', 'check-in']) expect((await act(wish.requestId, what)).status).toBe(404);
      expect((await act(wish.requestId, 'extend', { lengthMin: 5 })).status).toBe(404);
    }
    for (const id of [randomUUID(), 'nonsense']) expect((await act(id, 'end')).status).toBe(404);
  });
});

// What is ended holds the minute under way: the loud room is not asked for after this.
test('checks in, extends and ends what runs there, once for each request', async () => {
  const { id } = bookingOf({ body: expectStatus(await walkIn({ lengthMin: 15 }, loudPanel), 201) });
  expect(bookingOf(await act(id, 'check-in', {}, loudPanel))).toMatchObject({
    state: 'checked_in',
    version: 2,
  });
  const longer = { requestId: randomUUID(), version: 2, lengthMin: 15 };
  const [first, again] = [
    await act(id, 'extend', longer, loudPanel),
    await act(id, 'extend', longer, loudPanel),
  ];
  expect(bookingOf({ body: expectStatus(again, 200) })).toEqual(
    bookingOf({ body: expectStatus(first, 200) }),
  );
  expect(bookingOf(first).endsAt - bookingOf(first).startsAt).toBe(30 * minuteMs);
  expect(expectStatus(await act(id, 'end', { version: 2 }, loudPanel), 409)).toMatchObject({
    kind: 'stale',
    history: [],
  });
  expect(bookingOf(await act(id, 'end', { version: 3 }, loudPanel))).toMatchObject({ state: 'ended' });
  expect(expectStatus(await act(id, 'extend', { lengthMin: 15 }, loudPanel), 409)).toMatchObject({
    kind: expect.stringMatching(/over|not_live/),
  });
});

describe('a stranger before a panel', () => {
  test('reads no name where the site hides them, and the names where it shows them', async () => {
    const booked = inTheHour({ forHolderId: memberId, people: 3 });
    expectStatus(await staff.post('/api/console/bookings', booked), 201);
    const hidden = await panel.get('/api/panel/agenda');
    expect(JSON.stringify(hidden.body)).not.toMatch(/Ada|Jury/);
    await setPanels('shown', 'open');
    const { bookings, act: policy } = await agenda();
    expect([bookings[0], policy]).toMatchObject([{ holderName: 'Ada', title: 'Jury' }, 'open']);
    expect(bookings[0]).not.toHaveProperty('charge');
  });

  test('does nothing without a PIN where the site wants one, and nothing to others with a PIN of their own', async () => {
    await setPanels('hidden', 'pin');
    expect((await agenda()).act).toBe('pin');
    expect(expectStatus(await walkIn({ lengthMin: 30 }), 403)).toMatchObject({ kind: 'pin_needed' });
    expect(expectStatus(await walkIn({ lengthMin: 30, pin: '0000' }), 403)).toMatchObject({
      kind: 'unknown_pin',
    });
    const { id } = bookingOf({ body: expectStatus(await walkIn({ lengthMin: 30, pin: memberPin }), 201) });
    for (const [what, more] of [
      ['check-in', {}],
      ['end', {}],
      ['extend', { lengthMin: 15 }],
    ] as const) {
      expect(expectStatus(await act(id, what, more), 403)).toMatchObject({ kind: 'pin_needed' });
      const foreign = await act(id, what, { ...more, pin: otherPin });
      expect(expectStatus(foreign, 403)).toMatchObject({
        kind: 'not_theirs',
        sentence: expect.stringMatching(/Staff/),
      });
    }
    expect(bookingOf(await act(id, 'check-in', { pin: memberPin }))).toMatchObject({ state: 'checked_in' });
    expect(bookingOf(await act(id, 'end', { pin: staffPin }))).toMatchObject({ state: 'ended' });
    const { history } = (await staff.get(`/api/console/bookings/${id}`)).body as {
      history: { kind: string; by: string }[];
    };
    expect(history.map(({ kind, by }) => [kind, by])).toEqual([
      ['booked', 'Ada'],
      ['checked_in', 'Ada'],
      ['ended', 'Freya'],
    ]);
  });

  test('who tries PINs on somebody’s booking has to wait after ten', async () => {
    await setPanels('hidden', 'pin');
    const other = await pairPanel(staff, rooms.loud, 'Guessed at');
    const tries = Array.from({ length: 20 }, (_, n) =>
      other.post(`/api/panel/bookings/${randomUUID()}/end`, {
        requestId: randomUUID(),
        pin: String(100_000 + n),
      }),
    );
    const statuses = (await Promise.all(tries)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 403)).toHaveLength(10);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  });
});
