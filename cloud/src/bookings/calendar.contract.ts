import { randomUUID } from 'node:crypto';
import type { Booking } from '@lintel/core/bookings/booking.ts';
import { noCharge } from '@lintel/core/bookings/price.ts';
import type { ResourceId, SiteId } from '@lintel/core/ids.ts';
import { chainStart } from '@lintel/core/sync/chain.ts';
import type { EpochMs } from '@lintel/core/time.ts';
import { addMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { beforeEach, describe, expect, test } from 'vitest';
import type { LineTx } from '../sync/line.ts';
import { readFact } from '../sync/read-fact.ts';
import { type CalendarTx, IdTaken, type NewBooking, SlotTaken } from './calendar.ts';

/** A store under test, with one site that has a room and another site beside it, and nothing booked. */
export type CalendarStore = {
  readonly siteId: SiteId;
  readonly otherSiteId: SiteId;
  readonly roomId: ResourceId;
  readonly otherRoomId: ResourceId;
  readonly inCalendar: <T>(work: (calendar: CalendarTx) => Promise<T>) => Promise<T>;
  readonly inLine: <T>(work: (line: LineTx) => Promise<T>) => Promise<T>;
};

const at = epochMs(Date.parse('2027-03-01T12:00:00Z'));

/** What every store of the calendar keeps to, whatever it is made of. `open` gives one in its first state. */
export function calendarContract(name: string, open: () => Promise<CalendarStore>): void {
  describe(`the calendar in ${name}`, () => {
    let store: CalendarStore;
    beforeEach(async () => {
      store = await open();
    });

    const bookingAt = (startMin: number, lengthMin: number, more: Partial<Booking> = {}): Booking => {
      const startsAt = addMs(at, startMin * minuteMs);
      const endsAt = addMs(startsAt, lengthMin * minuteMs);
      return {
        id: randomUUID() as Booking['id'],
        resourceId: store.roomId,
        title: '',
        purpose: 'use',
        people: 0,
        startsAt,
        endsAt,
        holdsFrom: startsAt,
        holdsUntil: endsAt,
        state: 'confirmed',
        version: 1,
        source: 'portal',
        bookedAt: at,
        charge: noCharge,
        ...more,
      };
    };
    const made = (booking: Booking): NewBooking => ({
      booking,
      note: { kind: 'booked', at, by: 'Ada', why: 'Booked.' },
    });
    const insert = (...bookings: Booking[]) =>
      store.inCalendar((calendar) => calendar.insertBookings(store.siteId, bookings.map(made)));
    const stands = (booking: Booking) =>
      store.inCalendar(async (calendar) => {
        const kept = await calendar.findBooking(booking.id);
        return kept && { state: kept.state, version: kept.version, startsAt: kept.startsAt };
      });
    const note = { kind: 'moved' as const, at, by: 'Ada', why: 'Moved.' };

    describe('keeps a slot for one', () => {
      test('and refuses whoever overlaps what is held, preparation and all', async () => {
        const first = bookingAt(0, 60, { holdsUntil: addMs(at, 75 * minuteMs) });
        await insert(first);
        await expect(insert(bookingAt(60, 30))).rejects.toThrow(SlotTaken);
        await expect(insert(bookingAt(30, 5, { state: 'checked_in' }))).rejects.toThrow(SlotTaken);
        await expect(insert(bookingAt(30, 5, { state: 'ended' }))).rejects.toThrow(SlotTaken);
        await insert(bookingAt(75, 30));
        await insert(bookingAt(0, 60, { resourceId: store.roomId, state: 'requested' }));
        await insert(bookingAt(0, 60, { state: 'cancelled' }));
      });

      test('keeps a group whole or not at all', async () => {
        const free = bookingAt(120, 60);
        await insert(bookingAt(0, 60));
        await expect(insert(free, bookingAt(30, 60))).rejects.toThrow(SlotTaken);
        expect(await stands(free)).toBeUndefined();
      });

      test('refuses a change that runs into another, and leaves both', async () => {
        const [one, other] = [bookingAt(0, 60), bookingAt(60, 60)];
        await insert(one, other);
        const longer = {
          ...one,
          endsAt: addMs(at, 90 * minuteMs),
          holdsUntil: addMs(at, 90 * minuteMs),
          version: 2,
        };
        const change = store.inCalendar((calendar) => calendar.putBooking(one, longer, note));
        await expect(change).rejects.toThrow(SlotTaken);
        expect(await stands(one)).toMatchObject({ version: 1 });
      });

      test('says who holds any of a span, of one resource and of all', async () => {
        const one = bookingAt(0, 60, { holdsFrom: addMs(at, -15 * minuteMs) });
        await insert(one, bookingAt(120, 60), bookingAt(0, 60, { state: 'requested' }));
        const before = { startsAt: addMs(at, -hourMs), endsAt: addMs(at, -10 * minuteMs) };
        const held = (resourceIds?: readonly ResourceId[]) =>
          store.inCalendar((calendar) => calendar.heldWithin(store.siteId, before, resourceIds));
        expect((await held()).map(({ id }) => id)).toEqual([one.id]);
        expect((await held([store.roomId])).map(({ id }) => id)).toEqual([one.id]);
        expect(await held([store.otherRoomId])).toEqual([]);
      });

      test('knows an id once', async () => {
        const one = bookingAt(0, 60);
        await insert(one);
        await expect(insert({ ...bookingAt(120, 60), id: one.id })).rejects.toThrow(IdTaken);
      });
    });

    describe('changes a booking', () => {
      test('only at the version and state that were seen', async () => {
        const one = bookingAt(0, 60);
        await insert(one);
        const next = { ...one, title: 'Team', version: 2 };
        const put = (known: Booking) =>
          store.inCalendar((calendar) => calendar.putBooking(known, next, { ...note, kind: 'described' }));
        expect(await put({ ...one, state: 'requested' })).toBe(false);
        expect(await put(one)).toBe(true);
        expect(await put(one)).toBe(false);
        expect(await stands(one)).toMatchObject({ version: 2 });
      });

      test('as a whole, and undoes what its transaction wrote when that throws', async () => {
        const [one, two] = [bookingAt(0, 60), bookingAt(120, 60)];
        const work = store.inCalendar(async (calendar) => {
          await calendar.insertBookings(store.siteId, [made(one)]);
          await calendar.publish(store.siteId, at, [{ kind: 'booking', booking: one }]);
          throw new Error('stop');
        });
        await expect(work).rejects.toThrow('stop');
        expect(await stands(one)).toBeUndefined();
        await insert(one, two);
        const seq = await store.inLine(async (line) => (await line.readSite(store.siteId)).seq);
        expect(seq).toBe(0);
      });

      test('knows which request did it, and what takes the place of what', async () => {
        const one = bookingAt(0, 60);
        const two = bookingAt(120, 60);
        await insert(one);
        const requestId = randomUUID();
        await store.inCalendar(async (calendar) => {
          await calendar.note(one, { ...note, requestId });
          await calendar.insertBookings(store.siteId, [
            { ...made(two), replaces: one.id, calendarUid: one.id },
          ]);
        });
        await store.inCalendar(async (calendar) => {
          expect(await calendar.isNoted(one.id, requestId)).toBe(true);
          expect(await calendar.isNoted(two.id, requestId)).toBe(false);
          expect(await calendar.findReplacement(one.id)).toMatchObject({ id: two.id, replaces: one.id });
          expect((await calendar.findBooking(two.id))?.calendarUid).toBe(one.id);
          expect((await calendar.findBooking(one.id))?.calendarUid).toBe(one.id);
        });
      });
    });

    describe('numbers the feed', () => {
      const publish = (siteId: SiteId, count: number, when: EpochMs = at) =>
        store.inCalendar((calendar) =>
          calendar.publish(
            siteId,
            when,
            Array.from({ length: count }, () => ({ kind: 'removed', of: 'grant', id: randomUUID() })),
          ),
        );
      const changes = (cursor: number, most: number) =>
        store.inLine((line) => line.changesAfter(store.siteId, cursor, most));

      test('of each site by itself, without gaps, also when many write at once', async () => {
        await Promise.all(Array.from({ length: 12 }, (_, n) => publish(store.siteId, 1 + (n % 3))));
        expect((await publish(store.otherSiteId, 1)).seq).toBe(1);
        const seen = await changes(0, 100);
        expect(seen.map(({ seq }) => seq)).toEqual(Array.from({ length: 24 }, (_, n) => n + 1));
        expect((await changes(20, 3)).map(({ seq }) => seq)).toEqual([21, 22, 23]);
      });

      test('answering from when on the cloud writes, as of that entry', async () => {
        expect((await publish(store.siteId, 1)).ownFrom).toBe(0);
        const horizonAt = addMs(at, 36 * hourMs);
        await store.inLine((line) => line.setHorizon(store.siteId, horizonAt, 'proof'));
        expect(await publish(store.siteId, 1)).toMatchObject({ horizonAt, ownFrom: horizonAt });
        const place = await store.inCalendar((calendar) => calendar.findPlace(store.roomId));
        expect(place).toMatchObject({ siteId: store.siteId, horizonAt, ownFrom: horizonAt, box: 'none' });
      });

      test('after whoever holds the site’s lock', async () => {
        const order: string[] = [];
        const { promise: isLocked, resolve: locked } = Promise.withResolvers<void>();
        const first = store.inLine(async (line) => {
          await line.lockSite(store.siteId);
          locked();
          await new Promise((resolve) => setTimeout(resolve, 30));
          await line.publish(store.siteId, at, [{ kind: 'removed', of: 'grant', id: 'first' }]);
          order.push('first');
        });
        await isLocked;
        const second = publish(store.siteId, 1).then(() => order.push('second'));
        await Promise.all([first, second]);
        expect(order).toEqual(['first', 'second']);
        expect((await changes(0, 10))[0]?.body).toMatchObject({ id: 'first' });
      });
    });

    describe('asks a site', () => {
      const ask = (booking: Booking) => ({
        requestId: booking.id as string,
        bookingId: booking.id,
        ask: { kind: 'book' as const, bookings: [booking] },
      });

      test('one question however often it is put, until it is answered', async () => {
        const one = bookingAt(0, 60, { state: 'requested' });
        await insert(one);
        for (let n = 0; n < 2; n++)
          await store.inCalendar((calendar) => calendar.putAsk(store.siteId, ask(one), at));
        const pending = () => store.inLine((line) => line.pendingAsks(store.siteId, 0, 10));
        expect((await pending()).map(({ requestId }) => requestId)).toEqual([one.id]);
        expect(await store.inCalendar((calendar) => calendar.openAsks(one.id))).toHaveLength(1);
        await store.inCalendar((calendar) =>
          calendar.keepAnswer(one.id, { kind: 'unknown_booking' }, addMs(at, 1)),
        );
        expect(await pending()).toEqual([]);
        const kept = await store.inCalendar((calendar) => calendar.findAsk(one.id));
        expect(kept).toMatchObject({ state: 'answered', answer: { kind: 'unknown_booking' } });
      });

      test('and hears an answer to a question that was taken back, which stays taken back', async () => {
        const one = bookingAt(0, 60, { state: 'requested' });
        await insert(one);
        await store.inCalendar(async (calendar) => {
          await calendar.putAsk(store.siteId, ask(one), at);
          await calendar.withdrawAsk(one.id);
        });
        expect(await store.inCalendar((calendar) => calendar.openAsks(one.id))).toEqual([]);
        await store.inCalendar((calendar) =>
          calendar.keepAnswer(one.id, { kind: 'unknown_booking' }, addMs(at, 1)),
        );
        const kept = await store.inCalendar((calendar) => calendar.findAsk(one.id));
        expect(kept).toMatchObject({ state: 'withdrawn', answer: { kind: 'unknown_booking' } });
      });

      test('under the epoch that began last', async () => {
        const one = bookingAt(0, 60, { state: 'requested' });
        await insert(one);
        await store.inCalendar((calendar) => calendar.putAsk(store.siteId, ask(one), at));
        const box = { publicKey: 'key', incarnation: randomUUID() };
        await store.inLine((line) => line.setEpoch(store.siteId, { epoch: 1, box }, at));
        expect(await store.inLine((line) => line.pendingAsks(store.siteId, 0, 10))).toEqual([]);
        expect(await store.inLine((line) => line.pendingAsks(store.siteId, 1, 10))).toHaveLength(1);
      });
    });

    describe('knows its boxes', () => {
      test('one a site, whose outbox begins anew with its epoch', async () => {
        const box = { publicKey: 'key', incarnation: randomUUID() };
        await store.inLine(async (line) => {
          await line.setEpoch(store.siteId, { epoch: 1, box }, at);
          await line.moveHead(store.siteId, { seq: 3, hash: 'a'.repeat(64) }, at, at);
        });
        expect(await store.inLine((line) => line.lockSite(store.siteId))).toMatchObject({
          epoch: 1,
          box,
          outbox: { seq: 3, hash: 'a'.repeat(64) },
          factAt: at,
        });
        await store.inLine((line) =>
          line.setEpoch(store.siteId, { epoch: 2, lostAt: at, takenOverAt: at }, at),
        );
        const lost = await store.inLine((line) => line.readSite(store.siteId));
        expect(lost).toMatchObject({
          epoch: 2,
          outbox: { seq: 0, hash: chainStart },
          lostAt: at,
          takenOverAt: at,
        });
        expect(lost.box).toBeUndefined();
      });

      test('and writes the whole calendar of one whose box is switched off for good', async () => {
        await store.inLine(async (line) => {
          await line.setHorizon(store.siteId, addMs(at, hourMs), 'proof');
          await line.setEpoch(store.siteId, { epoch: 2, lostAt: at, takenOverAt: at }, at);
        });
        const place = await store.inCalendar((calendar) => calendar.findPlace(store.roomId));
        expect(place).toMatchObject({ box: 'lost', ownFrom: 0, horizonAt: addMs(at, hourMs) });
      });

      test('keeps their facts, and undoes only the part of the work that failed', async () => {
        const text = JSON.stringify({ kind: 'alarm', what: 'test', detail: '' });
        const fact = readFact({
          seq: 1,
          id: randomUUID(),
          at,
          text,
          prevHash: chainStart,
          hash: 'a'.repeat(64),
        });
        const one = bookingAt(0, 60);
        await store.inLine(async (line) => {
          await line.insertFacts(store.siteId, 1, [fact]);
          await line.insertDead(store.siteId, 1, at, [{ seq: 1, why: 'test' }]);
          await line.attempt(() => line.publish(store.siteId, at, [{ kind: 'booking', booking: one }]));
          const failing = line.attempt(async () => {
            await line.publish(store.siteId, at, [{ kind: 'booking', booking: one }]);
            throw new Error('stop');
          });
          await expect(failing).rejects.toThrow('stop');
        });
        const state = await store.inLine((line) => line.readSite(store.siteId));
        expect(state.seq).toBe(1);
        expect(await store.inLine((line) => line.changesAfter(store.siteId, 0, 10))).toHaveLength(1);
        const raise = () => store.inLine((line) => line.raiseAlarm(store.siteId, at, 'what', 'detail'));
        expect([await raise(), await raise()]).toEqual([true, false]);
      });
    });
  });
}
