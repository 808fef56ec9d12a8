import type { ChangeBody } from '@lintel/core/sync/wire.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  booking,
  holderIdOf,
  noon,
  openDay,
  openStore,
  resourceIdOf,
  room,
} from '../../../test/support/box-store.ts';
import { findBalance, keepSpent } from '../bookings/allowance-store.ts';
import { listDays } from '../bookings/rules-store.ts';
import { keepMeta } from '../database/meta.ts';
import { rows } from '../database/rows.ts';
import { applyChanges, applySnapshot, FeedGap } from './apply.ts';
import { nextFacts } from './outbox.ts';
import { findPosition } from './position.ts';
import { readBody } from './read-body.ts';

let box: ReturnType<typeof openStore>;
beforeEach(() => {
  box = openStore();
});
afterEach(() => box.end());

const numbered = (bodies: readonly ChangeBody[], from = 1) =>
  bodies.map((body, i) => ({ ...readBody(body), seq: from + i }));
const dump = (store: typeof box.store) =>
  ['resource', 'door', 'plan', 'holder', 'credential', '"grant"', 'booking'].map((table) =>
    store.client.prepare(`SELECT * FROM ${table} ORDER BY id`).all(),
  );

/** Rooms that appear, are renamed and vanish, and bookings in later and later versions. */
const anyBody: fc.Arbitrary<ChangeBody> = fc.oneof(
  fc
    .record({
      kind: fc.constant('resource' as const),
      n: fc.integer({ min: 1, max: 3 }),
      name: fc.string({ minLength: 1, maxLength: 5 }),
    })
    .map(({ kind, n, name }) => ({ kind, resource: { ...room(n), name, doorIds: [...room(n).doorIds] } })),
  fc
    .integer({ min: 1, max: 3 })
    .map((n) => ({ kind: 'removed' as const, of: 'resource' as const, id: resourceIdOf(n) })),
  fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 })).map(([n, version]) => ({
    kind: 'booking' as const,
    booking: booking(n, n * 60, 30, { version }),
  })),
);

describe('applying the feed', () => {
  test('twice, or in pieces, gives the same rows as once', () => {
    fc.assert(
      fc.property(fc.array(anyBody, { maxLength: 25 }), fc.array(fc.nat(6)), (bodies, sizes) => {
        const whole = openStore();
        const pieces = openStore();
        try {
          const changes = numbered(bodies);
          applyChanges(whole.store, changes, noon, rows);
          for (const size of [...sizes, bodies.length]) {
            const { cursor } = findPosition(pieces.store);
            applyChanges(pieces.store, changes.slice(Math.max(0, cursor - 2), cursor + size), noon, rows);
          }
          expect(dump(pieces.store)).toEqual(dump(whole.store));
          expect(findPosition(pieces.store).cursor).toBe(bodies.length);
        } finally {
          whole.end();
          pieces.end();
        }
      }),
      { numRuns: 25 },
    );
  });

  test('a hole in the numbers is never passed over', () => {
    expect(() =>
      applyChanges(box.store, numbered([{ kind: 'booking', booking: booking(1, 0, 30) }], 2), noon, rows),
    ).toThrow(FeedGap);
    expect(findPosition(box.store).cursor).toBe(0);
  });

  test('a change of a kind this box does not know is kept and reported, and the next ones are applied', () => {
    const unknown = { kind: 'hologram', colour: 'blue' };
    applyChanges(
      box.store,
      [{ ...readBody(unknown), seq: 1 }, ...numbered([{ kind: 'booking', booking: booking(1, 0, 30) }], 2)],
      noon,
      rows,
    );
    expect(findPosition(box.store).cursor).toBe(2);
    expect(nextFacts(box.store).map((fact) => JSON.parse(fact.text))).toEqual([
      { kind: 'change_unknown', seq: 1, changeKind: 'hologram' },
    ]);
    expect(box.store.client.prepare('SELECT text FROM change_unknown').get()).toEqual({
      text: JSON.stringify(unknown),
    });
    expect(dump(box.store).at(-1)).toHaveLength(1);
  });

  test('a change the store refuses for ever is put aside and told, and the next ones are applied', () => {
    const poison = { ...booking(1, 0, 30), holdsUntil: addMs(noon, -hourMs) };
    const changes = [
      { is: 'known', body: { kind: 'booking', booking: poison }, seq: 1 } as const,
      ...numbered([{ kind: 'booking', booking: booking(2, 60, 30) }], 2),
    ];
    applyChanges(box.store, changes, noon, rows);
    expect(findPosition(box.store).cursor).toBe(2);
    expect(nextFacts(box.store).map((fact) => JSON.parse(fact.text))).toEqual([
      { kind: 'change_unknown', seq: 1, changeKind: 'booking' },
    ]);
    expect(dump(box.store).at(-1)).toHaveLength(1);
  });

  test('a fault of the disk is no fault of the change: nothing is put aside, and the cursor stays', () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    const failing = {
      ...rows,
      put: () => {
        throw full;
      },
    };
    const one = numbered([{ kind: 'booking', booking: booking(1, 0, 30) }]);
    const apply = box.store.client.transaction(() => applyChanges(box.store, one, noon, failing));
    expect(() => apply()).toThrow('full');
    expect([findPosition(box.store).cursor, nextFacts(box.store)]).toEqual([0, []]);
  });

  test('a quarantine ends when a director says so of this very store, and of no other', () => {
    const { incarnation } = findPosition(box.store);
    keepMeta(box.store, 'quarantine_until', String(noon));
    const ended = (of: string) => ({ kind: 'quarantine_ended', incarnation: of }) as const;
    applyChanges(box.store, numbered([ended('11111111-1111-4111-8111-111111111111')]), noon, rows);
    expect(findPosition(box.store).quarantineUntil).toBe(noon);
    applyChanges(box.store, numbered([ended(incarnation)], 2), noon, rows);
    expect(findPosition(box.store).quarantineUntil).toBe(0);
  });

  test('days, balances and rules for panels come with the feed, and what the cloud has counted is not taken off again', () => {
    const month = { holderId: holderIdOf(1), period: '2027-03' };
    keepSpent(box.store, month, 4, { includedMs: 5, creditCents: 0, amount: 0 });
    keepSpent(box.store, month, 7, { includedMs: 10, creditCents: 0, amount: 0 });
    const balance = { ...month, includedMs: 100, creditCents: 0, asOfFact: 5 };
    applyChanges(
      box.store,
      numbered([
        { kind: 'day', day: openDay() },
        { kind: 'day', day: { ...openDay(), open: [], note: 'Closed after all' } },
        { kind: 'balance', balance },
      ]),
      noon,
      rows,
    );
    expect(listDays(box.store, booking(1, 0, 30))).toMatchObject([{ open: [], note: 'Closed after all' }]);
    expect(findBalance(box.store, month)?.includedMs).toBe(90);
    applySnapshot(box.store, { generation: 'g', seq: 9, rows: [] }, noon, rows);
    expect([listDays(box.store, booking(1, 0, 30)), findBalance(box.store, month)]).toEqual([[], undefined]);
  });

  test('the horizon moves forward and never back', () => {
    const later = addMs(noon, 30 * hourMs);
    const horizon = (horizonAt: typeof noon) => ({ kind: 'horizon', horizonAt, proof: 'p' }) as const;
    applyChanges(box.store, numbered([horizon(later), horizon(noon)]), noon, rows);
    expect(findPosition(box.store).horizonAt).toBe(later);
  });

  test('a snapshot takes the place of what was there, and keeps what the site has changed since', () => {
    applyChanges(
      box.store,
      numbered([
        { kind: 'resource', resource: { ...room(1), doorIds: [] } },
        { kind: 'resource', resource: { ...room(2), doorIds: [] } },
        { kind: 'booking', booking: booking(1, 0, 30, { version: 3, state: 'cancelled' }) },
      ]),
      noon,
      rows,
    );
    const snapshot = {
      generation: 'g1',
      seq: 40,
      rows: [
        { kind: 'resource', resource: { ...room(2), doorIds: [] } },
        { kind: 'booking', booking: booking(1, 0, 30, { version: 2 }) },
      ].map(readBody),
    };
    applySnapshot(box.store, snapshot, noon, rows);
    expect(dump(box.store)[0]).toMatchObject([{ name: 'Room 2' }]);
    expect(dump(box.store).at(-1)).toMatchObject([{ version: 3, state: 'cancelled' }]);
    expect(findPosition(box.store)).toMatchObject({ generation: 'g1', cursor: 40 });
  });

  test('two bookings for one slot raise an alarm and stop nothing', () => {
    applyChanges(
      box.store,
      numbered([
        { kind: 'booking', booking: booking(1, 0, 30) },
        { kind: 'booking', booking: booking(2, 15, 30) },
        { kind: 'booking', booking: booking(3, 60, 30) },
      ]),
      noon,
      rows,
    );
    expect(findPosition(box.store).cursor).toBe(3);
    expect(dump(box.store).at(-1)).toHaveLength(2);
    expect(nextFacts(box.store).map((fact) => JSON.parse(fact.text))).toMatchObject([
      { kind: 'alarm', what: 'booking_overlap' },
    ]);
  });
});
