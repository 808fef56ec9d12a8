import type { ClockTrust } from '@lintel/core/doors/decide.ts';
import { addMs, type EpochMs, hourMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noon, openStore } from '../../../test/support/box-store.ts';
import { keepAcknowledged, nextFacts } from './outbox.ts';
import { createPrune } from './prune.ts';
import { pruneFacts } from './prune-store.ts';
import { recordFact } from './record.ts';
import { findHead, listFacts } from './store.ts';

const days = (count: number) => count * 24 * hourMs;
let box: ReturnType<typeof openStore>;
beforeEach(() => {
  box = openStore();
});
afterEach(() => box.end());

const happened = (at: EpochMs) => recordFact(box.store, { kind: 'alarm', what: 'test', detail: '' }, at).seq;
const ago = (dayCount: number) => addMs(noon, -days(dayCount));
const kept = () => listFacts(box.store, 0, 10_000).map(({ seq }) => seq);

/** What the service forgets in its first round. */
async function forget(trust: ClockTrust = 'trusted'): Promise<readonly number[]> {
  const batches: number[] = [];
  const stop = new AbortController();
  await createPrune({
    now: () => ({ at: noon, trust }),
    prune: async (batch) => {
      const gone = pruneFacts(box.store, batch);
      batches.push(gone);
      return gone;
    },
    rest: async (lengthMs) => {
      if (lengthMs === days(1)) stop.abort();
    },
  }).run(stop.signal);
  return batches;
}

test('facts that the cloud has are forgotten after 400 days, younger ones are not', async () => {
  for (const dayCount of [402, 401, 399, 1]) happened(ago(dayCount));
  keepAcknowledged(box.store, 4);
  await forget();
  expect(kept()).toEqual([3, 4]);
});

test('a fact the cloud does not have is never forgotten, however old, and none after it', async () => {
  for (const dayCount of [900, 800, 700]) happened(ago(dayCount));
  keepAcknowledged(box.store, 1);
  await forget();
  expect(kept()).toEqual([2, 3]);
  expect(nextFacts(box.store).map(({ seq }) => seq)).toEqual([2, 3]);
});

test('the last fact of the chain stays, and the next one follows it', async () => {
  for (const dayCount of [900, 800]) happened(ago(dayCount));
  keepAcknowledged(box.store, 2);
  await forget();
  const head = findHead(box.store);
  expect(kept()).toEqual([2]);
  const next = recordFact(box.store, { kind: 'alarm', what: 'test', detail: '' }, noon);
  expect([next.seq, next.prevHash]).toEqual([3, head?.hash]);
});

test('many are forgotten a few at a time', async () => {
  box.store.client.transaction(() => {
    for (let n = 0; n < 450; n++) happened(ago(500));
  })();
  keepAcknowledged(box.store, 450);
  expect(await forget()).toEqual([200, 200, 49]);
});

test('a clock that is not trusted forgets nothing', async () => {
  for (const dayCount of [900, 800]) happened(ago(dayCount));
  keepAcknowledged(box.store, 2);
  expect(await forget('bounded')).toEqual([]);
  expect(kept()).toEqual([1, 2]);
});

test('a fact that a wrong clock dated into the future does not keep all that follow for ever', async () => {
  for (const dayCount of [900, -9_000, 700, 1]) happened(ago(dayCount));
  keepAcknowledged(box.store, 4);
  await forget();
  expect(kept()).toEqual([4]);
});
