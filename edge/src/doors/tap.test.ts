import type { Door, Instant, Presentation } from '@lintel/core/doors/decide.ts';
import type { AccessEvent } from '@lintel/core/doors/wire.ts';
import { addMs, hourMs } from '@lintel/core/time.ts';
import { describe, expect, test } from 'vitest';
import { doorIdOf, holderIdOf, noon } from '../../../test/support/box-store.ts';
import { Recorder } from './recorder.ts';
import { answerTap } from './tap.ts';

const door: Door = {
  id: doorIdOf(1),
  name: 'Front door',
  pulseMs: 500,
  recordWaitMs: 20,
  unrecordedTap: 'refuse',
  untrustedClock: 'staff_only',
};
const granted: Presentation = {
  kind: 'known',
  revoked: false,
  holder: { id: holderIdOf(1), name: 'Ada', suspended: false },
  grants: [
    {
      id: 'g' as never,
      holderId: holderIdOf(1),
      doorIds: [door.id],
      valid: { startsAt: noon, endsAt: addMs(noon, hourMs) },
      because: { kind: 'staff', what: 'test' },
    },
  ],
};

/** A box with a real recorder over a disk that behaves as told, and a note of what happened in which order. */
function boxWith(disk: (event: AccessEvent) => Promise<void>, presentation = granted) {
  const seen: string[] = [];
  const recorder = new Recorder(async (event) => {
    await disk(event);
    seen.push(`recorded ${event.reason?.kind ?? event.outcome}`);
  });
  const ports = {
    now: () =>
      ({ at: noon, trust: 'trusted', reading: { wallMs: noon, monoMs: 1, bootId: 'b' } }) as Instant & {
        reading: never;
      },
    present: () => presentation,
    record: (event: AccessEvent, waitMs: number) => recorder.record(event, waitMs),
    recordLater: (event: AccessEvent) => recorder.recordLater(event),
    unlock: async () => void seen.push('unlocked'),
  };
  const tap = (policy: Door = door) =>
    answerTap(ports, policy, { readerId: 'r', presented: { kind: 'pin', digits: '1234' } });
  return { seen, recorder, tap };
}
const works = async () => {};
const full = async () => {
  throw new Error('disk full');
};
const never = () => new Promise<void>(() => {});

describe('a tap', () => {
  test('is on disk before the relay moves', async () => {
    const box = boxWith(works);
    expect((await box.tap()).decision.outcome).toBe('granted');
    expect(box.seen).toEqual(['recorded granted', 'unlocked']);
  });

  test('that is refused moves nothing', async () => {
    const box = boxWith(works, { kind: 'unknown' });
    expect((await box.tap()).decision).toEqual({
      outcome: 'refused',
      reason: { kind: 'unknown_credential' },
    });
    expect(box.seen).toEqual(['recorded unknown_credential']);
  });

  test.each([
    ['a full disk', full],
    ['a card that stalls', never],
  ] as const)('with %s follows the written policy of the door', async (_, disk) => {
    const strict = boxWith(disk);
    expect((await strict.tap()).decision).toEqual({ outcome: 'refused', reason: { kind: 'not_recorded' } });
    expect(strict.seen).not.toContain('unlocked');
    const lenient = boxWith(disk);
    expect((await lenient.tap({ ...door, unrecordedTap: 'open' })).decision.outcome).toBe('granted');
    expect(lenient.seen).toContain('unlocked');
  });

  test('the disk refused is written as soon as it takes writes again', async () => {
    let isFull = true;
    const box = boxWith(async () => (isFull ? full() : undefined));
    await box.tap();
    expect(box.recorder.unwritten.waiting).toBe(1);
    isFull = false;
    const stop = new AbortController();
    const running = box.recorder.service().run(stop.signal);
    await expect.poll(() => box.recorder.unwritten.waiting, { timeout: 5_000 }).toBe(0);
    stop.abort();
    await running;
    expect(box.seen).toEqual(['recorded not_recorded']);
  });
});
