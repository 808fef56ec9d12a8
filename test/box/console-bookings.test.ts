import { randomUUID } from 'node:crypto';
import type { BookingView } from '@lintel/core/bookings/wire.ts';
import { dayView } from '@lintel/core/sites/wire.ts';
import { hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, expectStatus } from '../../scripts/demo/client.ts';
import { type House, openHouse } from './house.ts';
import { memberId, otherMemberId, rooms } from './site.ts';

/** A console at a box that no cloud reaches. */

let house: House;
let staff: Client;
beforeAll(async () => {
  house = await openHouse();
  await house.process.start();
  staff = await house.logIn();
});
afterAll(() => house.close());

const step = Math.ceil(Date.now() / minuteMs) * minuteMs;
let hour = 0;
/** Each test has an hour of its own. */
const nextHour = () => step + ++hour * hourMs;
const wish = (startsAt: number, more: object = {}) => ({
  requestId: randomUUID(),
  resourceId: rooms.quiet,
  startsAt,
  endsAt: startsAt + 30 * minuteMs,
  title: 'Call',
  ...more,
});
const book = async (startsAt: number, more: object = {}) => {
  const answer = await staff.post('/api/console/bookings', wish(startsAt, more));
  return (expectStatus(answer, 201) as { booking: BookingView }).booking;
};
const change = (id: string, version: number, wanted: object, more: object = {}) =>
  staff.post(`/api/console/bookings/${id}/change`, {
    requestId: randomUUID(),
    version,
    change: wanted,
    ...more,
  });
const details = async (id: string) =>
  expectStatus(await staff.get(`/api/console/bookings/${id}`), 200) as {
    booking: BookingView;
    history: { kind: string; by: string; why: string; sentence: string }[];
    refund: { amount: number };
    currency: string;
  };

describe('the front desk of a site that is cut off', () => {
  test('finds a member by a part of the name, and books for them', async () => {
    const found = expectStatus(await staff.get('/api/console/people?q=AD'), 200);
    expect(found).toEqual({
      people: [{ id: memberId, kind: 'member', name: 'Ada', suspended: false, planName: 'Flex' }],
    });
    expect((await staff.get('/api/console/people?q=%25')).body).toEqual({ people: [] });
    expect((await staff.get('/api/console/people')).status).toBe(400);
    const booking = await book(nextHour(), { forHolderId: memberId, people: 3 });
    expect(booking).toMatchObject({ holderName: 'Ada', people: 3, version: 1, charge: { amount: 0 } });
  });

  test('sees today with its opening hours, and another day', async () => {
    const today = await staff.read('/api/console/day', dayView);
    expect(today.open).toEqual([{ startsAt: today.startsAt, endsAt: today.endsAt }]);
    expect(today.resources[0]).toMatchObject({ floor: '1', equipment: [] });
    const far = await staff.read('/api/console/day?date=2031-07-01', dayView);
    expect([far.date, far.bookings, far.open]).toEqual(['2031-07-01', [], undefined]);
    for (const date of ['tomorrow', '2027-02-30', '9999-12-31', '0001-01-01'])
      expect([date, (await staff.get(`/api/console/day?date=${date}`)).status]).toEqual([date, 400]);
  });

  test('books two rooms as one or none, with what stands in the way shown', async () => {
    const startsAt = nextHour();
    const both = { resourceId: rooms.quiet, alsoResourceIds: [rooms.loud] };
    const answer = expectStatus(await staff.post('/api/console/bookings', wish(startsAt, both)), 201);
    expect(answer).toMatchObject({ kind: 'confirmed', bookings: { length: 2 } });
    const again = await staff.post('/api/console/bookings', wish(startsAt, { ...both, title: 'Other' }));
    expect(expectStatus(again, 409)).toMatchObject({
      kind: 'refused',
      reasons: [
        { kind: 'taken', sentence: expect.stringMatching(/^Quiet room: It is taken/) },
        { kind: 'taken', sentence: expect.stringMatching(/^Loud room: /) },
      ],
      inTheWay: [{ title: 'Call' }, { title: 'Call' }],
      overridable: false,
    });
    for (const alsoResourceIds of [[rooms.quiet], [rooms.loud, rooms.loud]])
      expect((await staff.post('/api/console/bookings', wish(nextHour(), { alsoResourceIds }))).status).toBe(
        400,
      );
  });

  test('books longer than the rules say with a reason, which the history keeps', async () => {
    const startsAt = nextHour();
    hour += 5;
    const long = wish(startsAt, { endsAt: startsAt + 5 * hourMs });
    expect(expectStatus(await staff.post('/api/console/bookings', long), 409)).toMatchObject({
      reasons: [{ kind: 'too_long' }],
      overridable: true,
    });
    const override = { reason: 'board meeting' };
    expectStatus(await staff.post('/api/console/bookings', { ...long, override }), 201);
    expect((await details(long.requestId)).history).toMatchObject([
      { kind: 'booked', by: 'Freya', why: 'Overridden (too_long): board meeting' },
    ]);
    expect(
      (await staff.post('/api/console/bookings', wish(nextHour(), { override: { reason: ' ' } }))).status,
    ).toBe(400);
  });

  test('closes a room, and a block is for nobody', async () => {
    const startsAt = nextHour();
    expect(await book(startsAt, { purpose: 'block', title: 'Painting' })).toMatchObject({ purpose: 'block' });
    const refused = await staff.post('/api/console/bookings', wish(startsAt, { forHolderId: memberId }));
    expect(expectStatus(refused, 409)).toMatchObject({ inTheWay: [{ purpose: 'block', title: 'Painting' }] });
    const owned = wish(nextHour(), { purpose: 'block', forHolderId: memberId });
    expect((await staff.post('/api/console/bookings', owned)).status).toBe(400);
  });

  test('books a guest by name', async () => {
    const guest = { name: 'Dana Okafor', email: 'dana@guest.example' };
    const booking = await book(nextHour(), { guest, title: '' });
    expect(booking.title).toBe('Dana Okafor');
    expect((await details(booking.id)).history[0]?.why).toMatch(/Dana Okafor \(dana@guest\.example\)/);
    const both = wish(nextHour(), { guest, forHolderId: memberId });
    expect((await staff.post('/api/console/bookings', both)).status).toBe(400);
  });

  test('moves, gives on and cancels, and the history tells it in sentences', async () => {
    const startsAt = nextHour();
    const to = nextHour();
    const { id } = await book(startsAt, { forHolderId: memberId });
    const moved = await change(id, 1, {
      kind: 'move',
      resourceId: rooms.loud,
      startsAt: to,
      endsAt: to + hourMs,
    });
    expect(expectStatus(moved, 200)).toMatchObject({
      kind: 'changed',
      booking: { resourceName: 'Loud room', version: 2 },
    });
    expectStatus(await change(id, 2, { kind: 'transfer', toHolderId: otherMemberId }), 200);
    const cancelled = await staff.post(`/api/console/bookings/${id}/cancel`, { version: 3 });
    expect(expectStatus(cancelled, 200)).toMatchObject({ kind: 'cancelled', refunded: { amount: 0 } });
    const { booking, history, currency } = await details(id);
    expect([booking.state, currency]).toEqual(['cancelled', 'GBP']);
    expect(history.map(({ kind }) => kind)).toEqual(['booked', 'moved', 'transferred', 'cancelled']);
    expect(history[1]?.sentence).toMatch(
      /^Moved by Freya at \d\d:\d\d, from Quiet room, \d\d:\d\d.* to \d\d:\d\d.*: /,
    );
    expect(history[2]?.sentence).toMatch(/from Ada/);
  });

  test('that looks at an old version is shown what changed', async () => {
    const { id } = await book(nextHour());
    expectStatus(await change(id, 1, { kind: 'describe', title: 'Interview' }), 200);
    const stale = expectStatus(await change(id, 1, { kind: 'describe', title: 'Lunch' }), 409);
    expect(stale).toMatchObject({
      kind: 'stale',
      booking: { title: 'Interview', version: 2 },
      history: [{ kind: 'described', by: 'Freya' }],
      sentence: expect.stringMatching(/has changed since you looked\. Described anew by Freya/),
    });
    const cancel = await staff.post(`/api/console/bookings/${id}/cancel`, { version: 1 });
    expect(expectStatus(cancel, 409)).toMatchObject({ kind: 'stale' });
  });

  test('holds every free room for a member’s day, and is told what was left out', async () => {
    const startsAt = nextHour();
    await book(startsAt);
    const hold = {
      requestId: randomUUID(),
      startsAt,
      endsAt: startsAt + 30 * minuteMs,
      kinds: ['room'],
      forHolderId: memberId,
      title: 'Company day',
    };
    const held = expectStatus(await staff.post('/api/console/hold-desks', hold), 201);
    expect(held).toMatchObject({
      bookings: [{ resourceName: 'Loud room', purpose: 'hold', holderName: 'Ada' }],
      skipped: [{ resourceName: 'Quiet room', because: expect.stringMatching(/taken until/) }],
    });
    const accepted = await change(hold.requestId, 1, { kind: 'accept' });
    expect(expectStatus(accepted, 200)).toMatchObject({ booking: { purpose: 'use' } });
    const { startsAt: _, endsAt: __, ...bare } = hold;
    expect((await staff.post('/api/console/hold-desks', bare)).status).toBe(400);
    const closed = await staff.post('/api/console/hold-desks', {
      ...bare,
      requestId: randomUUID(),
      date: '2031-07-01',
    });
    expect(expectStatus(closed, 409)).toMatchObject({ kind: 'closed' });
  });

  test('cannot do what makes no sense, and is told why in a sentence', async () => {
    const { id, startsAt } = await book(nextHour());
    const cases: [object, string][] = [
      [{ kind: 'check_in' }, 'too_early'],
      [{ kind: 'end' }, 'not_started'],
      [{ kind: 'accept' }, 'not_held'],
    ];
    for (const [wanted, kind] of cases)
      expect(expectStatus(await change(id, 1, wanted), 409)).toMatchObject({
        kind,
        sentence: expect.stringMatching(/\.$/),
      });
    const far = 253_402_300_799_999;
    const spans: [number, number, string][] = [
      [startsAt, startsAt - minuteMs, 'ends_before_start'],
      [startsAt, far, 'too_far_away'],
      [far - hourMs, far, 'too_far_away'],
      [0, startsAt, 'in_the_past'],
    ];
    for (const [from, until, kind] of spans) {
      const moved = await change(id, 1, {
        kind: 'move',
        resourceId: rooms.quiet,
        startsAt: from,
        endsAt: until,
      });
      const reasons = (expectStatus(moved, 409) as { reasons: { kind: string }[] }).reasons;
      expect(reasons.map((reason) => reason.kind)).toContain(kind);
      const booked = await staff.post('/api/console/bookings', wish(from, { endsAt: until }));
      expect([kind, booked.status]).toEqual([kind, 409]);
    }
    expect(
      (await change(id, 1, { kind: 'move', resourceId: randomUUID(), startsAt, endsAt: startsAt + hourMs }))
        .status,
    ).toBe(404);
    expect((await change(id, 1, { kind: 'transfer', toHolderId: randomUUID() })).status).toBe(404);
    expect((await change(randomUUID(), 1, { kind: 'end' })).status).toBe(404);
    expect((await change('nonsense', 1, { kind: 'end' })).status).toBe(404);
    expect((await change(id, 1, { kind: 'explode' })).status).toBe(400);
    expect((await staff.get(`/api/console/bookings/${randomUUID()}`)).status).toBe(404);
  });
});
