import { setTimeout as sleep } from 'node:timers/promises';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { doorIdOf, noon } from '../../../test/support/box-store.ts';
import { supervise } from '../service.ts';
import { Recorder } from './recorder.ts';

const event: AccessEvent = {
  doorId: doorIdOf(1),
  what: 'tap',
  presented: 'card, 26 bits',
  outcome: 'refused',
  reason: { kind: 'unknown_credential' },
  at: noon,
  trust: 'trusted',
  bootId: 'boot',
  monoMs: 1,
};

test('an event that the store is slow to take, and then refuses, waits until the store takes it', async () => {
  const written: AccessEvent[] = [];
  let isFull = true;
  const recorder = new Recorder(async (given) => {
    await sleep(30);
    if (isFull) throw new Error('database or disk is full');
    written.push(given);
  });
  expect(await recorder.record(event, 5)).toBe('late');
  expect(recorder.unwritten).toEqual({ waiting: 0, lost: 0 });
  await sleep(60);
  expect(recorder.unwritten).toEqual({ waiting: 1, lost: 0 });

  isFull = false;
  const stop = new AbortController();
  const running = supervise(recorder.service(), stop.signal, pino({ level: 'silent' }));
  await sleep(2_200);
  stop.abort();
  await running;
  expect(written).toEqual([event]);
  expect(recorder.unwritten).toEqual({ waiting: 0, lost: 0 });
});
