import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Door } from '@lintel/core/doors/decide.ts';
import { type PassStatement, passBytes, passText } from '@lintel/core/doors/pass.ts';
import type { Presented } from '@lintel/core/doors/presented.ts';
import { id } from '@lintel/core/ids.ts';
import { addMs, type EpochMs, epochMs, hourMs, minuteMs } from '@lintel/core/time.ts';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { siteWithOneCard } from '../../../test/bench/small-site.ts';
import { holderIdOf } from '../../../test/support/box-store.ts';
import { type Box, openBox } from '../box.ts';
import { readConfig } from '../config.ts';
import { keepMeta } from '../database/meta.ts';
import { openForWriting } from '../database/open.ts';
import type { Store } from '../database/store.ts';
import { listAccessFacts } from '../sync/store.ts';
import { findDoor } from './store.ts';
import { answerTap } from './tap.ts';

const site = siteWithOneCard();
const siteId = id<PassStatement['siteId']>('00000000-0000-7000-8000-000000000001');
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
let folder: string;
let box: Box;
/** Another program's hold on the store: the writer waits for it as for a card that stalls. */
let other: Store;
let seen: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-tap-'));
  const config = readConfig({ LINTEL_DATA_DIR: folder });
  const devices = { readers: [], relays: [], sensors: [] };
  box = await openBox(config, devices, () => site.credentialKey, pino({ level: 'silent' }));
  await box.writer.run('applyChanges', { changes: site.changes, at: site.at });
  other = openForWriting(join(folder, 'site.db'));
  seen = [];
});
afterEach(async () => {
  other.close();
  box.store.close();
  await box.writer.close();
  rmSync(folder, { recursive: true });
});

const events = () =>
  listAccessFacts(box.store, { before: undefined, limit: 100 })
    .map(({ text }) => JSON.parse(text).event)
    .reverse();

const card = (bits: string) => ({ kind: 'card', length: 40, bits }) as const;
const tap = (policy: Partial<Door> = {}, presented: Presented = card(site.tag)) => {
  const door = findDoor(box.store, site.doorId);
  if (!door) throw new Error('the site has no door');
  const unlock = async () => void seen.push(`unlocked with ${events().length} on disk`);
  return answerTap({ ...box.tapPorts, unlock }, { ...door, ...policy }, { readerId: 'r', presented });
};

/** A pass of the cloud's for this door, issued at `issuedAt`. */
function passIssued(issuedAt: EpochMs) {
  const statement: PassStatement = {
    passId: '0011223344556677',
    siteId,
    holderId: holderIdOf(1),
    doorIds: [site.doorId],
    valid: { startsAt: site.at, endsAt: addMs(site.at, hourMs) },
    issuedAt,
    expiresAt: addMs(issuedAt, hourMs),
  };
  const bytes = passBytes(statement);
  return { kind: 'pass', text: passText(bytes, sign(null, bytes, privateKey)) } as const;
}

const hold = () => other.client.exec('BEGIN IMMEDIATE');
const letGo = () => other.client.exec('COMMIT');

test('what the writer decided is what is on disk, before the relay moves', async () => {
  const { decision, event } = await tap();
  expect(decision).toMatchObject({ outcome: 'granted', because: { kind: 'staff' } });
  expect(events()).toEqual([event]);
  expect(seen).toEqual(['unlocked with 1 on disk']);
});

test('a member suspended a moment ago is refused, and that is recorded', async () => {
  other.run('UPDATE holder SET suspended = 1');
  expect((await tap()).decision).toEqual({ outcome: 'refused', reason: { kind: 'suspended' } });
  expect(events()).toMatchObject([{ outcome: 'refused', reason: { kind: 'suspended' } }]);
  expect(seen).toEqual([]);
});

test('a pass is verified by the writer, and what it proves of the time reaches the clock', async () => {
  const verifyKeys = [String(publicKey.export({ format: 'jwk' }).x)];
  keepMeta(other, 'site', JSON.stringify({ id: siteId, verifyKeys }));
  box.clock.hear(epochMs(Date.now()), 0);
  const ahead = addMs(box.clock.now().at, 30 * minuteMs);
  const presented = passIssued(ahead);
  expect((await tap({}, presented)).event).toMatchObject({ outcome: 'granted', presented: 'pass' });
  expect(box.clock.now().at).toBeGreaterThanOrEqual(ahead);
  const altered = {
    ...presented,
    // Within the signature; the low bits of its last letter mean nothing.
    text: presented.text.replace(/.(?=.{9}$)/, (letter) => (letter === 'A' ? 'B' : 'A')),
  };
  expect((await tap({}, altered)).event).toMatchObject({ reason: { kind: 'pass_altered' } });
  expect(events()).toHaveLength(2);
});

test('taps at once are answered each with its own, in the order they came', async () => {
  const answers = await Promise.all([tap(), tap({}, card('0000000001')), tap(), tap({}, card('0000000002'))]);
  const outcomes = ['granted', 'refused', 'granted', 'refused'];
  expect(answers.map(({ decision }) => decision.outcome)).toEqual(outcomes);
  expect(events()).toEqual(answers.map(({ event }) => event));
});

test('a tap the door gave up on is never recorded as the opening it was not', async () => {
  hold();
  expect((await tap({ recordWaitMs: 30 })).decision).toEqual({
    outcome: 'refused',
    reason: { kind: 'not_recorded' },
  });
  expect(box.recorder.unwritten.waiting).toBe(1);
  letGo();
  await box.writer.run('acknowledge', { seq: 0 });
  expect(events()).toEqual([]);
  expect(seen).toEqual([]);
});

test('a tap the door opened for without the writer is kept as that opening', async () => {
  hold();
  const { event } = await tap({ recordWaitMs: 30, unrecordedTap: 'open' });
  expect(seen).toEqual(['unlocked with 0 on disk']);
  letGo();
  await expect.poll(() => box.recorder.unwritten.waiting).toBe(1);
  const stop = new AbortController();
  const running = box.recorder.service().run(stop.signal);
  await expect.poll(events, { timeout: 5_000 }).toEqual([event]);
  stop.abort();
  await running;
});

test('a slow store keeps the box from nothing else: the tap is waited for in place only a moment', async () => {
  hold();
  const startedMs = performance.now();
  const answer = tap({ recordWaitMs: 5_000 });
  expect(performance.now() - startedMs).toBeLessThan(100);
  setTimeout(letGo, 50);
  expect((await answer).decision.outcome).toBe('granted');
  expect(events()).toHaveLength(1);
});
