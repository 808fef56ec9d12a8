import { chainStart, follow } from '@lintel/core/sync/chain.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  booking,
  bookingIdOf,
  holderIdOf,
  noon,
  openDay,
  openStore,
  room,
} from '../../../test/support/box-store.ts';
import { findBalance, keepBalance, keepSpent } from '../bookings/allowance-store.ts';
import { bookHere } from '../bookings/book.ts';
import { keepDay } from '../bookings/rules-store.ts';
import { keepResource } from '../bookings/store.ts';
import { keepMeta } from '../database/meta.ts';
import { rows } from '../database/rows.ts';
import { applySnapshot } from '../sync/apply.ts';
import { keepAcknowledged, nextFacts } from '../sync/outbox.ts';
import { findPosition, requireRegistration } from '../sync/position.ts';
import { readBody } from '../sync/read-body.ts';
import { recordFact, sha256 } from '../sync/record.ts';
import { rechain } from './rechain.ts';

let box: ReturnType<typeof openStore>;
beforeEach(() => {
  box = openStore();
});
afterEach(() => box.end());

const incarnation = '11111111-1111-4111-8111-111111111111';
const alarm = (detail: string) => recordFact(box.store, { kind: 'alarm', what: 'test', detail }, noon);
const horizonAt = booking(1, 24 * 60, 1).startsAt;
const snapshot = {
  generation: 'g',
  seq: 1,
  rows: [
    readBody({ kind: 'resource', resource: room() } as never),
    readBody({ kind: 'day', day: openDay() } as never),
    readBody({ kind: 'horizon', horizonAt, proof: 'p' } as never),
  ],
};
const walkIn = () => {
  keepResource(box.store, room());
  keepDay(box.store, openDay());
  const { startsAt, endsAt } = booking(1, 0, 30);
  return bookHere(box.store, {
    requestId: bookingIdOf(1),
    resourceIds: [room().id],
    span: { startsAt, endsAt },
    title: '',
    people: 0,
    purpose: 'use',
    asker: { kind: 'walk_in' },
    source: 'panel',
    by: 'panel',
    why: 'test',
    at: noon,
  });
};

describe('a box enrolled anew', () => {
  test('sends what the cloud had not acknowledged as a fresh chain, and nothing twice', () => {
    for (const detail of ['a', 'b', 'c', 'd']) alarm(detail);
    keepAcknowledged(box.store, 2);
    rechain(box.store, { incarnation, epoch: 1 });
    const facts = nextFacts(box.store);
    expect(facts.map((fact) => [fact.seq, JSON.parse(fact.text).detail])).toEqual([
      [1, 'c'],
      [2, 'd'],
    ]);
    expect(follow({ seq: 0, hash: chainStart }, facts, sha256)).toMatchObject({
      kind: 'follows',
      fresh: facts,
    });
    expect(findPosition(box.store)).toMatchObject({ incarnation, cursor: 0, ackedSeq: 0 });
  });

  test('twice with one code, because it was started again before it had its snapshot, goes on with its chain', () => {
    alarm('a');
    rechain(box.store, { incarnation, epoch: 1 });
    keepAcknowledged(box.store, 1);
    alarm('b');
    rechain(box.store, { incarnation, epoch: 1 });
    expect(nextFacts(box.store).map(({ seq, text }) => [seq, JSON.parse(text).detail])).toEqual([[2, 'b']]);
  });

  test('in the place of a lost one books nothing before the horizon it may have booked up to', () => {
    rechain(box.store, { incarnation, epoch: 2 });
    expect(walkIn()).toMatchObject({ kind: 'refused', reasons: [{ refusal: { kind: 'quarantined' } }] });
    applySnapshot(box.store, snapshot, noon, rows);
    expect(findPosition(box.store)).toMatchObject({ needsRegistration: false, quarantineUntil: horizonAt });
    expect(walkIn()).toMatchObject({
      kind: 'refused',
      reasons: [{ refusal: { kind: 'quarantined', until: horizonAt } }],
    });
  });

  test('is not somebody by a snapshot alone: a copy that goes on under another’s identity stays bound', () => {
    requireRegistration(box.store);
    applySnapshot(box.store, snapshot, noon, rows);
    expect(walkIn()).toMatchObject({ kind: 'refused', reasons: [{ refusal: { kind: 'quarantined' } }] });
    expect(findPosition(box.store)).toMatchObject({ needsRegistration: true, awaitsSnapshot: false });
    rechain(box.store, { incarnation, epoch: 2 });
    applySnapshot(box.store, snapshot, noon, rows);
    expect(findPosition(box.store)).toMatchObject({ needsRegistration: false, quarantineUntil: horizonAt });
  });

  test('with its own store goes on booking at once: it has forgotten nothing', () => {
    keepMeta(box.store, 'generation', 'g');
    rechain(box.store, { incarnation, epoch: 2 });
    applySnapshot(box.store, snapshot, noon, rows);
    expect(walkIn().kind).toBe('kept');
  });

  test('takes what it has spent since the cloud last counted off the month, by the new numbers', () => {
    const month = { holderId: holderIdOf(1), period: '2027-03' };
    keepBalance(box.store, { ...month, includedMs: 100, creditCents: 0, asOfFact: 0 });
    const taken = (includedMs: number) => ({ includedMs, creditCents: 0, amount: 0 });
    for (const seq of [1, 2, 3]) {
      alarm(`fact ${seq}`);
      keepSpent(box.store, month, seq, taken(10 ** (seq - 1)));
    }
    keepAcknowledged(box.store, 1);
    rechain(box.store, { incarnation, epoch: 2 });
    keepBalance(box.store, { ...month, includedMs: 100, creditCents: 0, asOfFact: 1 });
    expect(findBalance(box.store, month)?.includedMs).toBe(0);
  });

  test('for the first time books as soon as it has its horizon', () => {
    rechain(box.store, { incarnation, epoch: 1 });
    applySnapshot(box.store, snapshot, noon, rows);
    expect(walkIn().kind).toBe('kept');
  });
});
