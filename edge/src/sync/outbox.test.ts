import { addMs, minuteMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noon, openStore } from '../../../test/support/box-store.ts';
import { keepAcknowledged, nextFacts, outboxDepth, sendAgainFrom } from './outbox.ts';
import { keepRegistered, requireRegistration } from './position.ts';
import { recordFact } from './record.ts';

let opened: ReturnType<typeof openStore>;
beforeEach(() => {
  opened = openStore();
});
afterEach(() => opened.end());

test('the outbox tells how many facts wait and since when, and is empty once the last is acknowledged', () => {
  const { store } = opened;
  expect(outboxDepth(store)).toEqual({ waiting: 0, oldestAt: undefined });
  for (let n = 0; n < 5; n++) {
    const body = { kind: 'alarm', what: 'test', detail: String(n) } as const;
    recordFact(store, body, addMs(noon, n * minuteMs));
  }
  expect(outboxDepth(store)).toEqual({ waiting: 5, oldestAt: noon });
  keepAcknowledged(store, 2);
  keepAcknowledged(store, 1);
  expect(outboxDepth(store)).toEqual({ waiting: 3, oldestAt: addMs(noon, 2 * minuteMs) });
  expect(nextFacts(store).map(({ seq }) => seq)).toEqual([3, 4, 5]);
  keepAcknowledged(store, 5);
  expect(outboxDepth(store)).toEqual({ waiting: 0, oldestAt: undefined });
});

test('a store that has to register sends nothing until it was enrolled', () => {
  const { store } = opened;
  recordFact(store, { kind: 'alarm', what: 'test', detail: '' }, noon);
  requireRegistration(store);
  expect([nextFacts(store), outboxDepth(store).waiting]).toEqual([[], 1]);
  keepRegistered(store);
  expect(nextFacts(store)).toHaveLength(1);
});

test('what a restored cloud has lost goes up again from where it goes on, unless it has been pruned', () => {
  const { store } = opened;
  for (let n = 0; n < 5; n++) recordFact(store, { kind: 'alarm', what: 'test', detail: String(n) }, noon);
  keepAcknowledged(store, 4);
  expect(sendAgainFrom(store, { seq: 6 })).toBe(false);
  expect(sendAgainFrom(store, { seq: 5 })).toBe(false);
  store.run('DELETE FROM fact WHERE seq = 1');
  expect(sendAgainFrom(store, { seq: 1 })).toBe(false);
  expect(nextFacts(store).map(({ seq }) => seq)).toEqual([5]);
  expect(sendAgainFrom(store, { seq: 3 })).toBe(true);
  expect(nextFacts(store).map(({ seq }) => seq)).toEqual([3, 4, 5]);
});

test('asking how many wait costs the same whether one fact waits or a month of them', () => {
  const { store } = opened;
  const insert = store.client.prepare(
    "INSERT INTO fact (seq, id, at, kind, text, prev_hash, hash) VALUES (?, 'id', ?, 'alarm', ?, '', '')",
  );
  const text = JSON.stringify({ detail: 'x'.repeat(600) });
  store.client.transaction(() => {
    for (let seq = 1; seq <= 60_000; seq++) insert.run(seq, noon + seq, text);
  })();
  outboxDepth(store);
  const startedMs = performance.now();
  for (let n = 0; n < 100; n++) expect(outboxDepth(store).waiting).toBe(60_000);
  expect((performance.now() - startedMs) / 100).toBeLessThan(2);
});

test('a post carries no more than the cloud takes, and a long answer goes alone', () => {
  const box = openStore();
  const alarm = (length: number) =>
    recordFact(box.store, { kind: 'alarm', what: 'test', detail: 'x'.repeat(length) }, noon);
  for (let n = 0; n < 6; n++) alarm(1_000_000);
  expect(nextFacts(box.store).map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  keepAcknowledged(box.store, 4);
  expect(nextFacts(box.store)).toHaveLength(2);
  alarm(5_000_000);
  keepAcknowledged(box.store, 6);
  expect(nextFacts(box.store)).toHaveLength(1);
  box.end();
});
