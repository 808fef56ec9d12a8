import { utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { noon, openStore } from '../../../test/support/box-store.ts';
import { keepMeta } from '../database/meta.ts';
import { BoxClock } from './clock.ts';

let box: ReturnType<typeof openStore>;
let syncFile: string;
/** The machine's clocks: `wallMs` is what somebody may set, `monoMs` runs since the machine was started an hour before noon. */
let machine: { wallMs: number; monoMs: number; bootId: string };

beforeEach(() => {
  box = openStore();
  syncFile = join(dirname(box.path), 'synchronized');
  machine = { wallMs: noon, monoMs: hourMs, bootId: 'this' };
});
afterEach(() => box.end());

const openClock = () => new BoxClock(box.store, { read: () => ({ ...machine }), syncFile });
const pass = (lengthMs: number) => {
  machine.wallMs += lengthMs;
  machine.monoMs += lengthMs;
};
const syncNow = () => {
  writeFileSync(syncFile, '');
  utimesSync(syncFile, machine.wallMs / 1000, machine.wallMs / 1000);
};

test('a clock that NTP set is trusted, and one set by hand afterwards is not, until NTP sets it again', () => {
  syncNow();
  const clock = openClock();
  pass(10_000);
  clock.hearNtp();
  expect(clock.now().trust).toBe('trusted');

  machine.wallMs += 2 * hourMs;
  clock.hearNtp();
  expect(clock.now().trust).toBe('bounded');
  pass(30 * minuteMs);
  clock.hearNtp();
  expect(clock.now().trust).toBe('bounded');

  machine.wallMs -= 2 * hourMs;
  syncNow();
  pass(1_000);
  clock.hearNtp();
  expect(clock.now()).toMatchObject({ trust: 'trusted', at: machine.wallMs });
});

test('a clock set by hand while the box was down is not trusted because NTP was right before', () => {
  syncNow();
  const anchor = { ...machine, by: 'ntp' };
  keepMeta(box.store, 'clock', JSON.stringify({ floorAt: noon, anchor }));
  pass(minuteMs);
  machine.wallMs += hourMs;
  const clock = openClock();
  clock.hearNtp();
  expect(clock.now().trust).toBe('bounded');
});

test.each([
  ['set back by hand after the sync', -hourMs],
  ['set ahead by more than the machine has run', 2 * hourMs],
])('a box that starts with a clock %s does not trust it', (_, setMs) => {
  syncNow();
  machine.wallMs += setMs;
  const clock = openClock();
  clock.hearNtp();
  expect(clock.now().trust).toBe('unknown');
});

test('a sync of an earlier start of the machine says nothing of this one', () => {
  keepMeta(
    box.store,
    'clock',
    JSON.stringify({ floorAt: noon, anchor: { ...machine, bootId: 'earlier', by: 'ntp' } }),
  );
  const clock = openClock();
  clock.hearNtp();
  expect(clock.now().trust).toBe('bounded');
  pass(5_000);
  syncNow();
  clock.hearNtp();
  expect(clock.now().trust).toBe('trusted');
});

test("the cloud's word makes a clock trusted again that was set by hand and put right", () => {
  const clock = openClock();
  clock.hear(epochMs(noon), 20);
  machine.wallMs += hourMs;
  clock.hear(epochMs(noon), 20);
  expect(clock.now().trust).toBe('bounded');
  machine.wallMs -= hourMs;
  pass(5_000);
  clock.hear(epochMs(noon + 5_000), 20);
  expect(clock.now().trust).toBe('trusted');
});
